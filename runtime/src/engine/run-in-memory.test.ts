import {
  Body,
  flowDefinitionSchema,
  flowFormat,
  LineshaftError,
  type Message,
  passOn,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import type { PreparedFlow, PreparedNode } from './prepare-flow.ts';
import { type MemoryRunOptions, runInMemory } from './run-in-memory.ts';

const now = Date.UTC(2026, 0, 31, 12);
const minute = 60_000;

describe('a message in memory', () => {
  it('goes through processors for real, and shows what would reach a sink that is stood in for', async () => {
    const trace = await run({ map: double, post: refuse });
    expect(shown(trace.executions[0]?.runs)).toEqual([
      { nodeId: 'map', input: 1, emitted: [2], stoodIn: false },
      { nodeId: 'post', input: 2, emitted: ['answer'], stoodIn: true },
    ]);
    expect(trace.executions).toMatchObject([{ state: 'succeeded', error: undefined }]);
  });

  it('reaches a sink that nothing stands in for', async () => {
    const sent: unknown[] = [];
    const post: Work = message => {
      sent.push(message.body.json());
      return [];
    };
    await run({ map: double, post }, { standIn: () => undefined });
    expect(sent).toEqual([2]);
  });

  it('is not taken further once the try is ended', async () => {
    const ending = new AbortController();
    const last: Work = () => {
      ending.abort();
      return [out(1)];
    };
    const { executions } = await run({ map: last, post: refuse }, { signal: ending.signal, letTimePass: true });
    expect(executions[0]?.runs.map(({ nodeId }) => nodeId)).toEqual(['map']);
    expect(executions).toMatchObject([{ state: 'running' }]);
  });

  it('fails at the first attempt, for trying again would only take time', async () => {
    const fail: Work = () => {
      throw new LineshaftError('target-failed', 'No.');
    };
    const trace = await run({ map: fail, post: refuse });
    expect(trace.executions).toMatchObject([
      { state: 'dead-lettered', error: { nodeId: 'map', code: 'target-failed', message: 'No.' } },
    ]);
  });

  it('shows what a node answers the sender, and what it sends to other flows', async () => {
    const talk: Work = async (message, context) => {
      context.reply({ status: 201, headers: {}, contentType: 'text/plain', body: message.body.bytes() });
      await context.channels.publish('orders', message);
      return [passOn((await context.channels.call('stock', message, true, context.signal)) as Message, 'out')];
    };
    const trace = await run(
      { map: talk, post: refuse },
      { answerCall: ({ node }) => ({ contentType: 'text/plain', headers: {}, body: Body.fromText(node.id) }) },
    );
    const [run1, run2] = trace.executions[0]?.runs ?? [];
    expect(run1).toMatchObject({ reply: { status: 201 }, sent: [{ topic: 'orders' }, { flowId: 'stock' }] });
    expect(run2?.input.body.text()).toBe('map');
  });

  it('has what was done undone when a later node fails', async () => {
    const trace = await run({ map: double, post: refuse }, { standIn: () => undefined, flow: undoable(refuse) });
    expect(trace.executions[0]?.runs.map(({ nodeId, undoes }) => [nodeId, undoes])).toEqual([
      ['map', undefined],
      ['post', undefined],
      ['undo', 1],
    ]);
    expect(trace.executions[0]?.runs[2]?.input.body.json()).toEqual({ input: 1, output: 2 });
    expect(trace.executions).toMatchObject([{ error: { nodeId: 'post' } }]);
  });

  it('follows another one, and finds what a node kept of it', async () => {
    const trace = await run({ map: sum, post: refuse }, { messages: [message(1), message(2), message(3)] });
    expect(trace.executions.map(({ runs }) => runs[0]?.emitted.map(({ body }) => body.json()))).toEqual([
      [1],
      [3],
      [6],
    ]);
    expect(trace.kept).toEqual([{ nodeId: 'map', keys: ['all'] }]);
  });
});

describe('what waits', () => {
  it('for a delay goes on when time may pass', async () => {
    const later: Work = () => [{ ...out(1), dueAt: now + minute }];
    const waiting = await run({ map: later, post: refuse });
    expect(waiting.executions).toMatchObject([{ state: 'waiting', dueAt: now + minute }]);
    const passed = await run({ map: later, post: refuse }, { letTimePass: true });
    expect(passed.executions[0]?.runs[1]?.at).toBe(now + minute);
    expect(passed.executions).toMatchObject([{ state: 'succeeded' }]);
  });

  it('is left waiting', async () => {
    const trace = await run({ map: hold, post: refuse });
    expect(trace.executions).toHaveLength(1);
    expect(trace.kept).toEqual([{ nodeId: 'map', keys: ['all'] }]);
  });

  it('goes on when time may pass, as an execution of its own', async () => {
    const trace = await run({ map: hold, post: refuse }, { letTimePass: true });
    expect(trace.kept).toEqual([]);
    expect(trace.executions[1]).toMatchObject({
      releasedBy: { nodeId: 'map', port: 'out' },
      message: { correlationId: 'c' },
      state: 'succeeded',
    });
    expect(shown(trace.executions[1]?.runs)).toEqual([
      { nodeId: 'post', input: 'released', emitted: ['answer'], stoodIn: true },
    ]);
    expect(trace.executions[1]?.runs[0]?.at).toBe(now + minute);
  });

  it('for ever is an error, not an endless loop', async () => {
    const forever: Behaviour = { ...hold, expire: () => ({ state: 1, expiresAt: now + minute }) };
    await expect(run({ map: forever, post: refuse }, { letTimePass: true })).rejects.toThrow(/still waits after 1000/);
  });
});

type Work = (message: Message, context: RunContext) => unknown;
type Behaviour = Work | { process: Work; expire: () => object };

const double: Work = message => [out(Number(message.body.json()) * 2)];

/** Never called where something stands in for it. */
const refuse: Work = () => {
  throw new TerminalError('target-rejected', 'This was for real.');
};

const sum: Work = (message, { state }) =>
  state.change<number>('all', held => {
    const total = (held.state ?? 0) + Number(message.body.json());
    return { state: total, emitted: [out(total)] };
  });

const hold = {
  process: ((_, { state }) =>
    state.change('all', () => ({ state: 1, hold: { sequence: 1 }, expiresAt: now + minute }))) as Work,
  expire: () => ({
    state: undefined,
    released: [{ ...out('released'), correlationId: 'c', causationId: 'm', heirOf: [] }],
  }),
};

function out(value: unknown) {
  return { port: 'out', contentType: 'application/json', headers: {}, body: Body.fromJson(value) };
}

function message(value: unknown): Message {
  return { id: 'm', correlationId: 'c', causationId: undefined, ...out(value) };
}

function run({ map, post }: { map: Behaviour; post: Work }, changes: Partial<MemoryRunOptions> = {}) {
  let ids = 0;
  return runInMemory({
    flow: flow(map, post),
    sourceNodeId: 'in',
    messages: [message(1)],
    now,
    newId: () => `id-${++ids}`,
    standIn: ({ role }) => (role === 'sink' ? [out('answer')] : undefined),
    ...changes,
  });
}

/** in → map → post, where `undo` undoes what `map` did. */
function undoable(post: Work): PreparedFlow {
  const base = flow(double, post);
  const undo = { ...base.node('post'), node: { ...base.node('post').node, id: 'undo' }, role: 'processor' };
  const behaviours: Record<string, object> = {
    map: { ...base.node('map'), node: { ...base.node('map').node, compensation: 'undo' } },
    undo: { ...undo, behaviour: { process: () => [] } },
  };
  return { ...base, node: id => (behaviours[id] ?? base.node(id)) as PreparedNode };
}

/** in → map → post */
function flow(map: Behaviour, post: Work): PreparedFlow {
  const definition = flowDefinitionSchema.parse({
    format: flowFormat,
    id: 'f',
    name: 'F',
    owner: 'o',
    domain: 'd',
    nodes: ['in', 'map', 'post'].map(id => ({ id, name: id, type: 'x' })),
    edges: [
      { from: 'in', to: 'map' },
      { from: 'map', to: 'post' },
    ],
  });
  const behaviours: Record<string, object> = {
    map: { role: 'processor', behaviour: typeof map === 'function' ? { process: map } : map },
    post: { role: 'sink', behaviour: { deliver: post } },
  };
  return {
    id: 'f',
    version: 1,
    definition,
    has: id => definition.nodes.some(node => node.id === id),
    next: from => definition.edges.filter(edge => edge.from === from).map(({ to }) => to),
    node: id =>
      ({
        node: definition.nodes.find(node => node.id === id),
        ports: new Set(['out']),
        retry: { attempts: 3, delay: '1s' },
        timeoutMs: 1000,
        ...behaviours[id],
      }) as unknown as PreparedNode,
  };
}

function shown(runs: Awaited<ReturnType<typeof runInMemory>>['executions'][number]['runs'] = []) {
  return runs.map(({ nodeId, input, emitted, stoodIn }) => ({
    nodeId,
    input: input.body.json(),
    emitted: emitted.map(({ body }) => body.json()),
    stoodIn,
  }));
}
