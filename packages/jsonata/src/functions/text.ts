import type { Evaluation } from '../evaluation/evaluation.ts';

type Text = string | undefined;

const surrogate = /[\ud800-\udfff]/;

/** `$length`: an emoji counts once. */
export function length(text: Text): number | undefined {
  if (text === undefined) return undefined;
  if (!surrogate.test(text)) return text.length;
  let characters = 0;
  for (const _ of text) characters++;
  return characters;
}

/** `$substring`: places and lengths count characters; a negative start counts from the end. */
export function substring(text: Text, start: number, taken?: number): Text {
  if (text === undefined) return undefined;
  if (taken !== undefined && taken <= 0) return '';
  const isPlain = !surrogate.test(text);
  const characters = isPlain ? text : Array.from(text);
  const from = characters.length + start < 0 ? 0 : start;
  const end = taken === undefined ? undefined : (from >= 0 ? from : characters.length + from) + taken;
  const part = characters.slice(from, end);
  if (typeof part === 'string') return part;
  // By way of a partial application the text may be a list, of functions too: their source is nobody's business.
  return part.map(character => (typeof character === 'function' ? '[object Object]' : character)).join('');
}

export function substringBefore(text: Text, limit: string): Text {
  if (text === undefined) return undefined;
  const at = text.indexOf(limit);
  return at === -1 ? text : text.slice(0, at);
}

export function substringAfter(text: Text, limit: string): Text {
  if (text === undefined) return undefined;
  const at = text.indexOf(limit);
  return at === -1 ? text : text.slice(at + limit.length);
}

export function lowercase(evaluation: Evaluation, text: Text): Text {
  return text === undefined ? undefined : counted(evaluation, text, text.toLowerCase());
}

export function uppercase(evaluation: Evaluation, text: Text): Text {
  return text === undefined ? undefined : counted(evaluation, text, text.toUpperCase());
}

/** Letters with no counterpart of their own may make three. */
function counted(evaluation: Evaluation, text: string, changed: string): string {
  evaluation.text(changed.length);
  evaluation.tick(text.length >> 8);
  return changed;
}

/** `$trim`: blanks in a row become one, those at the ends go. */
export function trim(evaluation: Evaluation, text: Text): Text {
  if (text === undefined) return undefined;
  evaluation.tick(text.length >> 8);
  const spaced = text.replaceAll(/[ \t\n\r]+/g, ' ');
  return spaced.slice(spaced.startsWith(' ') ? 1 : 0, spaced.length > 1 && spaced.endsWith(' ') ? -1 : undefined);
}

/** `$pad`: to a width in characters, to the right, or to the left for a negative width. */
export function pad(evaluation: Evaluation, text: Text, width: number, filling?: string): Text {
  if (text === undefined) return undefined;
  const missing = Math.abs(Math.trunc(width)) - (length(text) ?? 0);
  if (!(missing > 0)) return text;
  const fill = filling === undefined || filling === '' ? ' ' : filling;
  // A character has one unit or two.
  evaluation.text(text.length + missing * Math.min(fill.length, 2));
  const cycle = Array.from(fill);
  const rest = cycle.slice(0, missing % cycle.length).join('');
  const padding = fill.repeat(Math.floor(missing / cycle.length)) + rest;
  return width > 0 ? text + padding : padding + text;
}

export function join(evaluation: Evaluation, texts: readonly string[] | undefined, separator = ''): Text {
  if (texts === undefined) return undefined;
  let size = separator.length * Math.max(texts.length - 1, 0);
  for (const text of texts) size += text.length;
  evaluation.text(size);
  evaluation.tick(texts.length >> 4);
  return texts.join(separator);
}
