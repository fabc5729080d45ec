import type { LiveExecutions, LiveFlow } from '@lineshaft/api';
import { Hono } from 'hono';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { acceptance, emptyLedger, settlement, TestProcess } from '../ledger/ledger-testing.ts';
import { Flows } from '../store/flows.ts';
import { createLog } from '../telemetry/log.ts';
import { mountLive } from './live.ts';
import { onError } from './problem-details.ts';

describeOnEachDatabase('events', database => {
  let app: Hono;
  let stopping: AbortController;
  let process: TestProcess;
  beforeEach(async () => {
    await emptyLedger(database().pool);
    await database().pool.query(`truncate flow, flow_version`);
    process = await TestProcess.start(database().pool);
    const flows = new Flows(database().kysely);
    await flows.saveDraft('orders', { domain: 'sales' });
    stopping = new AbortController();
    const log = createLog('silent');
    app = new Hono();
    app.onError(onError(log));
    mountLive(app, { database: database(), flows, log, stopping: stopping.signal, everyMs: 20 });
  });

  /** What comes, event by event; ends when the stream does. */
  async function* eventsOf<Event>(path: string): AsyncGenerator<Event> {
    const response = await app.request(path);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    for await (const piece of response.body ?? []) {
      text += Buffer.from(piece as Uint8Array).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) if (part.startsWith('data: ')) yield JSON.parse(part.slice('data: '.length)) as Event;
    }
  }
  const next = async <Event>(events: AsyncGenerator<Event>): Promise<Event> => {
    const { value, done } = await events.next();
    if (done) throw new Error('The stream has ended.');
    return value;
  };

  it('say which executions are new or changed, and end with the runtime', async () => {
    const [first, second] = [acceptance(), acceptance()];
    await process.accept(first);
    const events = eventsOf<LiveExecutions>('/api/executions/live?domain=sales');
    const shown = async () => (await next(events)).executions.map(({ id, state }) => [id, state]);
    expect(await shown()).toEqual([[first.executionId, 'queued']]);
    await process.accept(second);
    expect(await shown()).toEqual([[second.executionId, 'queued']]);
    const leased = (await process.lease()).find(({ id }) => id === first.executionId);
    if (!leased) throw new Error('not due');
    await process.settle(settlement(leased, 'succeeded'));
    const changed = new Map<string, string>();
    while (changed.get(first.executionId) !== 'succeeded')
      for (const [id = '', state = ''] of await shown()) changed.set(id, state);
    stopping.abort();
    expect(await events.next()).toMatchObject({ done: true });
  });

  it('say which executions do not fit the filter any more', async () => {
    const only = acceptance();
    await process.accept(only);
    const events = eventsOf<LiveExecutions>('/api/executions/live?state=queued,running');
    expect(await next(events)).toMatchObject({ executions: [{ id: only.executionId }], gone: [] });
    const [leased] = await process.lease();
    if (!leased) throw new Error('not due');
    await process.settle(settlement(leased, 'succeeded'));
    const gone: string[] = [];
    while (gone.length === 0) gone.push(...(await next(events)).gone);
    expect(gone).toEqual([only.executionId]);
    stopping.abort();
  });

  it('say that some were skipped when more came than a page holds', async () => {
    await process.accept(acceptance());
    const events = eventsOf<LiveExecutions>('/api/executions/live?limit=2');
    expect(await next(events)).toMatchObject({ skipped: false });
    await process.accept(acceptance(), acceptance(), acceptance());
    expect(await next(events)).toMatchObject({ skipped: true, executions: [{}, {}] });
    stopping.abort();
  });

  it('say what goes on in a flow, again and again', async () => {
    const events = eventsOf<LiveFlow>('/api/flows/orders/live');
    expect(await next(events)).toMatchObject({ nodes: [], ended: { succeeded: 0 }, isPartial: false });
    await next(events);
    stopping.abort();
  });

  it('are refused before they begin when the request is wrong', async () => {
    expect((await app.request('/api/flows/none/live')).status).toBe(404);
    expect((await app.request('/api/executions/live?state=done')).status).toBe(400);
  });
});
