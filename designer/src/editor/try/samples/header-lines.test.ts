import { expect, it } from 'vitest';
import { headerLines, readHeaderLines } from './header-lines.ts';

it('reads the lines that it writes, with names in lower case', () => {
  expect(readHeaderLines('X-Correlation-Id: order-7\n\n etag :  "a:b" \n')).toEqual({
    headers: { 'x-correlation-id': 'order-7', etag: '"a:b"' },
  });
  const headers = { 'x-a': '1', 'x-b': '' };
  expect(readHeaderLines(headerLines(headers))).toEqual({ headers });
});

it('names the line that is no header', () => {
  expect(readHeaderLines('x-a: 1\nno header')).toEqual({ fault: 2 });
});
