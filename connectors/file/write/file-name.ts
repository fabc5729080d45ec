import { TerminalError } from '@lineshaft/flow';
import { isName } from '../relative-folder.ts';

/** What file systems allow. */
const mostBytes = 255;

/**
 * A value as a part of a name: separators, what some systems refuse, and the percent sign itself are percent-encoded, so
 * that different values stay different names.
 */
export function encodeForName(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are among what is encoded.
  return value.toWellFormed().replaceAll(/[/\\:*?"<>|%\x00-\x1f\x7f]/g, percentEncoded);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** @throws TerminalError `config-invalid`, without showing the name: it may hold values */
export function checkFileName(name: string): void {
  if (!isName(name)) throw unusable('is empty, hidden, ends with a dot or a space, or holds a separator');
  if (Buffer.byteLength(name) > mostBytes) throw unusable(`is longer than ${mostBytes} bytes`);
  if (/\.(part|tmp)$/i.test(name)) throw unusable('ends as names of unfinished files do');
}

function unusable(fault: string): TerminalError {
  return new TerminalError(
    'config-invalid',
    `The name of the file ${fault}. Check the field name and the values in it.`,
  );
}
