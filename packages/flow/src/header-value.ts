import { TerminalError } from './errors.ts';

/** True when a header may carry the value: no line breaks, nothing beyond Latin-1. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** @throws TerminalError `header-invalid`, which does not show the value */
export function checkHeaderValue(name: string, value: string): void {
  if (isHeaderValue(value)) return;
  throw new TerminalError(
    'header-invalid',
    `The header ${name} would hold a line break or a character that headers cannot carry. Encode the value, for example with $encodeUrlComponent.`,
  );
}
