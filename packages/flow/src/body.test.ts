import { describe, expect, it } from 'vitest';
import { Body } from './body.ts';
import { TerminalError } from './errors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function errorOf(run: () => unknown): TerminalError {
  try {
    run();
  } catch (error) {
    if (error instanceof TerminalError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('Body', () => {
  it('keeps the bytes that came in, spaces and text of numbers included', () => {
    const raw = bytes('{ "b": 1.50, "a": 12345678901234567890 }');
    const body = Body.fromBytes(raw);
    body.json();
    expect(body.bytes()).toBe(raw);
  });

  it('parses and serialises at most once', () => {
    const body = Body.fromText('{"a":1}');
    expect(body.json()).toBe(body.json());
    const made = Body.fromJson({ a: 1 });
    expect(made.bytes()).toBe(made.bytes());
    expect(made.text()).toBe('{"a":1}');
  });

  it('takes an empty body as no value, and no value as an empty body', () => {
    expect(Body.empty.json()).toBeUndefined();
    expect(Body.fromJson(undefined).bytes()).toHaveLength(0);
    expect(Body.fromJson(null).text()).toBe('null');
  });

  it('says where a text is no JSON, and quotes nothing of it', () => {
    const error = errorOf(() => Body.fromText('{\n  "iban": DE89370400440532013000\n}').json());
    expect(error.code).toBe('body-malformed');
    expect(error.message).toBe('The body is not valid JSON at line 2, column 11: unexpected text.');
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });

  it.each(['{"a":1', '[1,]', '"secret', 'secret', '{"a":"x\u0001secret"}', '{} secret', '{"secret" 1}', '1e', '"\\q"'])(
    'names no content in the error for %j',
    text => {
      const { message } = errorOf(() => Body.fromText(text).json());
      expect(message).toMatch(/^The body is not valid JSON.*\.$/);
      expect(message).not.toMatch(/secret|\\q|\[1/);
    },
  );

  it('refuses what is not UTF-8', () => {
    const body = Body.fromBytes(new Uint8Array([0xff, 0xfe, 0x00]));
    expect(errorOf(() => body.text()).message).toBe('The body is not valid UTF-8 text.');
    expect(errorOf(() => body.json()).code).toBe('body-malformed');
  });

  it('reads JSON after a byte order mark', () => {
    expect(Body.fromBytes(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('{"a":1}')])).json()).toEqual({ a: 1 });
  });
});
