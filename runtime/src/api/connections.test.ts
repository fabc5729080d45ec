import { randomBytes } from 'node:crypto';
import { connectionRoutes, type ConnectionTestProgress, readEvents } from '@lineshaft/api';
import { flowDefinitionSchema, LineshaftError } from '@lineshaft/flow';
import { Hono } from 'hono';
import { beforeEach, expect, it } from 'vitest';
import { ConnectionClients } from '../connections/connection-clients.ts';
import { testConnectionTypes, TestSystem } from '../connections/connections-testing.ts';
import { describeOnEachDatabase } from '../database/testing.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Redactor } from '../secrets/redactor.ts';
import { Connections } from '../store/connections.ts';
import { Flows } from '../store/flows.ts';
import { createLog } from '../telemetry/log.ts';
import { mountConnections } from './connections.ts';
import { onError } from './problem-details.ts';

const canary = 'canary-7f3a';
const signIn = { address: 'a', auth: { kind: 'password', user: 'me', password: canary } };

describeOnEachDatabase('the connections of the API', database => {
  let app: Hono;
  let system: TestSystem;
  let parked: Map<string, number>;
  /** Everything that was answered. */
  let answers: string;
  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment, flow, flow_version`);
    answers = '';
    parked = new Map();
    system = new TestSystem();
    const connections = new Connections(database().kysely, new KeyRing(randomBytes(32)));
    const [log, environment] = [createLog('silent'), 'test'];
    const { implementations } = system;
    const clients = new ConnectionClients({ connections, implementations, environment, redactor: new Redactor(), log });
    app = new Hono();
    app.onError(onError(log));
    mountConnections(app, {
      connections,
      connectionTypes: testConnectionTypes,
      environment,
      follow: async () => clients.follow(await connections.states(environment)),
      test: (id, onProgress) => clients.test(id, onProgress),
      log,
      parked: async () => parked,
    });
  });

  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(`/api/connections${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    answers += text;
    return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
  };
  const erp = () => ask('PUT', '/erp', { type: 'test.system', name: 'ERP' });

  it('are made, given settings, listed and read', async () => {
    expect(await erp()).toMatchObject({ status: 200, body: { id: 'erp', mode: 'normal', hasSettings: false } });
    expect(
      await ask('PUT', '/erp/environments/test', { settings: signIn, limits: { rate: { count: 5 } } }),
    ).toMatchObject({
      status: 200,
      body: {
        settings: { address: 'a', auth: { kind: 'password', user: 'me' } },
        secretsSet: ['/auth/password'],
        limits: { rate: { count: 5, per: '1s' } },
        revision: 1,
      },
    });
    expect((await ask('GET', '')).body).toMatchObject({
      connections: [{ id: 'erp', environment: 'test', hasSettings: true, circuit: 'closed', health: null, usedBy: [] }],
    });
    expect((await ask('GET', '/erp')).body).toMatchObject({ environments: [{ environment: 'test', revision: 1 }] });
    expect((await ask('GET', '/nix')).status).toBe(404);
  });

  it('are not saved over what somebody else saved', async () => {
    await erp();
    expect((await ask('PUT', '/erp/environments/test?revision=0', { settings: signIn })).status).toBe(200);
    expect(await ask('PUT', '/erp/environments/test?revision=0', { settings: { address: 'mine' } })).toMatchObject({
      status: 409,
      body: { code: 'conflict', detail: expect.stringContaining('revision 1') as string },
    });
    const { body } = await ask('PUT', '/erp/environments/test?revision=1', { settings: { address: 'b' } });
    expect(body).toMatchObject({ settings: { address: 'b' }, revision: 2 });
  });

  it('tell each step of a test as it happens', async () => {
    await erp();
    await ask('PUT', '/erp/environments/test', { settings: signIn });
    const goOn = Promise.withResolvers<void>();
    system.handshake = async step => {
      await step('Connect', async () => {});
      await step('Sign in', () => goOn.promise);
    };
    const seen: ConnectionTestProgress[] = [];
    const fetchApp: typeof fetch = (url, init) => Promise.resolve(app.request(url as string, init));
    const ended = readEvents(
      '',
      connectionRoutes.followConnectionTest,
      { params: { id: 'erp' } },
      progress => {
        seen.push(progress);
        if (progress.steps.at(-1)?.title === 'Sign in') goOn.reject(new LineshaftError('target-rejected', 'No entry.'));
      },
      fetchApp,
    );
    await ended;
    const shown = seen.map(({ passed, steps }) => [passed, ...steps.map(({ title, state }) => `${title}: ${state}`)]);
    expect(shown).toEqual([
      [null, 'Connect: running'],
      [null, 'Connect: passed'],
      [null, 'Connect: passed', 'Sign in: running'],
      [false, 'Connect: passed', 'Sign in: failed'],
    ]);
    expect(seen.at(-1)?.steps[1]?.error).toEqual({ code: 'target-rejected', message: 'No entry.' });
  });

  it('never say a secret, whatever goes wrong', async () => {
    await erp();
    await ask('PUT', '/erp/environments/test', { settings: signIn });
    await ask('PUT', '/erp/environments/test', { settings: { ...signIn, address: 3, pin: [canary] } });
    await ask('PUT', '/erp/environments/test', { settings: { address: 'a', auth: { kind: 'x', password: canary } } });
    system.handshake = async step => step('Sign in', () => Promise.reject(new Error(`no entry for ${canary}`)));
    expect((await ask('POST', '/erp/test')).body).toMatchObject({
      passed: false,
      steps: [{ title: 'Sign in', error: { message: 'no entry for [secret]' } }],
    });
    await ask('GET', '');
    await ask('GET', '/erp');
    expect(answers).toContain('/auth/password');
    expect(answers).not.toContain(canary);
  });

  it('refuse settings that do not fit, field by field, and keep the old ones', async () => {
    await erp();
    await ask('PUT', '/erp/environments/test', { settings: signIn });
    expect(await ask('PUT', '/erp/environments/test', { settings: { auth: { kind: 'password' } } })).toMatchObject({
      status: 400,
      body: {
        code: 'request-invalid',
        problems: [
          { in: 'body', path: '/settings/address', message: '"address" is missing.' },
          { in: 'body', path: '/settings/auth/user' },
        ],
      },
    });
    expect((await ask('PUT', '/erp/environments/No', { settings: signIn })).status).toBe(400);
    expect((await ask('PUT', '/nix/environments/test', { settings: signIn })).status).toBe(404);
    expect((await ask('GET', '/erp')).body).toMatchObject({ environments: [{ revision: 1 }] });
  });

  it('refuse a kind that is not known', async () => {
    expect(await ask('PUT', '/erp', { type: 'sap', name: 'ERP' })).toMatchObject({
      status: 422,
      body: { code: 'config-invalid', detail: expect.stringContaining('Known here: test.system') as string },
    });
  });

  it('are not deleted while a flow names them or deliveries are parked', async () => {
    await erp();
    const flows = new Flows(database().kysely);
    const nodes = [{ id: 'n', name: 'N', type: 't', connection: 'erp' }];
    const flow = { format: 'lineshaft/flow@1', id: 'f', name: 'F', owner: 'x', domain: 'x', nodes, edges: [] };
    await flows.saveDraft('f', flowDefinitionSchema.parse(flow));
    expect(await ask('DELETE', '/erp')).toMatchObject({
      status: 409,
      body: { detail: 'Connection "erp" is used by "f" (draft). Change these flows first.' },
    });
    await flows.saveDraft('f', {});
    parked.set('erp', 3);
    expect((await ask('DELETE', '/erp')).body['detail']).toMatch(/^3 executions are parked/);
    parked.clear();
    expect(await ask('DELETE', '/erp')).toEqual({ status: 200, body: { id: 'erp' } });
    expect((await ask('DELETE', '/erp')).status).toBe(404);
  });

  it('are held and let go again', async () => {
    await erp();
    parked.set('erp', 2);
    expect((await ask('PUT', '/erp/mode', { mode: 'hold', note: 'ERP update' })).body).toMatchObject({
      mode: 'hold',
      modeNote: 'ERP update',
      parked: 2,
    });
    expect((await ask('PUT', '/erp/mode', { mode: 'drain' })).status).toBe(400);
    expect((await ask('PUT', '/erp/mode', { mode: 'hold', drainRate: 1 })).status).toBe(400);
    expect((await ask('PUT', '/erp/mode', { mode: 'drain', drainRate: 2 })).body).toMatchObject({ drainRate: 2 });
    expect((await ask('PUT', '/erp/mode', { mode: 'normal' })).body).toMatchObject({ drainRate: null, modeNote: null });
    expect((await ask('PUT', '/nix/mode', { mode: 'hold' })).status).toBe(404);
  });

  it('propose to hold while the circuit is open', async () => {
    await erp();
    await ask('PUT', '/erp/environments/test', { settings: signIn });
    await database().pool.query(`update connection_environment set circuit = 'open'`);
    expect((await ask('GET', '/erp')).body).toMatchObject({ circuit: 'open', proposedMode: 'hold' });
    expect((await ask('PUT', '/erp/mode', { mode: 'hold' })).body).toMatchObject({ proposedMode: null });
  });

  it('come in kinds, whose secret fields are marked', async () => {
    const response = await app.request('/api/connection-types');
    expect(await response.json()).toMatchObject({
      connectionTypes: [{ type: 'test.system', settings: { properties: { pin: { secret: true } } } }],
    });
  });
});
