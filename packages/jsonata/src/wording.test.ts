import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { builtInNames } from './built-ins.ts';
import { wordingOf } from './wording.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');

test('every message of JSONata that would quote data is worded anew', () => {
  const messages = [...source.matchAll(/^ {8}"([TD]\d{4})": "(.*)"/gm)];
  expect(messages.length).toBeGreaterThan(50);
  const quoting = messages.filter(([, code, message]) => {
    return (
      /\{\{\{?(value|value2|exp|message|index|functionName)\}/.test(message ?? '') &&
      !/D3137|D3141|D2005/.test(code ?? '')
    );
  });
  const missing = quoting.map(([, code = '']) => code).filter(code => wordingOf(code, {}) === undefined);
  expect(missing).toEqual([]);
});

test('every function of JSONata is known', () => {
  const bound = [...source.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)', defineFunction/g)].map(
    ([, name]) => name,
  );
  expect(new Set(builtInNames)).toEqual(new Set(bound));
});
