import { randomBytes } from 'node:crypto';
import { flowDefinitionSchema, flowFormat } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Connections } from '../store/connections.ts';
import { Flows } from '../store/flows.ts';
import { readObstacles } from './flow-obstacles.ts';

const definition = flowDefinitionSchema.parse({
  format: flowFormat,
  id: 'orders',
  name: 'Orders',
  owner: 'Procurement',
  domain: 'procurement',
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'orders' } },
    { id: 'send', type: 'http.request', name: 'Send', connection: 'portal', config: { url: '/orders' } },
  ],
  edges: [{ from: 'in', to: 'send' }],
});
const published = { id: 'orders', enabled: true, currentVersion: 1 };

describeOnEachDatabase('what is in the way of a flow', database => {
  let connections: Connections;
  let flows: Flows;
  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment, flow, flow_version`);
    connections = new Connections(database().kysely, new KeyRing(randomBytes(32)));
    flows = new Flows(database().kysely);
    await connections.save('portal', { type: 'http', name: 'Supplier portal' });
    await connections.saveSettings('portal', 'test', {}, () => ({ settings: {}, secrets: new Map() }));
    await flows.saveDraft('orders', definition);
    await flows.publish(definition, undefined);
  });

  const obstacles = async (failures: { flowId: string; reason: string }[] = [], flow = published) => {
    const obstaclesOf = await readObstacles({ connections, environment: 'test', sourceFailures: () => failures });
    return obstaclesOf(flow);
  };

  it('is nothing while all goes well', async () => {
    expect(await obstacles()).toEqual([]);
  });

  it('is a connection that is held, with the note of who held it', async () => {
    await connections.setMode('portal', 'hold', undefined, 'Maintenance');
    expect(await obstacles()).toEqual([
      {
        kind: 'delivery',
        connectionId: 'portal',
        message:
          'The connection “Supplier portal” is on hold (Maintenance): what is to go over it waits until it is let go.',
      },
    ]);
  });

  it('is a connection that failed too often, or has no settings here', async () => {
    await database().pool.query(`update connection_environment set circuit = 'open'`);
    expect(await obstacles()).toMatchObject([
      {
        message:
          '“Supplier portal” failed too often: what is to go over it waits until a single delivery gets through.',
      },
    ]);
    await database().pool.query(`delete from connection_environment`);
    expect(await obstacles()).toMatchObject([
      {
        message: 'The connection “Supplier portal” has no settings in test: what is to go over it waits. Enter them.',
      },
    ]);
  });

  it('is a source that cannot be opened, before what keeps deliveries', async () => {
    await connections.setMode('portal', 'hold');
    const found = await obstacles([
      { flowId: 'orders', reason: 'The folder is gone.' },
      { flowId: 'others', reason: 'Not about this flow.' },
    ]);
    expect(found.map(({ kind }) => kind)).toEqual(['intake', 'delivery']);
    expect(found[0]).toEqual({ kind: 'intake', message: 'The folder is gone.' });
  });

  it('is nothing for a flow that takes no messages, or that only its draft leads over the connection', async () => {
    await connections.setMode('portal', 'hold');
    expect(await obstacles([], { ...published, enabled: false })).toEqual([]);
    await flows.saveDraft('drafted', { ...definition, id: 'drafted' });
    expect(await obstacles([], { ...published, id: 'drafted' })).toEqual([]);
  });
});
