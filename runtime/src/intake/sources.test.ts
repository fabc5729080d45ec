import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  defineManifest,
  type FlowDefinition,
  flowDefinitionSchema,
  implement,
  LineshaftError,
  type SourceContext,
} from '@lineshaft/flow';
import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pool } from 'pg';
import { z } from 'zod';
import { prepareFlow } from '../engine/prepare-flow.ts';
import type { Epoch } from '../ledger/epoch.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { createLog } from '../telemetry/log.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { Admission } from './admission.ts';
import { Backlog } from '../ledger/backlog.ts';
import { HttpRoutes } from './http-routes.ts';
import { Sources } from './sources.ts';
import { FairShares } from './fair-shares.ts';
import { WaitingSenders } from './waiting-senders.ts';

/** A source that serves a path, and fails where its config says so. */
const door = defineManifest({
  type: 'test.door',
  version: 1,
  role: 'source',
  title: 'Door',
  description: '',
  config: z.object({ path: z.string(), fails: z.enum(['opening', 'closing', 'no']).default('no') }),
  outputs: () => [{ name: 'out', title: 'Out' }],
  migrations: {},
});

/** Ids of the doors that were opened, again and again. */
const opened: string[] = [];

const implementations = {
  'test.door': async () =>
    implement(door, ({ path, fails }) => ({
      receive: async (context: SourceContext) => {
        opened.push(context.nodeId);
        context.serve({
          path,
          methods: ['POST'],
          handle: async () => ({
            status: 200,
            headers: {},
            contentType: 'text/plain',
            body: Buffer.from(context.nodeId),
          }),
        });
        if (fails === 'opening') throw new LineshaftError('config-invalid', 'The door is stuck at hunter2.');
        return async () => {
          if (fails === 'closing') throw new Error('The door does not close.');
        };
      },
    })),
};

type Doors = Record<string, { path: string; fails?: 'opening' | 'closing'; connection?: string }>;

