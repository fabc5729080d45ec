import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from './config.ts';
import { openTestPGlite, openTestPostgres, type TestDatabase } from './database/testing.ts';
import { type Runtime, startRuntime } from './start-runtime.ts';
import { createLog } from './telemetry/log.ts';

const serverUrl = process.env['LINESHAFT_TEST_POSTGRES'];

describe('a runtime', () => {
  let dataFolder: string;
  let running: Runtime[];
  let prepared: TestDatabase;
  beforeEach(async () => {
    prepared = await openTestPGlite();
    await prepared.database.close();
    dataFolder = prepared.dataFolder;
    running = [];
  });
  afterEach(async () => {
    for (const runtime of running) await runtime.stop(0);
    await prepared.remove();
  });

  async function start(environment: Record<string, string> = {}): Promise<Runtime> {
    const runtime = await startQuietly({ LINESHAFT_DATA: dataFolder, ...environment });
    running.push(runtime);
    return runtime;
  }

  it('leaves nothing open when it cannot start, so that the process ends and another can', async () => {
    const taken: Server = createServer();
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(start({ LINESHAFT_PORT: String(port) })).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
    taken.close();
    const { url } = await start();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('stops, twice if need be, and starts again on what it left', async () => {
    const runtime = await start();
    await Promise.all([runtime.stop(0), runtime.stop(0)]);
    const { url } = await start();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});

describe.skipIf(serverUrl === undefined)('a runtime on PostgreSQL', () => {
  let test: TestDatabase;
  let databaseUrl: string;
  let running: Runtime[];
  beforeEach(async () => {
    running = [];
    test = await openTestPostgres(serverUrl ?? '');
    const url = new URL(serverUrl ?? '');
    const { rows } = await test.database.pool.query<{ name: string }>('select current_database() as name');
    url.pathname = rows[0]?.name ?? '';
    databaseUrl = url.href;
  });
  afterEach(async () => {
    for (const runtime of running) await runtime.stop(0);
    await test.remove();
  });

  async function start(environment: Record<string, string> = {}): Promise<Runtime> {
    const runtime = await startQuietly({ DATABASE_URL: databaseUrl, ...environment });
    running.push(runtime);
    return runtime;
  }

  it.each([['api'], ['intake'], ['worker'], ['scheduler'], ['api,intake']])('runs as %s alone', async roles => {
    const { url } = await start({ LINESHAFT_ROLES: roles });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${url}/api/flows`)).status).toBe(roles.includes('api') ? 200 : 404);
  });

  it('answers who waits with the receipt when it stops, hands the work on, and the next one does it under the same key', async () => {
    const keys: string[] = [];
    let up = false;
    const target = createServer((request, response) => {
      // The probe of the connection.
      if (request.method === 'GET') return void response.end();
      keys.push(String(request.headers['idempotency-key']));
      request.resume();
      if (up) response.end('{}');
    });
    await new Promise<void>(resolve => target.listen(0, '127.0.0.1', resolve));
    const { port } = target.address() as AddressInfo;
    const runtime = await start();
    await allow(runtime.url, 'target', `http://127.0.0.1:${port}`);
    await publish(runtime.url, {
      format: 'lineshaft/flow@1',
      id: 'ask',
      name: 'Ask',
      owner: 'x',
      domain: 'x',
      nodes: [
        { id: 'in', name: 'In', type: 'http.webhook', config: { path: 'ask', reply: 'flow' } },
        { id: 'post', name: 'Post', type: 'http.request', connection: 'target', config: { url: '/' } },
        { id: 'answer', name: 'Answer', type: 'reply' },
      ],
      edges: [
        { from: 'in', port: 'out', to: 'post' },
        { from: 'post', port: 'response', to: 'answer' },
      ],
    });
    const asked = fetch(`${runtime.url}/in/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    await vi.waitFor(() => expect(keys).toHaveLength(1));
    await runtime.stop(0);
    const response = await asked;
    expect(response.status).toBe(202);
    const { executionId } = (await response.json()) as { executionId: string };
    up = true;
    await start();
    await vi.waitFor(() => expect(keys).toHaveLength(2), { timeout: 5000 });
    expect(keys).toEqual([`${executionId}-post-1`, `${executionId}-post-1`]);
    target.closeAllConnections();
    target.close();
  });

  it('lives although people keep the database busy with questions', async () => {
    const runtime = await start();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('begin; lock table business_key in access exclusive mode');
    const asking = Array.from({ length: 20 }, () => fetch(`${runtime.url}/api/executions?key=poNumber:1`));
    await new Promise(resolve => setTimeout(resolve, 1500));
    const { rows } = await test.database.pool.query(
      `select now() - beat_at < interval '1 second' as fresh from worker`,
    );
    await client.query('rollback');
    await client.end();
    expect(rows).toEqual([{ fresh: true }]);
    expect((await Promise.all(asking)).map(answer => answer.status)).toEqual(asking.map(() => 200));
  });

  it('gives back every connection when it stops', async () => {
    await (await start()).stop(0);
    // The server takes its time to forget a connection that was closed.
    await vi.waitFor(async () => {
      const { rows } = await test.database.pool.query<{ n: number }>(
        `select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      expect(rows).toEqual([{ n: test.database.pool.totalCount - 1 }]);
    }, 10_000);
  });
});

/** On any free port, without the examples. */
function startQuietly(environment: Record<string, string>): Promise<Runtime> {
  return startRuntime({
    config: readConfig({ LINESHAFT_PORT: '0', LINESHAFT_EXAMPLES: 'off', ...environment }),
    log: createLog('silent'),
    announce: () => {},
    onFatal: () => {},
  });
}

async function publish(url: string, flow: { id: string } & Record<string, unknown>): Promise<void> {
  await send(url, 'PUT', `/api/flows/${flow.id}`, flow);
  await send(url, 'POST', `/api/flows/${flow.id}/publish`, {});
}

/** Makes an HTTP connection to a server on this machine. */
async function allow(url: string, id: string, baseUrl: string): Promise<void> {
  await send(url, 'PUT', `/api/connections/${id}`, { type: 'http', name: id });
  await send(url, 'PUT', `/api/connections/${id}/environments/test`, { settings: { baseUrl, internal: true } });
}

async function send(url: string, method: string, path: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(url + path, { method, headers, body: JSON.stringify(body) })).status).toBe(200);
}
