import { describe, expect, test } from 'vitest';
import { keyText } from './key-text.ts';

describe('the text of a key', () => {
  test.each([
    ['4500017', '4500017'],
    [4500017, '4500017'],
    [false, 'false'],
    ['x'.repeat(400), 'x'.repeat(400)],
    [undefined, undefined],
    [null, undefined],
    ['', undefined],
  ])('of %j is %j', (value, text) => {
    expect(keyText(value, 'The key')).toBe(text);
  });

  test.each([[['secret-1']], [{ a: 'secret-1' }], [`secret-1${'x'.repeat(400)}`], ['secret-1\u0000']])(
    'is refused for %j, without showing it',
    value => {
      let thrown: unknown;
      try {
        keyText(value, 'The key');
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toMatchObject({ name: 'TerminalError', code: 'expression-failed' });
      expect((thrown as Error).message).toMatch(/^The key .*\.$/);
      expect((thrown as Error).message).not.toContain('secret-1');
    },
  );
});
