import { Body } from '@lineshaft/flow';
import { Hono } from 'hono';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { acceptance, emptyLedger, nodeRun, settlement, TestProcess } from '../ledger/ledger-testing.ts';
import { Flows } from '../store/flows.ts';
import { Samples } from '../store/samples.ts';
import { createLog } from '../telemetry/log.ts';
import { onError } from './problem-details.ts';
import { mountSamples } from './samples.ts';

const order = { name: 'An order', body: { text: '{"po":1}' } };

describeOnEachDatabase('what is kept to try a flow', database => {
  let app: Hono;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version, sample, pin`);
    const flows = new Flows(database().kysely);
    await flows.saveDraft('orders', { id: 'orders' });
    app = new Hono();
    app.onError(onError(createLog('silent')));
    mountSamples(app, { database: database(), flows, samples: new Samples(database().kysely) });
  });

  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(`/api/flows/orders${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('is a sample, which can be read, changed and deleted', async () => {
    const { body: added } = await ask('POST', '/samples', { ...order, headers: { 'x-partner-id': 'acme' } });
    expect(added).toMatchObject({ name: 'An order', contentType: 'application/json', size: 8, createdFrom: null });
    const path = `/samples/${String(added['id'])}`;
    expect((await ask('GET', path)).body).toMatchObject({
      headers: { 'x-partner-id': 'acme' },
      body: { text: '{"po":1}' },
    });
    const changed = { name: 'A picture', contentType: 'image/png', body: { base64: '/wA=' } };
    expect((await ask('PUT', path, changed)).body).toMatchObject({ name: 'A picture', size: 2 });
    expect((await ask('GET', path)).body).toMatchObject({ headers: {}, body: { base64: '/wA=' } });
    expect((await ask('GET', '/samples')).body).toMatchObject({
      samples: [{ id: added['id'], name: 'A picture', size: 2 }],
    });
    expect((await ask('DELETE', path)).status).toBe(200);
    for (const method of ['GET', 'DELETE']) expect((await ask(method, path)).status).toBe(404);
    expect((await ask('PUT', path, changed)).status).toBe(404);
  });

  it('is taken from a real execution: its message, or what came into a node', async () => {
    const process = await TestProcess.start(database().pool);
    const accepted = acceptance({ businessKeys: [['poNumber', '4500017']] });
    await process.accept(accepted);
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    const mapped = Body.fromJson({ mapped: true });
    const emitted = [{ port: 'out', contentType: 'application/json', headers: {}, body: mapped }];
    await process.settle(
      settlement(leased, 'succeeded', {
        nodeRuns: [
          nodeRun(1, { nodeId: 'map', input: accepted.message.body, emitted }),
          nodeRun(2, { nodeId: 'post', input: mapped, from: { run: 1, item: 0 } }),
        ],
      }),
    );
    const { body: whole } = await ask('POST', '/samples', { executionId: leased.id });
    expect(whole).toMatchObject({ name: expect.stringMatching(/^4500017, 20/), createdFrom: leased.id });
    expect((await ask('GET', `/samples/${String(whole['id'])}`)).body).toMatchObject({
      headers: { 'x-a': 'b' },
      body: { text: '{"poNumber":"4500017"}' },
    });
    const { body: part } = await ask('POST', '/samples', { executionId: leased.id, run: 2 });
    expect(part).toMatchObject({ name: expect.stringMatching(/^4500017, post, /) });
    expect((await ask('GET', `/samples/${String(part['id'])}`)).body['body']).toEqual({ text: '{"mapped":true}' });
    expect((await ask('POST', '/samples', { executionId: leased.id, run: 9 })).status).toBe(404);

    await database().pool.query(`truncate payload`);
    const gone = await ask('POST', '/samples', { executionId: leased.id });
    expect(gone).toMatchObject({ status: 409, body: { detail: expect.stringContaining('are gone') } });
  });

  it('is what a node is pinned to', async () => {
    const outputs = [{ port: 'large', body: { text: '1' } }];
    const whole = [{ port: 'large', contentType: 'application/json', headers: {}, body: { text: '1' } }];
    expect((await ask('PUT', '/pins/route', { outputs })).body).toMatchObject({ nodeId: 'route', outputs: whole });
    await ask('PUT', '/pins/route', { outputs: [] });
    expect((await ask('GET', '/pins')).body).toMatchObject({ pins: [{ nodeId: 'route', outputs: [] }] });
    expect((await ask('DELETE', '/pins/route')).status).toBe(200);
    expect((await ask('DELETE', '/pins/route')).status).toBe(404);
    const large = { outputs: [{ body: { text: 'x'.repeat(1024 * 1024 + 1) } }] };
    expect((await ask('PUT', '/pins/route', large)).status).toBe(413);
  });

  it('belongs to a flow', async () => {
    const { body: added } = await ask('POST', '/samples', order);
    const other = await app.request(`/api/flows/other/samples/${String(added['id'])}`);
    expect(other.status).toBe(404);
    for (const path of ['samples', 'pins']) expect((await app.request(`/api/flows/other/${path}`)).status).toBe(404);
  });
});
