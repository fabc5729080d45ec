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
import { firstCheckpoint, nextDueAt, planNext, postpone, reviveDead, stateOf } from './plan-next.ts';
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

describe('planNext, when a node names the node that undoes it', () => {
  const done = (run: number, nodeId: string) => ({ run, nodeId });
  const plan = (checkpoint: Checkpoint, runNumber: number, outcome: Outcome, busy: number[] = [runNumber]) => {
    const run = checkpoint.pending.find(one => one.run === runNumber) as PendingRun;
    return planNext({ flow: flow(), checkpoint, run, message, outcome, busy: new Set(busy), now, random: 0 });
  };
  const terminal = { ...failed(), terminal: true };
  const error = { code: 'target-failed', message: 'It said 500.', nodeId: 'post' } as const;
  const deadPost = { ...pending(3, 'post'), attempts: 1, tries: 1, dead: true };

  it('notes that it was done, with where its input lies', () => {
    const run = pending(1, 'book', { run: 7, item: 2 });
    const next = plan({ nextRun: 5, pending: [run] }, 1, succeeded());
    expect(next.checkpoint.done).toEqual([{ run: 1, nodeId: 'book', from: { run: 7, item: 2 } }]);
  });

  it('undoes what was done last when a later node fails for good, and starts nothing else', () => {
    const waiting = { ...pending(4, 'copy'), dueAt: now + 1000 };
    const checkpoint = {
      nextRun: 5,
      pending: [pending(3, 'post'), waiting],
      done: [done(1, 'book'), done(2, 'reserve')],
    };
    const next = plan(checkpoint, 3, terminal);
    const undo = { ...pending(5, 'unreserve'), undoes: 2 };
    expect(next.deadLettered).toEqual(error);
    expect(next.started).toEqual([undo]);
    expect(next.checkpoint).toEqual({
      nextRun: 6,
      pending: [deadPost, undo],
      done: [done(1, 'book')],
      compensating: error,
    });
    expect(stateOf(next.checkpoint, now, false)).toBe('running');
  });

  it('undoes one after the other, and is dead-lettered when all are undone', () => {
    const undo = { ...pending(5, 'unreserve'), undoes: 2 };
    const first = plan(
      { nextRun: 6, pending: [deadPost, undo], done: [done(1, 'book')], compensating: error },
      5,
      succeeded('response'),
    );
    // What undoes may lead on: only then comes the next.
    const told = { ...pending(6, 'copy', { run: 5, item: 0 }), undoes: 2 };
    expect(first.started).toEqual([told]);
    const second = plan(first.checkpoint, 6, succeeded());
    expect(second.started).toEqual([{ ...pending(7, 'unbook'), undoes: 1 }]);
    const third = plan(second.checkpoint, 7, succeeded());
    expect(third.started).toEqual([]);
    expect(third.checkpoint).toEqual({ nextRun: 8, pending: [deadPost], done: [], compensating: error });
    expect(stateOf(third.checkpoint, now, false)).toBe('dead-lettered');
  });

  it('tries an undoing again by its own policy, and waits for a person when it fails for good', () => {
    const undo = { ...pending(5, 'unreserve'), undoes: 2 };
    const checkpoint = { nextRun: 6, pending: [deadPost, undo], done: [done(1, 'book')], compensating: error };
    expect(plan(checkpoint, 5, failed()).checkpoint.pending[1]).toMatchObject({ run: 5, dueAt: now + 1000 });
    const dead = plan(checkpoint, 5, terminal);
    expect(dead.started).toEqual([]);
    expect(stateOf(dead.checkpoint, now, false)).toBe('dead-lettered');
    const revived = reviveDead(dead.checkpoint);
    expect(revived.pending.map(run => run.dead ?? false)).toEqual([true, false]);
    expect(plan(revived, 5, succeeded()).started).toEqual([{ ...pending(6, 'unbook'), undoes: 1 }]);
  });

  it('lets what is at work end, undoes it too, and does not try it again', () => {
    const checkpoint = { nextRun: 5, pending: [pending(3, 'post'), pending(4, 'book')], done: [done(2, 'reserve')] };
    const failedOne = plan(checkpoint, 3, terminal, [3, 4]);
    expect(failedOne.started).toEqual([]);
    expect(plan(failedOne.checkpoint, 4, succeeded('response'), [4]).started).toEqual([
      { ...pending(5, 'unbook'), undoes: 4 },
    ]);
    const after = plan(failedOne.checkpoint, 4, failed(), [4]);
    expect(after.started).toEqual([{ ...pending(5, 'unreserve'), undoes: 2 }]);
    expect(after.checkpoint.pending.map(run => run.run)).toEqual([3, 5]);
  });

  it('undoes nothing when failures leave through an error port', () => {
    const checkpoint = { nextRun: 5, pending: [pending(3, 'guarded')], done: [done(1, 'book')] };
    expect(plan(checkpoint, 3, terminal).checkpoint.compensating).toBeUndefined();
  });
});

describe('what waits', () => {
  it('starts what an emitted message leads to no sooner than it says', () => {
    const run = pending(1, 'map');
    const outcome = succeeded('out');
    if (outcome.kind === 'succeeded' && outcome.emitted[0]) outcome.emitted[0].dueAt = now + 60_000;
    const { checkpoint } = planNext({
      flow: flow(),
      checkpoint: { nextRun: 5, pending: [run] },
      run,
      message,
      outcome,
      busy: new Set(),
      now,
      random: 0,
    });
    expect(checkpoint.pending).toEqual([{ ...pending(5, 'post', { run: 1, item: 0 }), dueAt: now + 60_000 }]);
    expect(stateOf(checkpoint, now, false)).toBe('waiting');
  });

  it('is postponed without an attempt, until a time or until it is let go', () => {
    const run = { ...pending(1, 'post'), tries: 1, attempts: 1, dueAt: now };
    const checkpoint = { nextRun: 2, pending: [run] };
    const { dueAt: _dueAt, ...rest } = run;
    expect(postpone(checkpoint, run, now + 500).pending).toEqual([{ ...rest, dueAt: now + 500 }]);
    const held = postpone(checkpoint, run, undefined);
    expect(held.pending).toEqual([{ ...rest, held: true }]);
    expect(stateOf(held, now, false)).toBe('waiting');
    expect(nextDueAt(held)).toBe(Infinity);
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

/** in → map → post (response → nowhere), in → copy, guarded (error) → copy; book and reserve can be undone. */
function flow(): PreparedFlow {
  const node = (id: string, changes: Partial<FlowNode> = {}) =>
    flowNodeSchema.parse({ id, name: id, type: 'x', ...changes });
  const retry = { attempts: 3, backoff: 'exponential', delay: '1s', maxDelay: '1h', jitter: 0 } as const;
  const nodes = new Map(
    [
      node('in'),
      node('map'),
      node('copy'),
      node('post'),
      node('guarded', { onFailure: 'error-port' }),
      node('book', { compensation: 'unbook' }),
      node('unbook'),
      node('reserve', { compensation: 'unreserve' }),
      node('unreserve'),
    ].map(one => [one.id, { node: one, retry } as PreparedNode]),
  );
  const edges: Record<string, string[]> = {
    'in out': ['map', 'copy'],
    'map out': ['post'],
    'guarded error': ['copy'],
    'unreserve response': ['copy'],
  };
  return {
    id: 'f',
    version: 1,
    definition: {} as PreparedFlow['definition'],
    has: id => nodes.has(id),
    node: id => nodes.get(id) as PreparedNode,
    next: (nodeId, port) => edges[`${nodeId} ${port}`] ?? [],
  };
}
