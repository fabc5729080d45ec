import type { Trial, TriedExecution, TriedRun } from '@lineshaft/api';
import { describe, expect, it } from 'vitest';
import { type DraftFlow, edgeKey } from '../draft-flow.ts';
import { edgeMarks, nodeMarks } from './marks-of-trial.ts';
import { edgeCounts, failedNode, traceOfTrial } from './trace-of-trial.ts';

/** in → split → post, and what gather lets go → post. */
const flow: DraftFlow = {
  nodes: [
    { id: 'in', type: 'http.webhook' },
    { id: 'split', type: 'splitter' },
    { id: 'gather', type: 'aggregator' },
    { id: 'post', type: 'http.request' },
  ],
  edges: [
    { from: 'in', to: 'split' },
    { from: 'split', to: 'post' },
    { from: 'gather', port: 'complete', to: 'post' },
  ],
};

const item = { contentType: 'application/json', size: 0, truncated: false, headers: {} };
const error = { code: 'timeout' as const, message: 'Too slow.' };

function runOf(run: number, nodeId: string, more: Partial<TriedRun> = {}, fromRun: number | null = run - 1): TriedRun {
  return {
    run,
    nodeId,
    nodeName: nodeId,
    nodeType: 'any',
    state: 'succeeded',
    attempts: 1,
    undoes: null,
    stoodIn: null,
    startedAt: '2026-11-29T03:00:00.000Z',
    durationMs: 10,
    input: { ...item, fromRun, port: fromRun === null ? null : 'out' },
    outputs: [],
    error: null,
    reply: null,
    sent: [],
    ...more,
  };
}

function executionOf(runs: TriedRun[], more: Partial<TriedExecution> = {}): TriedExecution {
  return { id: 'e', releasedBy: null, state: 'succeeded', dueAt: null, error: null, message: item, runs, ...more };
}

function trialOf(executions: TriedExecution[], more: Partial<Trial> = {}): Trial {
  return { entry: 'in', refused: null, keys: {}, executions, kept: [], endedBy: null, durationMs: 1, ...more };
}

const split = runOf(1, 'split', {}, null);
const failed = executionOf([split, runOf(2, 'post', {}, 1), runOf(3, 'post', { state: 'failed', error }, 1)], {
  error: { ...error, nodeId: 'post' },
});

describe('what nodes did in a try', () => {
  it('sums up the runs of a node, of which one that failed tells', () => {
    const trace = traceOfTrial(trialOf([failed]));
    expect([...trace.keys()]).toEqual(['split', 'post']);
    expect(trace.get('post')).toMatchObject({ state: 'failed', attempts: 2, durationMs: 20 });
    expect(failedNode(trialOf([failed]))).toBe('post');
  });

  it('shows a node that was run alone since as it ran then', () => {
    const alone = trialOf([executionOf([runOf(1, 'post', {}, null)])], { entry: 'post' });
    const trace = traceOfTrial(trialOf([failed]), new Map([['post', alone]]));
    expect(trace.get('post')).toMatchObject({ state: 'succeeded', attempts: 1 });
  });
});

describe('the canvas after a try', () => {
  it('counts messages on edges, also the first one and those that a node let go', () => {
    const released = executionOf([runOf(1, 'post', {}, null)], { releasedBy: { nodeId: 'gather', port: 'complete' } });
    const counts = edgeCounts(flow, trialOf([failed, released]));
    expect(flow.edges.map(edge => counts.get(edgeKey(edge)))).toEqual([1, 2, 1]);
    expect(edgeMarks(flow, undefined).size).toBe(0);
  });

  it('says how each node did', () => {
    const trial = trialOf([failed], { kept: [{ nodeId: 'gather', keys: ['4711'] }] });
    const marks = nodeMarks(trial, traceOfTrial(trial), new Set(['split']));
    expect(marks.get('in')).toMatchObject({ tone: 'good' });
    expect(marks.get('split')).toEqual({ tone: 'good', below: 'Succeeded · 10 ms · 1 attempt', isPinned: true });
    expect(marks.get('post')).toEqual({ tone: 'bad', below: 'Failed · 2 runs · 20 ms · 2 attempts' });
    expect(marks.get('gather')).toMatchObject({ tone: 'busy', below: 'keeps 1 key' });
  });

  it('tells a stub, a pin and a sample that is refused', () => {
    const stub = executionOf([runOf(1, 'post', { stoodIn: 'stub' }, null)]);
    const trial = trialOf([stub]);
    expect(nodeMarks(trial, traceOfTrial(trial), new Set()).get('post')).toEqual({
      tone: 'stub',
      below: 'Stubbed, nothing sent',
    });
    const refused = trialOf([], { refused: { code: 'expression-failed', message: 'No key.' } });
    expect(nodeMarks(refused, new Map(), new Set()).get('in')).toMatchObject({ tone: 'bad' });
  });
});
