import { describe, expect, it } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const positionByV8 = (text: string): number | undefined => {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    if (position !== undefined) return Number(position);
  }
  return undefined;
};

describe('jsonFaultAt', () => {
  it.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['[1}', 2],
    ['{"a":1]', 6],
    ['{}x', 2],
    ['1 1', 2],
    ['01', 1],
    ['[1.]', 2],
    ['nul', 0],
    ['"a', 2],
    ['"a\nb"', 2],
    ['"a\\qb"', 2],
    ['"\\u12"', 1],
    ['{', 1],
    ['[[', 2],
    ['  ', 2],
    ["{'a':1}", 1],
  ])('finds the first character of %j that does not fit', (text, at) => {
    expect(isJson(text)).toBe(false);
    expect(jsonFaultAt(text)).toBe(at);
  });

  it('agrees with JSON.parse wherever that tells a position, to the character or the start of its token', () => {
    const text = JSON.stringify({ a: [1, -2.5e3, true, null, { 'b "c"': 'd\\e' }], f: {}, g: [] });
    let compared = 0;
    for (let at = 0; at < text.length; at++) {
      for (const put of ['', '}', ']', ',', '"', ':', '0', 'x', '\\', '\n', '-', '.']) {
        const damaged = text.slice(0, at) + put + text.slice(at + 1);
        const position = positionByV8(damaged);
        if (position === undefined) continue;
        compared++;
        expect(position - jsonFaultAt(damaged)).toBeOneOf([0, 1, 2, 3, 4]);
      }
    }
    expect(compared).toBeGreaterThan(200);
  });

  it('copes with long and deep documents', () => {
    const long = `{"a":"${'x'.repeat(20_000_000)}" oops}`;
    expect(jsonFaultAt(long)).toBe(long.length - 5);
    expect(jsonFaultAt('['.repeat(1_000_000))).toBe(1_000_000);
  });
});
