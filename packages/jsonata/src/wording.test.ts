import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { builtIns } from './functions/library.ts';
import { wordingOf } from './wording.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

test('every error that an evaluation may end with has words of our own', () => {
  const codes = [...source.matchAll(/^ {8}"([TD]\d{4})": /gm)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(70);
  // The first two are worded where their text is known to be safe; the third no longer exists.
  const missing = codes.filter(code => wordingOf(code, {}) === undefined && !/D3137|D3141|D2005/.test(code));
  expect(missing).toEqual([]);
});

test('every function of JSONata is known', () => {
  const bound = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)', defineFunction/g)].map(
    ([, name]) => name,
  );
  expect(new Set(builtIns.keys())).toEqual(new Set(bound));
});
