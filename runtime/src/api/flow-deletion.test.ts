import { flowDefinitionSchema, flowFormat } from '@lineshaft/flow';
import { Hono } from 'hono';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { acceptance, emptyLedger, settlement, TestProcess } from '../ledger/ledger-testing.ts';
import { Flows } from '../store/flows.ts';
import { Samples } from '../store/samples.ts';
import { createLog } from '../telemetry/log.ts';
import { mountExecutions } from './executions.ts';
import { mountFlowDeletion } from './flow-deletion.ts';
import { onError } from './problem-details.ts';

const definition = flowDefinitionSchema.parse({
  format: flowFormat,
  id: 'orders',
  name: 'Orders',
  owner: 'me',
  domain: 'd',
  nodes: [],
  edges: [],
});

describeOnEachDatabase('deleting a flow', database => {
  let app: Hono;
  let flows: Flows;
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version, sample, pin, deleted_flow`);
    process = await TestProcess.start(database().pool);
    flows = new Flows(database().kysely);
    await publish('me');
    await publish('you');
    const content = { name: 'One', contentType: '', headers: {}, body: Buffer.alloc(1) };
    await new Samples(database().kysely).add('orders', '00000000-0000-7000-8000-000000000001', content, null);
    app = new Hono();
    app.onError(onError(createLog('silent')));
    mountFlowDeletion(app, { pool: database().pool, follow: async () => {} });
    mountExecutions(app, { database: database(), flows, wakeWorker: () => {}, cancelHere: () => {} });
  });

  async function publish(owner: string): Promise<number> {
    await flows.saveDraft('orders', { ...definition, owner });
    return (await flows.publish({ ...definition, owner }, undefined)).version;
  }

  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const response = await app.request(`/api/${path}`, {
      method,
      ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('is refused while it takes messages or has some to work on', async () => {
    expect((await ask('GET', 'flows/orders/deletion')).body).toEqual({
      refusal: expect.stringContaining('enabled'),
      openExecutions: 0,
      keptExecutions: 0,
      versions: 2,
      samples: 1,
      heldMessages: 0,
    });
    expect((await ask('DELETE', 'flows/orders')).status).toBe(409);
    await flows.setEnabled('orders', false);
    await process.accept(acceptance());
    expect((await ask('GET', 'flows/orders/deletion')).body).toMatchObject({
      refusal: expect.stringContaining('1 executions'),
      openExecutions: 1,
    });
    expect((await ask('DELETE', 'flows/orders')).status).toBe(409);
    expect(await flows.find('orders')).toBeDefined();
  });

  it('leaves its executions to be read, and to nothing else', async () => {
    await process.accept(acceptance());
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    await process.settle(settlement(leased, 'dead-lettered'));
    await flows.setEnabled('orders', false);
    expect((await ask('GET', 'flows/orders/deletion')).body).toMatchObject({ refusal: null, keptExecutions: 1 });
    expect(await ask('DELETE', 'flows/orders')).toEqual({ status: 200, body: { id: 'orders' } });

    expect(await flows.find('orders')).toBeUndefined();
    for (const table of ['flow_version', 'sample', 'receipt'])
      expect((await database().pool.query(`select 1 from ${table}`)).rows).toEqual([]);
    expect((await ask('GET', `executions/${leased.id}`)).body).toMatchObject({ flowId: 'orders' });
    const refused = { status: 409, body: { detail: expect.stringContaining('was deleted') } };
    expect(await ask('POST', `executions/${leased.id}/retry`)).toMatchObject(refused);
    expect(await ask('POST', `executions/${leased.id}/reprocess`, { version: 'original' })).toMatchObject(refused);
    expect((await ask('GET', 'flows/orders/deletion')).status).toBe(404);
    expect((await ask('DELETE', 'flows/orders')).status).toBe(404);

    // Made anew under the same id it goes on counting: no version of it is one that an old execution names.
    expect(await publish('them')).toBe(3);
    expect(await ask('POST', `executions/${leased.id}/retry`)).toMatchObject(refused);
  });
});
