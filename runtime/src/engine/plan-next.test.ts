import {
  Body,
  type Checkpoint,
  type Emitted,
  type FlowNode,
  flowNodeSchema,
  type Message,
  type PendingRun,
} from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { firstCheckpoint, nextDueAt, planNext, reviveDead, stateOf } from './plan-next.ts';
import type { PreparedFlow, PreparedNode } from './prepare-flow.ts';
import type { Outcome } from './run-node.ts';

const now = 1_000_000;

describe('firstCheckpoint', () => {
  it('starts a run for every edge of the source, numbered in drawing order', () => {
    expect(firstCheckpoint(flow(), 'in', 'out')).toEqual({
      nextRun: 3,
      pending: [pending(1, 'map'), pending(2, 'copy')],
    });
  });

  it('refuses a source that the version does not have: nothing would be done, and called a success', () => {
    expect(() => firstCheckpoint(flow(), 'door', 'out')).toThrow('Flow "f" version 1 has no source "door"');
  });
});

describe('planNext', () => {
  const cases: {
    name: string;
    run: PendingRun;
    others?: PendingRun[];
    outcome: Outcome;
    started: PendingRun[];
    checkpoint: Checkpoint;
  }[] = [
    {
      name: 'sends what a node emitted along the edges of its port',
      run: pending(1, 'map'),
      outcome: succeeded('out'),
      started: [pending(5, 'post', { run: 1, item: 0 })],
      checkpoint: { nextRun: 6, pending: [pending(5, 'post', { run: 1, item: 0 })] },
    },
    {
      name: 'starts one run for each item',
      run: pending(1, 'map'),
      outcome: succeeded('out', 'out'),
      started: [pending(5, 'post', { run: 1, item: 0 }), pending(6, 'post', { run: 1, item: 1 })],
      checkpoint: {
        nextRun: 7,
        pending: [pending(5, 'post', { run: 1, item: 0 }), pending(6, 'post', { run: 1, item: 1 })],
      },
    },
    {
      name: 'is done with an item that leaves through a port without an edge',
      run: pending(2, 'post'),
      outcome: succeeded('response'),
      started: [],
      checkpoint: { nextRun: 5, pending: [] },
    },
    {
      name: 'leaves other branches as they are',
      run: pending(1, 'map'),
      others: [pending(2, 'copy')],
      outcome: succeeded(),
      started: [],
      checkpoint: { nextRun: 5, pending: [pending(2, 'copy')] },
    },
    {
      name: 'keeps a failed run, due after the delay of its policy',
      run: pending(2, 'post'),
      outcome: failed(),
      started: [],
      checkpoint: { nextRun: 5, pending: [{ ...pending(2, 'post'), attempts: 1, tries: 1, dueAt: now + 1000 }] },
    },
    {
      name: 'waits as long as the target asked for',
      run: pending(2, 'post'),
      outcome: { ...failed(), retryAfterMs: 90_000 },
      started: [],
      checkpoint: { nextRun: 5, pending: [{ ...pending(2, 'post'), attempts: 1, tries: 1, dueAt: now + 90_000 }] },
    },
    {
      name: 'puts the run into the dead letter channel at the end of the policy',
      run: { ...pending(2, 'post'), attempts: 2, tries: 2 },
      outcome: failed(),
      started: [],
      checkpoint: { nextRun: 5, pending: [{ ...pending(2, 'post'), attempts: 3, tries: 3, dead: true }] },
    },
    {
      name: 'does not retry what trying again cannot help',
      run: pending(2, 'post'),
      outcome: { ...failed(), terminal: true },
      started: [],
      checkpoint: { nextRun: 5, pending: [{ ...pending(2, 'post'), attempts: 1, tries: 1, dead: true }] },
    },
    {
      name: 'counts the policy anew after a retry by hand, and the attempts on',
      run: { ...pending(2, 'post'), attempts: 3, tries: 0 },
      outcome: failed(),
      started: [],
      checkpoint: { nextRun: 5, pending: [{ ...pending(2, 'post'), attempts: 4, tries: 1, dueAt: now + 1000 }] },
    },
    {
      name: 'sends input and error through the error port when it is drawn',
      run: pending(3, 'guarded'),
      outcome: { ...failed(), terminal: true },
      started: [pending(5, 'copy', { run: 3, item: 0 })],
      checkpoint: { nextRun: 6, pending: [pending(5, 'copy', { run: 3, item: 0 })] },
    },
    {
      name: 'leaves the checkpoint alone when the execution was cancelled',
      run: pending(2, 'post'),
      outcome: { kind: 'cancelled' },
      started: [],
      checkpoint: { nextRun: 5, pending: [pending(2, 'post')] },
    },
  ];

  it.each(cases)('$name', ({ run, others = [], outcome, started, checkpoint }) => {
    const plan = planNext({
      flow: flow(),
      checkpoint: { nextRun: 5, pending: [run, ...others] },
      run,
      message,
      outcome,
      busy: new Set(),
      now,
      random: 0,
    });
    expect(plan.started).toEqual(started);
    expect(plan.checkpoint).toEqual(checkpoint);
  });

  it('shows the failure of a dead-lettered run with its node', () => {
    const run = pending(2, 'post');
    const outcome = { ...failed(), terminal: true };
    const plan = planNext({
      flow: flow(),
      checkpoint: { nextRun: 5, pending: [run] },
      run,
      message,
      outcome,
      busy: new Set(),
      now,
      random: 0,
    });
    expect(plan.deadLettered).toEqual({ code: 'target-failed', message: 'It said 500.', nodeId: 'post' });
  });

  it('carries the input as it was and the error on the error port', () => {
    const run = pending(3, 'guarded');
    const outcome = { ...failed(), terminal: true };
    const plan = planNext({
      flow: flow(),
      checkpoint: { nextRun: 5, pending: [run] },
      run,
      message,
      outcome,
      busy: new Set(),
      now,
      random: 0,
    });
    expect(plan.emitted[0]?.body.json()).toEqual({
      error: { code: 'target-failed', message: 'It said 500.', nodeId: 'guarded', nodeName: 'guarded', attempts: 1 },
      inputContentType: 'application/json',
      input: { poNumber: '4500017' },
    });
  });

  it('carries a body that is not what its content type says in base64', () => {
    const run = pending(3, 'guarded');
    const broken = { ...message, body: Body.fromText('{broken') };
    const plan = planNext({
      flow: flow(),
      checkpoint: { nextRun: 5, pending: [run] },
      run,
      message: broken,
      outcome: { ...failed(), terminal: true },
      busy: new Set(),
      now,
      random: 0,
    });
    expect(plan.emitted[0]?.body.json()).toMatchObject({
      input: { base64: Buffer.from('{broken').toString('base64') },
    });
  });
});

