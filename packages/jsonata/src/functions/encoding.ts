import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';

type Text = string | undefined;

/** `$base64encode`: one byte for each unit of the text; what does not fit is cut off, as Node's `binary` does. */
export function base64encode(evaluation: Evaluation, text: Text): Text {
  if (text === undefined) return undefined;
  evaluation.text(Math.ceil(text.length / 3) * 4);
  evaluation.tick(text.length >> 6);
  return btoa(bytesOf(text));
}

function bytesOf(text: string): string {
  return text.replaceAll(/[^\0-\xff]/g, unit => String.fromCharCode(unit.charCodeAt(0) & 0xff));
}

/** `$base64decode`: as tolerant as Node's Buffer. Characters of the alphabet for addresses count too, others do not. */
export function base64decode(evaluation: Evaluation, text: Text): Text {
  if (text === undefined) return undefined;
  evaluation.text(Math.ceil((text.length / 4) * 3));
  evaluation.tick(text.length >> 6);
  const [content = ''] = bytesOf(text).split('=', 1);
  const digits = content
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replaceAll(/[^A-Za-z0-9+/]/g, '');
  // A single digit at the end says less than a byte.
  return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
}

export const encodeUrlComponent = encoder(encodeURIComponent);
export const encodeUrl = encoder(encodeURI);
export const decodeUrlComponent = decoder(decodeURIComponent);
export const decodeUrl = decoder(decodeURI);

type Coder = (evaluation: Evaluation, text: Text) => Text;

function encoder(encode: (text: string) => string): Coder {
  // Units that one unit of a text becomes at most: three bytes, three for each.
  const growth = 9;
  return (evaluation, text) => {
    if (text === undefined) return undefined;
    evaluation.tick(text.length >> 5);
    // In parts, so that a text which gets too long is never there as a whole.
    const size = Math.max(Math.floor(evaluation.guards.textLength / growth), 2);
    let made = '';
    for (let start = 0; start < text.length;) {
      const isWithinPair = start + size < text.length && /[\ud800-\udbff]/.test(text.charAt(start + size - 1));
      const end = start + (isWithinPair ? size - 1 : size);
      const part = coded(encode, text.slice(start, end), text);
      evaluation.text(made.length + part.length);
      made += part;
      start = end;
    }
    return made;
  };
}

function decoder(decode: (text: string) => string): Coder {
  return (evaluation, text) => {
    if (text === undefined) return undefined;
    evaluation.text(text.length);
    evaluation.tick(text.length >> 5);
    return coded(decode, text, text);
  };
}

/** @throws Failure D3140 for half a surrogate pair, and for what is no encoding. */
function coded(code: (text: string) => string, part: string, whole: string): string {
  try {
    return code(part);
  } catch (thrown) {
    if (thrown instanceof URIError) return fail('D3140', { value: whole });
    throw thrown;
  }
}
