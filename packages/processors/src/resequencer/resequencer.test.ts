import { MemoryState } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { resequencerManifest } from './manifest.ts';
import { resequencer } from './resequencer.ts';

const parse = (config: Record<string, unknown>) =>
  resequencerManifest.config.parse({ key: 'po', sequence: 'rev', ...config });

/** A resequencer with its state, to which numbered messages come from executions of their own. */
function resequencing(config: Record<string, unknown> = {}) {
  const clock = { now: Date.UTC(2026, 0, 31, 12) };
  const memory = new MemoryState(() => clock.now);
  const node = resequencer.prepare(parse(config));
  const come = async (rev: unknown, execution = `e${String(rev)}`, po = 'A') => {
    const message = messageOf({ po, rev }, { id: `${execution}/2.0`, correlationId: po });
    const state = memory.of(message, execution, `${execution}/3`);
    return node.process(message, runContext({ executionId: execution, state }));
  };
  const expire = async () =>
    memory.expireDue(async (key, held) => (await node.expire?.(key, held)) ?? { state: undefined });
  const released = (port = 'out') =>
    memory.released.filter(each => each.port === port).map(({ body }) => (body.json() as { rev: number }).rev);
  return { clock, memory, come, expire, released };
}

const permutations = (list: number[]): number[][] =>
  list.length < 2
    ? [list]
    : list.flatMap((each, at) => permutations(list.toSpliced(at, 1)).map(others => [each, ...others]));

describe('a resequencer', () => {
  test.each(permutations([1, 2, 3, 4]))('puts messages in order that come as %i, %i, %i, %i', async (...order) => {
    const { memory, come, released } = resequencing();
    for (const [index, rev] of order.entries()) {
      expect(await come(rev)).toEqual([]);
      const seen = new Set(order.slice(0, index + 1));
      const gap = [1, 2, 3, 4, 5].find(each => !seen.has(each)) ?? 5;
      expect(released()).toEqual([1, 2, 3, 4].slice(0, gap - 1));
    }
    expect(memory.released).toMatchObject(
      [1, 2, 3, 4].map(rev => ({
        port: 'out',
        headers: { plant: 'DE01' },
        correlationId: 'A',
        causationId: `e${rev}/2.0`,
        heirOf: [`e${rev}`],
        orderingKey: 'A',
      })),
    );
  });

  test('lets go of a message once, however often its run is repeated', async () => {
    const { come, released } = resequencing();
    for (const rev of [2, 2, 1, 1, 2]) expect(await come(rev)).toEqual([]);
    expect(released()).toEqual([1, 2]);
  });

  test('numbers each key by itself, from the number that it is told', async () => {
    const { come, memory } = resequencing({ first: 0 });
    await come(0, 'a0', 'A');
    await come(1, 'b1', 'B');
    await come('0', 'b0', 'B');
    expect(memory.released.map(({ orderingKey, causationId }) => [orderingKey, causationId])).toEqual([
      ['A', 'a0/2.0'],
      ['B', 'b0/2.0'],
      ['B', 'b1/2.0'],
    ]);
  });

  test('sends a message whose number has passed, or waits already, through a port of its own', async () => {
    const { come, released } = resequencing();
    await come(1);
    expect(await come(1, 'again')).toMatchObject([{ port: 'stale', headers: { plant: 'DE01' } }]);
    expect(await come(0)).toMatchObject([{ port: 'stale' }]);
    await come(3);
    expect(await come(3, 'again-3')).toMatchObject([{ port: 'stale' }]);
    await come(2);
    expect(released()).toEqual([1, 2, 3]);
  });

  test.each([
    [{}, 'gap'],
    [{ onGap: 'skip' }, 'out'],
  ])('goes on without a missing message when its patience is over: %j through %s', async (config, port) => {
    const { clock, memory, come, expire, released } = resequencing({ patience: '10m', ...config });
    await come(1);
    await come(4);
    clock.now += 9 * 60_000;
    await come(5);
    await come(7);
    await expire();
    expect(released()).toEqual([1]);
    clock.now += 60_000;
    await expire();
    expect(memory.released.slice(1)).toMatchObject([
      { port, headers: { 'x-sequence-gap': '2..3' }, heirOf: ['e4'], orderingKey: 'A' },
      { port, heirOf: ['e5'] },
    ]);
    expect(memory.released[2]?.headers).not.toHaveProperty('x-sequence-gap');
    expect(await come(3)).toMatchObject([{ port: 'stale' }]);

    clock.now += 9 * 60_000;
    await expire();
    expect(memory.released).toHaveLength(3);
    clock.now += 60_000;
    await expire();
    expect(memory.released[3]).toMatchObject({ port, headers: { 'x-sequence-gap': '6..6' }, heirOf: ['e7'] });
    await come(8);
    expect(memory.released[4]).toMatchObject({ port: 'out', heirOf: ['e8'] });
  });

  test('begins its patience anew for the next gap', async () => {
    const { clock, come, expire, released } = resequencing({ patience: '10m', onGap: 'skip' });
    await come(2);
    await come(5);
    clock.now += 9 * 60_000;
    await come(1);
    clock.now += 9 * 60_000;
    await expire();
    expect(released()).toEqual([1, 2]);
    await come(3);
    await come(4);
    expect(released()).toEqual([1, 2, 3, 4, 5]);
  });

  test('forgets a key of which nothing has come for long', async () => {
    const { clock, memory, come, expire, released } = resequencing({ remember: '30d' });
    await come(1);
    clock.now += 29 * 86_400_000;
    await expire();
    await come(2);
    clock.now += 29 * 86_400_000;
    await expire();
    expect(memory.keys).toEqual(['A']);
    clock.now += 86_400_000;
    await expire();
    expect(memory.keys).toEqual([]);
    await come(1, 'anew');
    expect(released()).toEqual([1, 2, 1]);
  });

  test.each([undefined, 'x', 1.5, null])('takes no message whose number is %j', async rev => {
    await expect(resequencing().come(rev)).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.stringContaining('whole number') as string,
    });
  });

  test('has the port gap when it does not skip', () => {
    const ports = (config: object) => resequencerManifest.outputs(parse({ ...config })).map(({ name }) => name);
    expect(ports({})).toEqual(['out', 'gap', 'stale']);
    expect(ports({ onGap: 'skip' })).toEqual(['out', 'stale']);
  });
});