describe('stateOf', () => {
  const waiting = { ...pending(1, 'post'), dueAt: now + 1 };
  const dead = { ...pending(2, 'post'), dead: true };
  it.each([
    ['succeeded', [], false],
    ['running', [pending(1, 'post')], false],
    ['running', [waiting], true],
    ['waiting', [waiting], false],
    ['waiting', [waiting, dead], false],
    ['dead-lettered', [dead], false],
  ] as const)('is %s', (state, runs, busy) => {
    expect(stateOf({ nextRun: 9, pending: [...runs] }, now, busy)).toBe(state);
  });

  it('is due when the first of its runs is', () => {
    expect(nextDueAt({ nextRun: 9, pending: [waiting, { ...waiting, dueAt: now + 9 }, dead] })).toBe(now + 1);
    expect(nextDueAt({ nextRun: 9, pending: [dead] })).toBeUndefined();
  });
});

describe('reviveDead', () => {
  it('makes dead runs due at once with a fresh policy and leaves the waiting ones', () => {
    const waiting = { ...pending(1, 'post'), tries: 2, attempts: 2, dueAt: now + 5 };
    const dead = { ...pending(2, 'post'), tries: 3, attempts: 3, dueAt: now - 5, dead: true };
    expect(reviveDead({ nextRun: 4, pending: [waiting, dead] })).toEqual({
      nextRun: 4,
      pending: [waiting, { ...pending(2, 'post'), tries: 0, attempts: 3 }],
    });
  });
});

const message: Message = {
  id: 'm',
  correlationId: 'c',
  causationId: undefined,
  headers: {},
  contentType: 'application/json',
  body: Body.fromJson({ poNumber: '4500017' }),
};

function pending(run: number, nodeId: string, from?: { run: number; item: number }): PendingRun {
  return { run, nodeId, ...(from ? { from } : {}), attempts: 0, tries: 0 };
}

function succeeded(...ports: string[]): Outcome {
  return {
    kind: 'succeeded',
    emitted: ports.map((port): Emitted => ({ port, contentType: '', headers: {}, body: Body.empty })),
  };
}

function failed() {
  return {
    kind: 'failed' as const,
    error: { code: 'target-failed' as const, message: 'It said 500.' },
    terminal: false,
  };
}

/** in → map → post (response → nowhere), in → copy, guarded (error) → copy */
function flow(): PreparedFlow {
  const node = (id: string, changes: Partial<FlowNode> = {}) =>
    flowNodeSchema.parse({ id, name: id, type: 'x', ...changes });
  const retry = { attempts: 3, backoff: 'exponential', delay: '1s', maxDelay: '1h', jitter: 0 } as const;
  const nodes = new Map(
    [node('in'), node('map'), node('copy'), node('post'), node('guarded', { onFailure: 'error-port' })].map(one => [
      one.id,
      { node: one, retry } as PreparedNode,
    ]),
  );
  const edges: Record<string, string[]> = { 'in out': ['map', 'copy'], 'map out': ['post'], 'guarded error': ['copy'] };
  return {
    id: 'f',
    version: 1,
    definition: {} as PreparedFlow['definition'],
    has: id => nodes.has(id),
    node: id => nodes.get(id) as PreparedNode,
    next: (nodeId, port) => edges[`${nodeId} ${port}`] ?? [],
  };
}
