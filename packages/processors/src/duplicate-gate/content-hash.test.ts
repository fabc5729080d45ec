import { describe, expect, test } from 'vitest';
import { contentHash, hashOf } from './content-hash.ts';

describe('the hash of a content', () => {
  test('is SHA-256 of its canonical form', async () => {
    const canonical = '{"a":[1,null,{"b":true,"c":"ä\\n"}],"z":0.1}';
    const value = { z: 0.1, a: [1, null, { c: 'ä\n', b: true }] };
    expect(await contentHash(value)).toBe(await hashOf(new TextEncoder().encode(canonical)));
    expect(await hashOf(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test.each([
    [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    [JSON.parse('{"a":1.0}'), { a: 1 }, true],
    [{ a: 1 }, { a: '1' }, false],
    [[1, 2], [2, 1], false],
    [{ a: [{ b: 1 }] }, { a: { b: 1 } }, false],
    [{ a: null }, {}, false],
    ['', null, false],
  ])('of %j and %j is the same: %j', async (a: unknown, b: unknown, same) => {
    expect((await contentHash(a)) === (await contentHash(b))).toBe(same);
  });
});
