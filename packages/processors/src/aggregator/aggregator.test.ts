import { MemoryState } from '@lineshaft/flow';
import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { aggregator } from './aggregator.ts';
import { aggregatorManifest } from './manifest.ts';

const parse = (config: Record<string, unknown>) => aggregatorManifest.config.parse(config);

/** An aggregator with its state, to which messages come from executions of their own. */
function aggregating(config: Record<string, unknown>) {
  const clock = { now: Date.UTC(2026, 0, 31, 12) };
  const memory = new MemoryState(() => clock.now);
  const node = aggregator.prepare(parse({ key: 'order', ...config }));
  const come = async (
    body: unknown,
    execution: string,
    headers: Record<string, string> = {},
    run = `${execution}/3`,
  ) => {
    const message = messageOf(body, { id: `${execution}/2.0`, headers });
    const state = memory.of(message, execution, run);
    return node.process(message, runContext({ executionId: execution, idempotencyKey: run, state }));
  };
  const expire = async () =>
    memory.expireDue(async (key, held) => (await node.expire?.(key, held)) ?? { state: undefined });
  const bodies = () => memory.released.map(({ body }) => body.json());
  return { clock, memory, come, expire, bodies };
}

const part = (index: number, count = 3) => ({
  'x-split-id': 'm',
  'x-split-index': String(index),
  'x-split-count': String(count),
});

