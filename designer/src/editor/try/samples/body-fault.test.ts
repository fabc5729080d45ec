import { expect, it } from 'vitest';
import { bodyFault } from './body-fault.ts';

it('says in which line and column a body stops being the JSON that it is said to be', () => {
  expect(bodyFault({ text: '{ "number": "1",\n  lines }' }, 'application/json')).toMatch(
    /^The body is not valid JSON at line 2, column 3:/,
  );
});

it.each([
  ['JSON', { text: '{ "number": "1" }' }, 'application/json; charset=utf-8'],
  ['nothing', { text: '' }, 'application/json'],
  ['what is not said to be JSON', { text: '{ "number"' }, 'text/plain'],
  ['bytes', { base64: 'AAEC' }, 'application/json'],
])('finds no fault with %s', (_, body, contentType) => {
  expect(bodyFault(body, contentType)).toBeUndefined();
});
