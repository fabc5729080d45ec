import { apiRoutes, createClient } from '@lineshaft/api';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { orderBodies } from '../bench/load.ts';
import { orderFlow } from '../bench/order-documents.ts';
import { Sink } from '../bench/sink.ts';
import { type FreshDatabase, freshPostgres } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';

const server = process.env['LINESHAFT_TEST_POSTGRES'];

// oxlint-disable-next-line vitest/no-disabled-tests -- the name says what to do.
describe.skipIf(server === undefined)(
  'several processes on one PostgreSQL (skipped without LINESHAFT_TEST_POSTGRES)',
  () => {
    const sink = new Sink();
    const processes: RuntimeProcess[] = [];
    let database: FreshDatabase;
    let front: RuntimeProcess;

    const start = async (roles: string) => {
      const started = await RuntimeProcess.start({ ...database, environment: { LINESHAFT_ROLES: roles } });
      processes.push(started);
      return started;
    };
    const body = orderBodies(2);
    const send = async (numbers: string[]) => {
      for (const number of numbers) {
        const response = await fetch(`${front.url}/in/bench/orders`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: body(number),
        });
        expect(response.status).toBe(202);
      }
    };
    const arrived = (numbers: string[]) => {
      const known = new Set(sink.deliveries.map(delivery => delivery.poNumber));
      expect(numbers.filter(number => !known.has(number))).toEqual([]);
    };

    const takenForDead = async (pid: number | undefined) => {
      const client = new pg.Client({ connectionString: database.databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ n: string }>(
        `select count(*) as n from worker where ended_at is not null and name like $1`,
        [`%:${pid}`],
      );
      await client.end();
      return Number(rows[0]?.n);
    };

    beforeAll(async () => {
      await sink.open();
      database = await freshPostgres(server ?? '');
      front = await start('api,intake');
      await front.allow('sink', sink.url);
      await front.publish(orderFlow({ orderingKey: 'documentId' }));
    });
    afterAll(async () => {
      await Promise.all(processes.map(one => one.kill()));
      await database.drop();
      await sink.close();
    });

    it('takes messages in one and works on them in others', async () => {
      const numbers = Array.from({ length: 30 }, (_, index) => `split-${index}`);
      await start('worker,scheduler');
      await send(numbers);
      await vi.waitFor(() => arrived(numbers), { timeout: 10_000 });
    });

    it('follows within a second what another process published', async () => {
      const flow = orderFlow();
      await front.publish({
        ...flow,
        id: 'second',
        nodes: [
          { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'second' } },
          ...(flow['nodes'] as object[]).slice(1),
        ],
      });
      const other = await start('intake');
      await vi.waitFor(
        async () => {
          const response = await fetch(`${other.url}/in/second`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: body('from-other'),
          });
          expect([200, 202]).toContain(response.status);
        },
        { timeout: 5000 },
      );
      await vi.waitFor(() => arrived(['from-other']), { timeout: 10_000 });
    });

    it('hands the work of a frozen worker on, and what the frozen one does later is refused', async () => {
      const [first] = processes.filter(one => one !== front);
      if (!first) throw new Error('the first worker is missing');
      const numbers = Array.from({ length: 200 }, (_, index) => `frozen-${index}`);
      const sending = send(numbers);
      await vi.waitFor(() =>
        expect(sink.deliveries.some(delivery => delivery.poNumber.startsWith('frozen-'))).toBe(true),
      );
      first.child.kill('SIGSTOP');
      await start('worker,scheduler');
      await sending;
      await vi.waitFor(() => arrived(numbers), { timeout: 60_000 });
      await vi.waitFor(async () => expect(await takenForDead(first.child.pid)).toBe(1), {
        timeout: 60_000,
        interval: 100,
      });
      first.child.kill('SIGCONT');
      await new Promise(resolve => setTimeout(resolve, 1500));

      const keys = new Map<string, Set<string>>();
      for (const { poNumber, idempotencyKey } of sink.deliveries)
        keys.set(poNumber, (keys.get(poNumber) ?? new Set()).add(idempotencyKey));
      expect([...keys].filter(([, used]) => used.size > 1)).toEqual([]);
      const metrics = await (await fetch(`${first.url}/metrics`)).text();
      expect(metrics).toMatch(/lineshaft_fenced_total [1-9]/);
      const { executions } = await createClient(front.url)(apiRoutes.executions.listExecutions, {
        query: { state: 'running,queued,waiting,blocked,dead-lettered' },
      });
      expect(executions).toEqual([]);
    }, 120_000);
  },
);