describe('an aggregator', () => {
  test.each([[[0, 1, 2]], [[0, 2, 1]], [[1, 0, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
    'puts together what a splitter took apart, whatever the order of arrival: %j',
    async order => {
      const { memory, come, bodies } = aggregating({ key: '$headers."x-split-id"', count: '$headers."x-split-count"' });
      for (const index of order) {
        expect(memory.released).toEqual([]);
        expect(await come({ line: index }, `e${index}`, { plant: 'DE01', ...part(index) })).toEqual([]);
      }
      expect(bodies()).toEqual([[{ line: 0 }, { line: 1 }, { line: 2 }]]);
      expect(memory.released).toMatchObject([
        {
          port: 'out',
          contentType: 'application/json',
          headers: { plant: 'DE01', 'x-aggregate-count': '3', 'x-aggregate-complete': 'true' },
          correlationId: 'order-45',
          causationId: 'e2/2.0',
          heirOf: ['e0', 'e1', 'e2'],
        },
      ]);
      expect(memory.keys).toEqual([]);
    },
  );

  test('by default groups the parts of one message', () => {
    expect(parse({ count: 2 }).key).toBe('$headers."x-split-id"');
  });

  test('counts a run once, however often it is repeated', async () => {
    const { memory, come, bodies } = aggregating({ count: 2 });
    await come({ order: 1, n: 'a' }, 'e1');
    await come({ order: 1, n: 'a' }, 'e1');
    expect(memory.released).toEqual([]);
    await come({ order: 1, n: 'b' }, 'e2');
    await come({ order: 1, n: 'b' }, 'e2');
    expect(bodies()).toEqual([
      [
        { order: 1, n: 'a' },
        { order: 1, n: 'b' },
      ],
    ]);
  });

  test('keeps groups apart, and begins a new one after each', async () => {
    const { come, bodies } = aggregating({ count: 2, combine: '{ "key": key, "n": messages.n }' });
    for (const [order, n] of [
      ['x', 1],
      ['y', 2],
      ['x', 3],
      ['x', 4],
      ['y', 5],
      ['x', 6],
    ] as const)
      await come({ order, n }, `e${n}`);
    expect(bodies()).toEqual([
      { key: 'x', n: [1, 3] },
      { key: 'y', n: [2, 5] },
      { key: 'x', n: [4, 6] },
    ]);
  });

  test('is complete when a condition over what came says so', async () => {
    const { come, bodies, memory } = aggregating({ when: '$sum(messages.qty) >= 10 and count > 1' });
    await come({ order: 1, qty: 10 }, 'e1');
    expect(memory.released).toEqual([]);
    await come({ order: 1, qty: 1 }, 'e2');
    expect(bodies()).toEqual([
      [
        { order: 1, qty: 10 },
        { order: 1, qty: 1 },
      ],
    ]);
  });

  test('combines bodies and headers, one execution being heir once', async () => {
    const combine = '{ "total": $sum(messages.qty), "plants": [headers.plant], "count": count, "complete": complete }';
    const { come, bodies, memory } = aggregating({ count: 2, combine });
    await come({ order: 1, qty: 2 }, 'e1', { plant: 'DE01', lang: 'de' }, 'e1/3');
    await come({ order: 1, qty: 3 }, 'e1', { plant: 'FR02', lang: 'de' }, 'e1/4');
    expect(bodies()).toEqual([{ total: 5, plants: ['DE01', 'FR02'], count: 2, complete: true }]);
    expect(memory.released[0]?.heirOf).toEqual(['e1']);
    expect(memory.released[0]?.headers).toEqual({
      lang: 'de',
      'x-aggregate-count': '2',
      'x-aggregate-complete': 'true',
    });
  });

  test('gives a list for a group of one', async () => {
    const { come, bodies } = aggregating({ count: 1 });
    await come({ order: 1 }, 'e1');
    expect(bodies()).toEqual([[{ order: 1 }]]);
  });

  test('counts the same part from two executions twice, unless it is told what a part is', async () => {
    const twice = aggregating({ count: 2 });
    await twice.come({ order: 1 }, 'e1', part(0, 2));
    await twice.come({ order: 1 }, 'e2', part(0, 2));
    expect(twice.memory.released).toHaveLength(1);

    const once = aggregating({ count: 2, partKey: '$headers."x-split-index"' });
    await once.come({ order: 1, n: 'first' }, 'e1', part(0, 2));
    await once.come({ order: 1, n: 'again' }, 'e2', part(0, 2));
    expect(once.memory.released).toEqual([]);
    await once.come({ order: 1, n: 'other' }, 'e3', part(1, 2));
    expect(once.bodies()).toEqual([
      [
        { order: 1, n: 'first' },
        { order: 1, n: 'other' },
      ],
    ]);
  });

  test.each([
    [{ count: 3 }, 'incomplete', 'false'],
    [{ count: 3, onTimeout: 'release' }, 'out', 'false'],
    [{}, 'out', 'true'],
  ])('closes a group when its time is over: %j leaves through %s', async (config, port, complete) => {
    const { clock, memory, come, expire, bodies } = aggregating({ timeout: '10m', ...config });
    await come({ order: 1, n: 1 }, 'e1');
    clock.now += 9 * 60_000;
    await come({ order: 1, n: 2 }, 'e2');
    await expire();
    expect(memory.released).toEqual([]);
    clock.now += 60_000;
    await expire();
    await expire();
    expect(bodies()).toEqual([
      [
        { order: 1, n: 1 },
        { order: 1, n: 2 },
      ],
    ]);
    expect(memory.released).toMatchObject([
      { port, headers: { 'x-aggregate-complete': complete }, heirOf: ['e1', 'e2'], correlationId: 'order-45' },
    ]);
    expect(memory.keys).toEqual([]);
  });

  test('sends late messages through a port of their own, until it has forgotten the group', async () => {
    const { clock, memory, come, expire } = aggregating({ count: 1, timeout: '1h', late: 'port', remember: '2h' });
    await come({ order: 1 }, 'e1');
    expect(await come({ order: 1, late: true }, 'e2')).toMatchObject([{ port: 'late', headers: {} }]);
    expect(memory.released).toHaveLength(1);
    clock.now += 2 * 3_600_000;
    await expire();
    expect(memory.keys).toEqual([]);
    expect(await come({ order: 1 }, 'e3')).toEqual([]);
    expect(memory.released).toHaveLength(2);
  });

  test('knows late messages of a group whose time ran out', async () => {
    const { clock, memory, come, expire } = aggregating({ count: 2, timeout: '1h', late: 'port' });
    await come({ order: 1 }, 'e1');
    clock.now += 3_600_000;
    await expire();
    expect(memory.released).toMatchObject([{ port: 'incomplete' }]);
    expect(await come({ order: 1 }, 'e2')).toMatchObject([{ port: 'late' }]);
  });

  test('changes nothing when an expression fails, so that the message can be tried again', async () => {
    const { memory, come } = aggregating({ count: 2, combine: 'messages[1].n - 1' });
    await come({ order: 1, n: 1 }, 'e1');
    await expect(come({ order: 1, n: 'x' }, 'e2')).rejects.toMatchObject({ code: 'expression-failed' });
    await come({ order: 1, n: 3 }, 'e2');
    expect(memory.released.map(({ body }) => body.json())).toEqual([2]);
  });

  test.each([{}, { order: { a: 1 } }])('takes no message without a key: %j', async body => {
    await expect(aggregating({ count: 2 }).come(body, 'e1')).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.stringContaining('The key of the aggregator') as string,
    });
  });

  test('takes no message whose count is none', async () => {
    const { come } = aggregating({ count: 'needed' });
    await expect(come({ order: 1 }, 'e1')).rejects.toMatchObject({ code: 'expression-failed' });
    await expect(come({ order: 1, needed: 1.5 }, 'e1')).rejects.toMatchObject({ code: 'expression-failed' });
  });

  test('has the ports that its config needs', () => {
    const ports = (config: object) => aggregatorManifest.outputs(parse({ ...config })).map(({ name }) => name);
    expect(ports({ count: 2 })).toEqual(['out']);
    expect(ports({ timeout: '1h' })).toEqual(['out']);
    expect(ports({ count: 2, timeout: '1h', late: 'port' })).toEqual(['out', 'incomplete', 'late']);
    expect(ports({ when: 'x', timeout: '1h', onTimeout: 'release' })).toEqual(['out']);
    expect(aggregatorManifest.config.safeParse({ key: 'order' }).success).toBe(false);
  });
});
