import type { SentMessage } from './curl-line.ts';

const examples = [
  { contentType: 'application/json', text: '{ "number": "4500017" }' },
  { contentType: 'application/xml', text: '<order number="4500017"/>' },
  { contentType: 'text/csv', text: 'number\n4500017' },
  { contentType: 'text/plain', text: '4500017' },
];

/**
 * A small message that an endpoint takes, where there is no sample.
 * @param contentTypes what is taken, such as `application/json` or `text/*`
 */
export function exampleMessage([taken = 'application/json']: readonly string[]): SentMessage {
  const fits = new RegExp(`^${taken.replaceAll(/[.+]/g, String.raw`\$&`).replaceAll('*', '.+')}$`);
  const example = examples.find(({ contentType }) => fits.test(contentType)) ?? { contentType: taken, text: '4500017' };
  return { name: 'message', contentType: example.contentType, body: { text: example.text } };
}
