import { describe, expect, it } from 'vitest';
import { Body } from './body.ts';
import { incomingJson } from './incoming-json.ts';

const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => '{"a":1,"__proto__":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);

describe('JSON that comes from outside', () => {
  it.each([lists(64), objects(64), `[1,${lists(63)},null]`, JSON.stringify(lists(100)), `[${'[{}],'.repeat(100)}0]`])(
    'is parsed up to 64 levels: %s',
    text => {
      const body = Body.fromText(text);
      expect(incomingJson(body)).toBe(body.json());
      expect(JSON.stringify(body.json())).toBe(text);
    },
  );

  it.each([lists(65), objects(65), `[1,${lists(64)}]`, `{"a":{},"b":${objects(64)}}`, lists(500_000)])(
    'is refused beyond them',
    text => {
      expect(() => incomingJson(Body.fromText(text))).toThrow(
        expect.objectContaining({
          name: 'TerminalError',
          code: 'body-malformed',
          message: 'The body is nested deeper than 64 levels.',
        }),
      );
    },
  );

  it('is no value when it is empty, and refused when it is not JSON', () => {
    expect(incomingJson(Body.empty)).toBeUndefined();
    expect(() => incomingJson(Body.fromText('[['))).toThrow(/^The body is not valid JSON at line 1, column 3/);
  });
});
