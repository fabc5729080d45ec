import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Fenced } from './epoch.ts';
import { GroupCommit } from './group-commit.ts';

function groupCommit(write: (items: number[]) => Promise<number[]>, maxItems = 100, maxBytes = 1000) {
  return new GroupCommit<number, number>({ write, bytesOf: item => item, maxItems, maxBytes });
}

describe('GroupCommit', () => {
  it('gathers what comes while a batch is on its way, and answers each with its own result', async () => {
    const batches: number[][] = [];
    const group = groupCommit(async items => {
      batches.push(items);
      await sleep(10);
      return items.map(item => item * 10);
    });
    const first = group.add(1);
    await sleep(2);
    const rest = [2, 3, 4].map(item => group.add(item));
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40]);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it('bounds a batch by items and by bytes, but lets a single large item through', async () => {
    const batches: number[][] = [];
    const group = groupCommit(
      async items => {
        batches.push(items);
        return items;
      },
      3,
      100,
    );
    await Promise.all([1, 2, 3, 4, 90, 20, 500, 1].map(item => group.add(item)));
    expect(batches).toEqual([[1, 2, 3], [4, 90], [20], [500], [1]]);
  });

  it('writes one by one when the fault lies in an item, so that only that one fails', async () => {
    const group = groupCommit(async items => {
      if (items.includes(13)) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
      return items;
    });
    const results = await Promise.allSettled([1, 13, 2].map(item => group.add(item)));
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails the whole batch when the database is away, without asking it again for each', async () => {
    let calls = 0;
    const group = groupCommit(async () => {
      calls++;
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    });
    const results = await Promise.allSettled([1, 2, 3].map(item => group.add(item)));
    expect(results.every(result => result.status === 'rejected')).toBe(true);
    expect(calls).toBe(1);
  });

  it('fails an item whose size cannot be told, and goes on with the others', async () => {
    const group = new GroupCommit<number, number>({
      write: async items => items,
      bytesOf: item => {
        if (item === 13) throw new RangeError('too long');
        return item;
      },
      maxItems: 100,
      maxBytes: 1000,
    });
    const results = await Promise.allSettled([1, 13, 2].map(item => group.add(item)));
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await group.add(3)).toBe(3);
  });

  it('finds one item at fault among many in few writes', async () => {
    let calls = 0;
    const group = groupCommit(async items => {
      calls++;
      if (items.includes(77)) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
      return items;
    }, 128);
    const results = await Promise.allSettled(Array.from({ length: 128 }, (_, item) => group.add(item)));
    expect(results.flatMap((result, item) => (result.status === 'rejected' ? item : []))).toEqual([77]);
    expect(calls).toBeLessThan(20);
  });

  it('fails the whole batch at once when the process was taken for dead', async () => {
    let calls = 0;
    const group = groupCommit(async () => {
      calls++;
      throw new Fenced(7);
    });
    const results = await Promise.allSettled([1, 2, 3].map(item => group.add(item)));
    expect(results.every(result => result.status === 'rejected' && result.reason instanceof Fenced)).toBe(true);
    expect(calls).toBe(1);
  });

  it('says when everything that was added is written', async () => {
    const written: number[] = [];
    const group = groupCommit(async items => {
      await sleep(10);
      written.push(...items);
      return items;
    }, 1);
    const results = [1, 2, 3].map(item => group.add(item));
    await group.idle();
    expect(written).toEqual([1, 2, 3]);
    await Promise.all(results);
    await group.idle();
  });

  it('knows how many bytes wait', async () => {
    const group = groupCommit(async items => {
      await sleep(10);
      return items;
    });
    const first = group.add(400);
    await sleep(2);
    const second = group.add(500);
    expect(group.waitingBytes).toBe(500);
    await Promise.all([first, second]);
    expect(group.waitingBytes).toBe(0);
  });
});
