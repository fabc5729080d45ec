import { TerminalError } from './errors.ts';

/** Longest value of a key, in characters: keys are indexed, not documents. */
const maxKeyLength = 400;

/**
 * What an expression gave, as the text of a key; undefined when it gave nothing: no value, null or an empty text.
 * @param subject what begins the sentence, such as `The ordering key of the flow`
 * @throws TerminalError `expression-failed`, which does not show the value
 */
export function keyText(value: unknown, subject: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new TerminalError(
      'expression-failed',
      `${subject} must be a text or a number, but the expression gave ${Array.isArray(value) ? 'a list' : 'an object'}.`,
    );
  }
  const text = String(value);
  if (text.length > maxKeyLength || text.includes('\u0000')) {
    throw new TerminalError(
      'expression-failed',
      `${subject} has ${text.length} characters; up to ${maxKeyLength} without NUL are taken.`,
    );
  }
  return text;
}
