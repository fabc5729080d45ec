import { describe, expect, test } from 'vitest';
import { compareRandom } from './compare-random.ts';

describe('random expressions on random inputs', () => {
  test('give what jsonata gives', async () => {
    const { differences, summary } = await compareRandom(3000, 20_260_131);
    process.stdout.write(`${summary}\n`);
    expect(Object.fromEntries(differences)).toEqual({});
  }, 300_000);
});