describe('sources', () => {
  let sources: Sources;
  let app: Hono;
  let published: Map<string, FlowDefinition>;
  let revisions: Map<string, number>;
  beforeEach(() => {
    published = new Map();
    revisions = new Map();
    app = new Hono();
    app.onError((error, context) => context.text(error.message, 404));
    const [backlog, metrics] = [new Backlog(), new Metrics()];
    const admission = new Admission(backlog, metrics);
    const routes = new HttpRoutes(admission);
    routes.mount(app);
    sources = new Sources({
      intake: {
        ledger: undefined as unknown as Ledger,
        worker: undefined,
        announceWork: () => {},
        metrics,
        admission,
        backlog,
        shares: new FairShares(),
        onFenced: () => {},
      },
      routes,
      senders: new WaitingSenders(),
      log: createLog('silent'),
      pool: undefined as unknown as Pool,
      epoch: undefined as unknown as Epoch,
      connect: () => () => {
        throw new Error('There are no connections here.');
      },
      revisionOf: id => revisions.get(id),
      redact: text => text.replaceAll('hunter2', '[secret]'),
      async prepared(flowId, version) {
        const definition = published.get(`${flowId}@${version}`);
        if (!definition) throw new LineshaftError('config-invalid', `Flow "${flowId}" has no version ${version}.`);
        return prepareFlow(definition, version, implementations);
      },
    });
  });

  function publish(id: string, version: number, doors: Doors) {
    const nodes = Object.entries(doors).map(([node, { connection, ...config }]) => ({
      id: node,
      name: node,
      type: 'test.door',
      config,
      ...(connection === undefined ? {} : { connection }),
    }));
    published.set(
      `${id}@${version}`,
      flowDefinitionSchema.parse({
        format: 'lineshaft/flow@1',
        id,
        name: id,
        owner: 'x',
        domain: 'x',
        nodes,
        edges: [],
      }),
    );
    return { id, version, enabled: true };
  }

  const post = async (path: string) => {
    const response = await app.request(`/in/${path}`, { method: 'POST' });
    return response.status === 200 ? response.text() : response.status;
  };

  it('open with a flow, close with it, and are not there while it is disabled', async () => {
    const flow = publish('a', 1, { front: { path: 'p' }, back: { path: 'q' } });
    await sources.reconcile([flow]);
    expect([await post('p'), await post('q')]).toEqual(['front', 'back']);
    await sources.reconcile([{ ...flow, enabled: false }]);
    expect(await post('p')).toBe(404);
    await sources.reconcile([flow]);
    expect(await post('p')).toBe('front');
    await sources.closeAll();
    expect([await post('p'), await post('q')]).toEqual([404, 404]);
  });

  it('open anew when the settings of their connection change, and only then', async () => {
    const flow = publish('a', 1, { front: { path: 'p', connection: 'erp' } });
    const other = publish('b', 1, { back: { path: 'q' } });
    opened.length = 0;
    await sources.reconcile([flow, other]);
    revisions.set('erp', 1);
    await sources.reconcile([flow, other]);
    await sources.reconcile([flow, other]);
    expect(opened).toEqual(['front', 'back', 'front']);
    expect(await post('p')).toBe('front');
  });

  it('let a path move from one flow to another in one change', async () => {
    await sources.reconcile([publish('a', 1, { 'of-a': { path: 'p' } })]);
    await sources.reconcile([publish('b', 1, { 'of-b': { path: 'p' } })]);
    expect(await post('p')).toBe('of-b');
    expect(sources.failures()).toEqual([]);
  });

  it('report a flow that cannot open, take nothing of it, and open it once it can', async () => {
    await sources.reconcile([publish('a', 1, { front: { path: 'p' }, back: { path: 'q', fails: 'opening' } })]);
    expect(sources.failures()).toEqual([{ flowId: 'a', reason: 'The door is stuck at [secret].' }]);
    expect([await post('p'), await post('q')]).toEqual([404, 404]);
    await sources.reconcile([publish('a', 2, { front: { path: 'p' }, back: { path: 'q' } })]);
    expect(sources.failures()).toEqual([]);
    expect([await post('p'), await post('q')]).toEqual(['front', 'back']);
  });

  it('report a path that another flow serves, and leave that flow alone', async () => {
    await sources.reconcile([publish('a', 1, { first: { path: 'p' } })]);
    await sources.reconcile([{ id: 'a', version: 1, enabled: true }, publish('b', 1, { second: { path: 'p' } })]);
    expect(await post('p')).toBe('first');
    expect(sources.failures()).toMatchObject([{ flowId: 'b', reason: expect.stringContaining('/in/p') as string }]);
    await sources.reconcile([{ id: 'b', version: 1, enabled: true }]);
    expect(await post('p')).toBe('second');
  });

  it('keep the version before open while the new one cannot be prepared', async () => {
    const flow = publish('a', 1, { front: { path: 'p' } });
    await sources.reconcile([flow]);
    await sources.reconcile([{ ...flow, version: 2 }]);
    expect(await post('p')).toBe('front');
    expect(sources.failures()).toMatchObject([{ flowId: 'a' }]);
  });

  it('go on after a source that does not close, and forget what failed with its flow', async () => {
    await sources.reconcile([publish('a', 1, { front: { path: 'p', fails: 'closing' } })]);
    await sources.reconcile([publish('b', 1, { back: { path: 'q' } })]);
    expect([await post('p'), await post('q')]).toEqual([404, 'back']);
    await sources.reconcile([publish('c', 1, { side: { path: 'p' } })]);
    expect([await post('p'), await post('q')]).toEqual(['side', 404]);
    await sources.reconcile([publish('c', 2, { side: { path: 'p', fails: 'closing' } })]);
    await sources.reconcile([publish('c', 3, { other: { path: 'p' } })]);
    expect(await post('p')).toBe('other');
  });

  it('change over without a request that finds them closed', async () => {
    const server: Server = createServer((request, response) => {
      void (async () => {
        const answer = await app.request(request.url ?? '', { method: 'POST' });
        response.writeHead(answer.status).end();
      })();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/in/p`;
    await sources.reconcile([publish('a', 1, { front: { path: 'p' } })]);
    const statuses = new Set<number>();
    let changing = true;
    const senders = Array.from({ length: 4 }, async () => {
      while (changing) statuses.add((await fetch(url, { method: 'POST' })).status);
    });
    for (let version = 2; version < 40; version++) {
      await sources.reconcile([publish('a', version, { front: { path: 'p' } })]);
      await sleep(2);
    }
    changing = false;
    await Promise.all(senders);
    server.close();
    expect([...statuses]).toEqual([200]);
  });
});
