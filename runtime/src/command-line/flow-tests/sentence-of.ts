import type { FileDifference } from './check-case.ts';

const longest = 500;

/** `one-line.json /rows/0/qty: expected "3", but it is "4"` */
export function sentenceOf({ file, path, expected, actual }: FileDifference): string {
  const place = path === '' ? file : `${file} ${path}`;
  if (expected === undefined) return `${place}: not expected, but it is ${shown(actual)}`;
  if (actual === undefined) return `${place}: expected ${shown(expected)}, but there is nothing`;
  return `${place}: expected ${shown(expected)}, but it is ${shown(actual)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
