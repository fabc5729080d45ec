import { flowDefinitionSchema } from '@lineshaft/flow';
import { Hono } from 'hono';
import { Kysely, PostgresDialect } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import type { Tables } from './database/tables.ts';
import { describeOnEachDatabase } from './database/testing.ts';
import { Deployment } from './deployment.ts';
import { Admission } from './intake/admission.ts';
import { Backlog } from './ledger/backlog.ts';
import { HttpRoutes } from './intake/http-routes.ts';
import { Listeners } from './intake/listeners.ts';
import { Sources } from './intake/sources.ts';
import { FairShares } from './intake/fair-shares.ts';
import { WaitingSenders } from './intake/waiting-senders.ts';
import { Epoch } from './ledger/epoch.ts';
import { connectionLost, type Faults, faultyPool } from './ledger/faulty-pool-testing.ts';
import { Ledger } from './ledger/ledger.ts';
import { implementations, nodeTypes } from './node-registry.ts';
import { FlowVersions } from './store/flow-versions.ts';
import { Flows } from './store/flows.ts';
import { createLog } from './telemetry/log.ts';
import { Metrics } from './telemetry/metrics.ts';
import { Slots } from './worker/slots.ts';

describeOnEachDatabase('a deployment', database => {
  let flows: Flows;
  let slots: Slots;
  let deployment: Deployment;
  let app: Hono;
  let faults: Faults;
  beforeEach(async () => {
    await database().pool.query(`truncate flow, flow_version`);
    faults = {};
    const pool = faultyPool(database().pool, {
      before: name => faults.before?.(name),
      after: name => faults.after?.(name),
    });
    flows = new Flows(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }));
    const versions = new FlowVersions(flows, implementations);
    const [log, metrics] = [createLog('silent'), new Metrics()];
    const epoch = await Epoch.register(database().pool, ['intake']);
    const ledger = new Ledger(database().pool, epoch, log, metrics);
    const backlog = new Backlog();
    const admission = new Admission(backlog, new Metrics());
    const routes = new HttpRoutes(admission);
    app = new Hono();
    app.onError((_, context) => context.text('', 404));
    routes.mount(app);
    const sources = new Sources({
      intake: {
        ledger,
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
      log,
      pool,
      epoch,
      connect: () => () => {
        throw new Error('There are no connections here.');
      },
      revisionOf: () => undefined,
      redact: text => text,
      prepared: (flowId, version) => versions.prepared(flowId, version),
    });
    slots = new Slots(100, 0);
    deployment = new Deployment({
      flows,
      followConnections: async () => {},
      sources,
      slots,
      backlog,
      listeners: new Listeners(nodeTypes),
      keep: () => Promise.resolve(),
    });
  });

  const publish = (path: string, changes: { limits?: object; type?: string } = {}) => {
    const { type = 'http.webhook', limits = {} } = changes;
    const definition = flowDefinitionSchema.parse({
      format: 'lineshaft/flow@1',
      id: 'a',
      name: 'A',
      owner: 'x',
      domain: 'x',
      limits,
      nodes: [{ id: 'in', name: 'In', type, config: { path, contentTypes: ['*/*'] } }],
      edges: [],
    });
    return flows.saveDraft('a', definition).then(() => flows.publish(definition, undefined));
  };

  /** What serves a path answers a message without a body one way or another; nobody answers with 404. */
  const serves = async (path: string) => (await app.request(`/in/${path}`, { method: 'POST' })).status !== 404;

  const room = () => {
    let taken = 0;
    while (slots.tryTake('a')) taken++;
    for (let index = 0; index < taken; index++) slots.giveBack('a');
    return taken;
  };

  it('opens what is published, within its limits, and follows every change', async () => {
    await publish('one', { limits: { concurrency: 3 } });
    await deployment.refresh();
    expect([await serves('one'), room()]).toEqual([true, 3]);
    await publish('two', { limits: { concurrency: 5 } });
    await deployment.refresh();
    expect([await serves('one'), await serves('two'), room()]).toEqual([false, true, 5]);
    await flows.makeCurrent('a', 1);
    await deployment.refresh();
    expect([await serves('one'), await serves('two'), room()]).toEqual([true, false, 3]);
  });

  it('keeps to the limits of a flow that is disabled, whose messages go on', async () => {
    await publish('one', { limits: { concurrency: 3 } });
    await flows.setEnabled('a', false);
    await deployment.refresh();
    expect([await serves('one'), room()]).toEqual([false, 3]);
  });

  it('keeps to the limits of a version that cannot run here', async () => {
    await publish('one', { limits: { concurrency: 3 }, type: 'no.such-type' });
    await deployment.refresh();
    expect(room()).toBe(3);
  });

  it('reads the limits again when the database was away', async () => {
    await publish('one', { limits: { concurrency: 3 } });
    let lost = 1;
    faults.before = name => {
      if (name.includes('"definition"') && lost-- > 0) throw connectionLost();
    };
    await expect(deployment.refresh()).rejects.toThrow('terminated');
    expect(room()).toBe(0);
    await deployment.refresh();
    expect(room()).toBe(3);
  });

  it('never goes back to what a slower look had read before', async () => {
    await publish('one');
    await deployment.refresh();
    let slow = 1;
    const reading = Promise.withResolvers<void>();
    faults.after = async name => {
      if (!name.includes('"current_version"') || slow-- <= 0) return;
      reading.resolve();
      await new Promise(resolve => setTimeout(resolve, 100));
    };
    const first = deployment.refresh();
    await reading.promise;
    await publish('two');
    await deployment.refresh();
    expect([await serves('one'), await serves('two')]).toEqual([false, true]);
    await first;
    expect([await serves('one'), await serves('two')]).toEqual([false, true]);
  });
});
