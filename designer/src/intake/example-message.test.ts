import { expect, it } from 'vitest';
import { exampleMessage } from './example-message.ts';

it.each([
  [['application/json'], 'application/json', '{ "number": "4500017" }'],
  [['*/*'], 'application/json', '{ "number": "4500017" }'],
  [['text/*', 'application/json'], 'text/csv', 'number\n4500017'],
  [['application/edifact'], 'application/edifact', '4500017'],
])('an endpoint that takes %j gets an example of %s', (taken, contentType, text) => {
  expect(exampleMessage(taken)).toEqual({ name: 'message', contentType, body: { text } });
});
