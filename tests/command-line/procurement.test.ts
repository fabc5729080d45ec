import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lineshaft } from './lineshaft.ts';

const procurement = fileURLToPath(new URL('../../examples/procurement/', import.meta.url));

test('every input of the procurement example leads to what is expected', async () => {
  const { code, stdout } = await lineshaft(procurement, ['test', '.']);
  expect(stdout).toMatch(/8 flows, \d+ inputs, 0 failed/);
  expect(code).toBe(0);
});
