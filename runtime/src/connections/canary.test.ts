import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { openTestPGlite, type TestDatabase } from '../database/testing.ts';
import { Redactor } from '../secrets/redactor.ts';
import { type Runtime, startRuntime } from '../start-runtime.ts';
import { createLog } from '../telemetry/log.ts';

const canary = 'canary-7f3a-9d41';

/** A whole runtime, with a secret in it that must not come out. */
describe('a secret of a connection', () => {
  let prepared: TestDatabase;
  let runtime: Runtime;
  let target: Server;
  let logged = '';
  /** What the target was given to sign in with. */
  const signIns: (string | undefined)[] = [];

  beforeAll(async () => {
    // Fails, and says in its answer what it was given.
    target = createServer((request, response) => {
      signIns.push(request.headers.authorization);
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`No entry with ${request.headers.authorization} (${canary}).`);
    });
    await new Promise<void>(resolve => target.listen(0, '127.0.0.1', resolve));
    prepared = await openTestPGlite();
    await prepared.database.close();
    runtime = await start();
  });
  afterAll(async () => {
    await runtime.stop(0);
    await prepared.remove();
    target.close();
  });

  function start(environment: Record<string, string> = {}): Promise<Runtime> {
    const redactor = new Redactor();
    const log = createLog('debug', redactor.text, { write: line => (logged += line) });
    const settings = { LINESHAFT_PORT: '0', LINESHAFT_EXAMPLES: 'off', LINESHAFT_DATA: prepared.dataFolder };
    return startRuntime({
      config: readConfig({ ...settings, ...environment }),
      log,
      redactor,
      announce: () => {},
      onFatal: () => {},
    });
  }

  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(runtime.url + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };

  const settings = () => ({
    baseUrl: `http://127.0.0.1:${(target.address() as AddressInfo).port}`,
    internal: true,
    auth: { kind: 'basic', username: 'me', password: canary },
  });
  const flow = (connection: string) => ({
    format: 'lineshaft/flow@1',
    id: 'orders',
    name: 'Orders',
    owner: 'x',
    domain: 'x',
    nodes: [
      { id: 'in', name: 'In', type: 'http.webhook', config: { path: 'orders' } },
      { id: 'post', name: 'Post', type: 'http.request', connection, config: { url: '/' }, retry: { attempts: 1 } },
    ],
    edges: [{ from: 'in', port: 'out', to: 'post' }],
  });

  it('lets no flow be published that names a connection which is not there', async () => {
    await ask('PUT', '/api/flows/orders', flow('erpp'));
    const refused = await ask('POST', '/api/flows/orders/publish', {});
    expect(refused.status).toBe(422);
    expect(JSON.parse(refused.text)).toMatchObject({
      problems: [{ code: 'connection-unknown', path: '/nodes/1/connection', nodeId: 'post' }],
    });
    await ask('PUT', '/api/connections/erp', { type: 'http', name: 'ERP' });
    expect((await ask('PUT', '/api/flows/orders', flow('erpp'))).text).toContain('Did you mean');
    // One without settings here is a warning only.
    expect((await ask('PUT', '/api/flows/orders', flow('erp'))).text).toContain('"connection-unset"');
    expect((await ask('POST', '/api/flows/orders/publish', {})).status).toBe(200);
  });

  it('lets no flow go back to a version whose connection is gone', async () => {
    await ask('PUT', '/api/connections/old', { type: 'http', name: 'Old ERP' });
    for (const connection of ['old', 'erp']) {
      await ask('PUT', '/api/flows/orders', flow(connection));
      await ask('POST', '/api/flows/orders/publish', {});
    }
    expect((await ask('DELETE', '/api/connections/erp')).status).toBe(409);
    expect((await ask('DELETE', '/api/connections/old')).status).toBe(200);
    const refused = await ask('POST', '/api/flows/orders/roll-back', { version: 2 });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('"connection-unknown"')]);
    expect((await ask('POST', '/api/flows/orders/roll-back', { version: 1 })).status).toBe(200);
  });

  it('reaches the system and comes out nowhere else, although the system says it aloud', async () => {
    expect((await ask('PUT', '/api/connections/erp/environments/test', { settings: settings() })).status).toBe(200);
    const { executionId } = JSON.parse((await ask('POST', '/in/orders', { po: 1 })).text) as { executionId: string };
    await vi.waitFor(
      async () => expect((await ask('GET', `/api/executions/${executionId}`)).text).toContain('"dead-lettered"'),
      { timeout: 5000 },
    );
    expect(signIns).toContain(`Basic ${btoa(`me:${canary}`)}`);

    const answers = [];
    for (const path of [
      '/api/executions',
      `/api/executions/${executionId}`,
      '/api/connections',
      '/api/connections/erp',
      '/api/connection-types',
      '/api/flows/orders',
      '/api/flows/orders/versions/1',
      '/api/openapi.json',
      '/health/ready',
      '/metrics',
    ]) {
      answers.push(await ask('GET', path));
    }
    const test = await ask('POST', '/api/connections/erp/test');
    const invalid = await ask('PUT', '/api/connections/erp/environments/test', {
      settings: { ...settings(), auth: { kind: 'bearer', password: canary, token: [canary] } },
    });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect([test.status, invalid.status]).toEqual([200, 400]);

    const everything = [...answers, test, invalid].map(({ text }) => text).join('\n') + logged;
    expect(everything).toContain('No entry with Basic');
    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(btoa(`me:${canary}`));
  });

  it('is not in the log even when an error brings it there', async () => {
    const redactor = new Redactor();
    redactor.setSecrets('erp', [canary]);
    let lines = '';
    const log = createLog('info', redactor.text, { write: line => (lines += line) });
    log.error({ err: new Error(`broken by ${canary}`, { cause: new Error(canary) }) }, `It was ${canary}`);
    expect(lines).toContain('broken by [secret]');
    expect(lines).not.toContain(canary);
  });

  it('is kept under the key of this runtime: another key is refused, or replaces it', async () => {
    await runtime.stop(0);
    const other = Buffer.alloc(32, 7).toString('base64');
    await expect(start({ LINESHAFT_KEK: other })).rejects.toThrow('Set LINESHAFT_KEK or LINESHAFT_KEK_FILE to the key');
    const made = readFileSync(join(prepared.dataFolder, 'kek'), 'utf8').trim();
    runtime = await start({ LINESHAFT_KEK: other, LINESHAFT_KEK_PREVIOUS: made });
    expect(JSON.parse((await ask('GET', '/api/connections/erp')).text)).toMatchObject({
      environments: [{ secretsSet: ['/auth/password'] }],
    });
    signIns.length = 0;
    await ask('POST', '/api/connections/erp/test');
    expect(signIns).toEqual([`Basic ${btoa(`me:${canary}`)}`]);
  });
});
