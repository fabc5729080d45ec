import {
  Body,
  type Emitted,
  flowNodeSchema,
  LineshaftError,
  type Message,
  RetryAfterError,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { runContext } from '@lineshaft/flow/testing';
import { describe, expect, it } from 'vitest';
import type { PreparedNode } from './prepare-flow.ts';
import { Cancelled, runNode } from './run-node.ts';

const message: Message = {
  id: 'm',
  correlationId: 'm',
  causationId: undefined,
  headers: {},
  contentType: 'application/json',
  body: Body.fromJson({ po: 1 }),
};

const item = (port: string, body = Body.fromJson(1)): Emitted => ({
  port,
  contentType: 'application/json',
  headers: {},
  body,
});

type Work = (message: Message, context: RunContext) => unknown;

function node(role: 'processor' | 'sink', work: Work, changes: object = {}): PreparedNode {
  return {
    node: flowNodeSchema.parse({ id: 'n', name: 'N', type: 'x', ...changes }),
    ports: new Set(['out']),
    timeoutMs: 30,
    role,
    behaviour: role === 'sink' ? { deliver: work } : { process: work },
  } as unknown as PreparedNode;
}

const context = (signal = new AbortController().signal): RunContext => runContext({ signal });

const hang = () => new Promise(() => {});

describe.each(['processor', 'sink'] as const)('an attempt of a %s', role => {
  it('succeeds with what the node emitted', async () => {
    const outcome = await runNode(
      node(role, () => [item('out')]),
      message,
      context(),
    );
    expect(outcome).toMatchObject({ kind: 'succeeded', emitted: [{ port: 'out' }] });
  });

  it.each<[string, () => unknown, object]>([
    [
      'a throw',
      () => {
        throw new LineshaftError('target-failed', 'No.');
      },
      { terminal: false, error: { code: 'target-failed' } },
    ],
    [
      'a rejection',
      async () => {
        throw new TerminalError('target-rejected', 'No.');
      },
      { terminal: true },
    ],
    [
      'a wish to come back',
      () => {
        throw new RetryAfterError('target-throttled', 'Later.', 70);
      },
      { retryAfterMs: 70 },
    ],
    [
      'a foreign error',
      () => {
        throw new RangeError('boom');
      },
      { terminal: false, error: { code: 'unexpected', message: 'boom' } },
    ],
    ['no list', () => undefined, { error: { code: 'unexpected' } }],
    ['a port that is none', () => [item('elsewhere')], { terminal: true }],
    [
      'a body that cannot be written',
      () => [item('out', Body.fromJson({ size: 1n }))],
      { error: { code: 'unexpected' } },
    ],
  ])('fails by %s', async (_, work, outcome) => {
    expect(await runNode(node(role, work), message, context())).toMatchObject({ kind: 'failed', ...outcome });
  });

  it('ends at the timeout that its node names, and aborts its signal', async () => {
    let signal: AbortSignal | undefined;
    const slow: Work = (_, bounded) => {
      signal = bounded.signal;
      return hang();
    };
    expect(await runNode(node(role, slow, { timeout: '30ms' }), message, context())).toMatchObject({
      kind: 'failed',
      error: { code: 'timeout', message: expect.stringContaining('"N"') as string },
    });
    expect(signal?.aborted).toBe(true);
  });

  it('leaves no timer behind, however it ends', async () => {
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
    const before = timers();
    const ends: (() => unknown)[] = [
      () => [],
      () => {
        throw new Error('at once');
      },
      () => Promise.reject(new Error('later')),
    ];
    for (const work of ends) await runNode(node(role, work, { timeout: '1h' }), message, context());
    expect(timers()).toBe(before);
  });
});

describe('cancelling', () => {
  it('ends a sink that does not heed its signal', async () => {
    const controller = new AbortController();
    const running = runNode(node('sink', hang), message, context(controller.signal));
    controller.abort(new Cancelled());
    expect(await running).toEqual({ kind: 'cancelled' });
  });

  it('begins no sink any more', async () => {
    let calls = 0;
    const sink = node('sink', () => {
      calls++;
      return [];
    });
    expect(await runNode(sink, message, context(AbortSignal.abort(new Cancelled())))).toEqual({ kind: 'cancelled' });
    expect(calls).toBe(0);
  });
});
