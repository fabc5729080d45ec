import { expect, test } from 'vitest';
import { numberParameters } from './named-parameters.ts';

test.each([
  ['select f($po, $lines::jsonb, $po)', 'select f($1, $2::jsonb, $1)', ['po', 'lines']],
  [`select '$po', "$po", e'it\\'s $po', $po -- $po`, `select '$po', "$po", e'it\\'s $po', $1 -- $po`, ['po']],
  ['select $$ $po $$, $tag$ $po $$ $tag$, $po', 'select $$ $po $$, $tag$ $po $$ $tag$, $1', ['po']],
  ["/* $po */ select name$po, 'it''s $po', $po", "/* $po */ select name$po, 'it''s $po', $1", ['po']],
  ['call done()', 'call done()', []],
])('%j becomes %j', (sql, text, names) => {
  expect(numberParameters(sql, names)).toEqual({ text, names });
});

test('a parameter without a value, or one that is not used, is refused', () => {
  expect(() => numberParameters('select $po', [])).toThrow('uses $po, which is no parameter');
  expect(() => numberParameters('select $1', [])).toThrow('uses $1, which is no parameter');
  expect(() => numberParameters('select $po', ['po', 'line'])).toThrow('does not use the parameter line');
});
