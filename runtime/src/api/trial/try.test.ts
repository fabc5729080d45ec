import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Trial } from '@lineshaft/api';
import { flowFormat, LineshaftError } from '@lineshaft/flow';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../database/testing.ts';
import { connectionCode, deliversOutside, implementations, nodeTypes } from '../../node-registry.ts';
import { Flows } from '../../store/flows.ts';
import { Samples } from '../../store/samples.ts';
import { createLog } from '../../telemetry/log.ts';
import { onError } from '../problem-details.ts';
import { mountTry } from './try.ts';

const sample = { body: { text: '{"po":7,"lines":[1,2,3]}' } };
const sampleId = '00000000-0000-7000-8000-000000000001';

describeOnEachDatabase('trying a flow', database => {
  let target: Server;
  let received: number;
  let app: Hono;
  let samples: Samples;
  let client: unknown;
  beforeAll(async () => {
    target = createServer((_, response) => {
      received++;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"accepted":true}');
    });
    await new Promise<void>(listening => target.listen(0, '127.0.0.1', listening));
    const http = await connectionCode['http']?.();
    const baseUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    client = http?.open({ id: 'erp', values: http.manifest.settings.parse({ baseUrl, internal: true }) as never });
  });
  afterAll(() => void target.close());
  beforeEach(async () => {
    received = 0;
    await database().pool.query(`truncate flow, flow_version, sample, pin`);
    const flows = new Flows(database().kysely);
    samples = new Samples(database().kysely);
    await flows.saveDraft('orders', draft());
    app = new Hono();
    app.onError(onError(createLog('silent')));
    mountTry(app, {
      flows,
      samples,
      nodeTypes,
      implementations,
      deliversOutside,
      connections: async () => new Map([['held', { mode: 'hold' as const }]]),
      connect: id => () => {
        if (id !== 'erp') throw new LineshaftError('connection-unusable', `There is no connection "${id}".`);
        return client as never;
      },
      redact: error => ({ ...error, message: error.message.replace('canary', '***') }),
    });
  });

  /** in → map → split → post → note */
  const draft = (changes: Record<string, unknown> = {}) => ({
    format: flowFormat,
    id: 'orders',
    keys: { business: { poNumber: 'po' } },
    nodes: [
      { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'orders' } },
      { id: 'map', type: 'mapping', name: 'Map', config: { expression: '{ "po": po, "lines": lines }' } },
      { id: 'split', type: 'splitter', name: 'Split', config: { parts: 'lines', mode: 'inline' } },
      {
        id: 'post',
        type: 'http.request',
        name: 'Post',
        connection: 'erp',
        config: { method: 'POST', url: '/orders' },
      },
      { id: 'note', type: 'mapping', name: 'Note', config: { expression: 'accepted' } },
    ],
    edges: [
      { from: 'in', to: 'map' },
      { from: 'map', to: 'split' },
      { from: 'split', to: 'post' },
      { from: 'post', port: 'response', to: 'note' },
    ],
    ...changes,
  });

  const ask = async (body: object, path = 'orders') => {
    const response = await app.request(`/api/flows/${path}/try`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sample, ...body }),
    });
    return { status: response.status, body: (await response.json()) as Trial & { detail: string; problems: object[] } };
  };
  const runs = async (body: object) => {
    const { status, body: trial } = await ask(body);
    expect(status, trial.detail).toBe(200);
    return trial.executions.flatMap(({ runs: all }) => all);
  };

  it('shows what every node got and sent, and sends nothing', async () => {
    const { body: trial } = await ask({});
    expect(trial).toMatchObject({ entry: 'in', refused: null, keys: { poNumber: ['7'] }, endedBy: null, kept: [] });
    const [execution] = trial.executions;
    expect(execution?.message).toMatchObject({ contentType: 'application/json', json: { po: 7 } });
    expect(execution?.runs.map(({ nodeId, stoodIn }) => [nodeId, stoodIn])).toEqual([
      ['map', null],
      ['split', null],
      ...[1, 2, 3].map(() => ['post', 'stub']),
      ...[1, 2, 3].map(() => ['note', null]),
    ]);
    expect(execution?.runs[1]).toMatchObject({
      input: { fromRun: 1, port: 'out', json: { po: 7 } },
      outputs: [{ json: 1, unchanged: false }, { json: 2 }, { json: 3 }],
      error: null,
      attempts: 1,
    });
    expect(received).toBe(0);
  });

  it('really sends when it is told to', async () => {
    const all = await runs({ reallySend: true });
    expect(received).toBe(3);
    expect(all.filter(({ nodeId }) => nodeId === 'note').map(({ outputs }) => outputs[0]?.json)).toEqual([
      true,
      true,
      true,
    ]);
    expect(all.every(({ stoodIn }) => stoodIn === null)).toBe(true);
  });

  it('runs up to a node, or one node alone', async () => {
    expect((await runs({ until: 'split' })).map(({ nodeId }) => nodeId)).toEqual(['map', 'split']);
    expect((await runs({ until: 'in' })).length).toBe(0);
    const alone = await runs({ only: 'note', sample: { body: { text: '{"accepted":"yes"}' } } });
    expect(alone).toMatchObject([{ nodeId: 'note', input: { fromRun: null }, outputs: [{ json: 'yes' }] }]);
    expect((await ask({ only: 'nowhere' })).status).toBe(400);
  });

  it('takes what nodes are pinned to, kept or given', async () => {
    const outputs = [{ port: 'out', contentType: 'application/json', headers: {}, body: { text: '9' } }];
    await samples.pin('orders', 'split', outputs);
    const kept = await runs({});
    expect(kept.map(({ nodeId, stoodIn }) => [nodeId, stoodIn])).toEqual([
      ['map', null],
      ['split', 'pin'],
      ['post', 'stub'],
      ['note', null],
    ]);
    expect(kept[2]?.input.json).toBe(9);
    expect(await runs({ pins: {} })).toHaveLength(8);
    const answer = { port: 'response', body: { text: '{"accepted":"pinned"}' } };
    const given = await runs({ pins: { post: [answer], split: outputs } });
    expect(given.at(-1)).toMatchObject({ nodeId: 'note', outputs: [{ json: 'pinned' }] });
    // A node that is asked for alone is to run.
    expect(await runs({ only: 'split' })).toMatchObject([{ stoodIn: null }]);
  });

  it('needs only the nodes on the way to be valid', async () => {
    const whole = draft();
    const broken = whole.nodes.map(node => (node.id === 'post' ? { ...node, config: {} } : node));
    const definition = draft({ nodes: broken });
    expect(await runs({ definition, until: 'split' })).toHaveLength(2);
    const { status, body } = await ask({ definition });
    expect(status).toBe(422);
    expect(body.problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ nodeId: 'post', path: expect.stringMatching(/^\/nodes\/3/) })]),
    );
  });

  it('shows where it fails, with secrets taken out', async () => {
    const nodes = draft().nodes.map(node =>
      node.id === 'map' ? { ...node, config: { expression: '$error("canary")' } } : node,
    );
    const { body: trial } = await ask({ definition: draft({ nodes }) });
    expect(trial.executions[0]).toMatchObject({
      state: 'dead-lettered',
      error: { nodeId: 'map' },
      runs: [{ nodeId: 'map', state: 'failed', outputs: [], error: { code: 'expression-failed' } }],
    });
    expect(trial.executions[0]?.error?.message).not.toContain('canary');
  });

  it('says why a sample would be refused', async () => {
    const definition = draft({ keys: { orderingKey: 'nothing.there' } });
    expect((await ask({ definition })).body).toMatchObject({
      refused: { code: 'expression-failed' },
      executions: [],
    });
  });

  it('is sent nothing over a connection that is held', async () => {
    const nodes = draft().nodes.map(node => (node.id === 'post' ? { ...node, connection: 'held' } : node));
    const all = await runs({ definition: draft({ nodes }), reallySend: true });
    expect(received).toBe(0);
    expect(all[2]).toMatchObject({ nodeId: 'post', error: { code: 'connection-held' } });
  });

  it('cuts bodies off, and takes a sample that is kept', async () => {
    const content = { name: 'Kept', contentType: 'text/plain', headers: {}, body: Buffer.from('0123456789') };
    await samples.add('orders', sampleId, content, null);
    const { body: trial } = await ask({
      sample: { id: sampleId },
      until: 'in',
      bodyLimit: 4,
      definition: draft({ keys: {} }),
    });
    expect(trial.executions[0]?.message).toMatchObject({ size: 10, truncated: true, text: '0123' });
    expect((await ask({ sample: { id: sampleId.replace('1', '2') } })).status).toBe(404);
  });

  it('ends a flow that would not end', async () => {
    const { nodes, edges } = draft();
    const definition = draft({
      nodes: nodes
        .slice(0, 3)
        .map(node => (node.id === 'split' ? { ...node, config: { parts: '[$, $]', mode: 'inline' } } : node)),
      edges: [...edges.slice(0, 2), { from: 'split', to: 'split' }],
    });
    const { body: trial } = await ask({ definition });
    expect(trial.endedBy).toBe('runs');
    expect(trial.executions[0]?.state).toBe('running');
    expect(trial.executions[0]?.runs).toHaveLength(2000);
  });

  it('tries what is not saved anywhere', async () => {
    expect((await ask({}, 'unsaved')).status).toBe(404);
    expect((await ask({ definition: draft({ id: 'unsaved' }) }, 'unsaved')).status).toBe(200);
  });
});
