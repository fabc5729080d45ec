import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlLine } from './curl-line.ts';

const url = 'http://127.0.0.1:4400/in/erp/orders';
const json = (text: string) => ({ name: 'One line', contentType: 'application/json', body: { text } });

describe('a line of curl', () => {
  it('sends the sample with its content type', () => {
    expect(curlLine('POST', url, json('{ "number": "4500017" }'))).toBe(
      `curl -H 'content-type: application/json' --data-binary '{ "number": "4500017" }' '${url}'`,
    );
  });

  it('names the method where it is not the usual one', () => {
    expect(curlLine('PUT', url, json('{}'))).toMatch(/^curl -X PUT /);
  });

  it('gives the shell every character as it is', () => {
    const body = `{ "name": "O'Neill \\"$HOME\\" \`x\`",\n "umlaut": "ä" }`;
    const words = curlLine('POST', url, json(body)).replace(/^curl/, String.raw`printf '%s\n--\n'`);
    expect(execFileSync('sh', ['-c', words], { encoding: 'utf8' }).split('\n--\n')[3]).toBe(body);
  });

  it.each([
    ['is long', { text: 'x'.repeat(30_000) }],
    ['is no text', { base64: 'AAEC' }],
    ['curl would take for the name of a file', { text: '@home' }],
  ])('reads a body from a file that %s', (_, body) => {
    expect(curlLine('POST', url, { ...json(''), body })).toContain(`--data-binary '@One line'`);
  });
});
