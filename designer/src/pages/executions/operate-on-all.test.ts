import { expect, it } from 'vitest';
import { operateOnAll } from './operate-on-all.ts';

it('goes on past those that are refused, a few at a time, and says why for each', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => String(index));
  const progress: number[] = [];
  let atWork = 0;
  let most = 0;
  const results = await operateOnAll(
    'retry',
    ids,
    done => progress.push(done),
    async (_, id) => {
      most = Math.max(most, ++atWork);
      await Promise.resolve();
      atWork--;
      if (id === '7') throw new Error('It has ended already.');
    },
  );
  expect(results.map(({ id }) => id)).toEqual(ids);
  expect(results.filter(({ error }) => error !== undefined)).toEqual([{ id: '7', error: 'It has ended already.' }]);
  expect(progress).toEqual(ids.map((_, index) => index + 1));
  expect(most).toBe(4);
});
