import { randomBytes } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';
import { beforeEach, describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Redactor } from '../secrets/redactor.ts';
import { Connections } from '../store/connections.ts';
import { createLog } from '../telemetry/log.ts';
import { composeSettings, SettingsInvalid } from './compose-settings.ts';
import { ConnectionClients } from './connection-clients.ts';
import { testConnectionManifest, testConnectionTypes, TestSystem } from './connections-testing.ts';
import { deployConnections } from './deploy-connections.ts';

const signIn = (password: string) => ({ address: 'a', auth: { kind: 'password', user: 'me', password } });

describeOnEachDatabase('the clients of connections', database => {
  let connections: Connections;
  let clients: ConnectionClients;
  let system: TestSystem;
  let redactor: Redactor;
  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment`);
    connections = new Connections(database().kysely, new KeyRing(randomBytes(32)));
    system = new TestSystem();
    redactor = new Redactor();
    clients = new ConnectionClients({
      connections,
      implementations: system.implementations,
      environment: 'test',
      redactor,
      log: createLog('silent'),
    });
    await connections.save('erp', { type: 'test.system', name: 'ERP' });
  });

  const follow = async () => clients.follow(await connections.states('test'));
  const save = async (settings: Record<string, unknown>, environment = 'test') => {
    await connections.saveSettings('erp', environment, {}, secrets =>
      composeSettings(testConnectionManifest, settings, secrets),
    );
    await follow();
  };
  const connect = (id: string | undefined = 'erp') => clients.connect(id, 'Send')(system.implementation);

  it('are opened once, with the secrets in their place', async () => {
    await save(signIn('hunter2'));
    expect(system.opened).toEqual([]);
    expect(connect()).toEqual({ address: 'a', password: 'hunter2', closed: false });
    expect(connect()).toBe(connect());
    await follow();
    expect(system.opened).toHaveLength(1);
  });

  it('are opened anew when the settings change, and the old ones closed', async () => {
    await save(signIn('hunter2'));
    const [before, revision] = [connect(), clients.revisionOf('erp')];
    await save({ address: 'b', auth: { kind: 'password', user: 'me' } });
    expect(connect()).toEqual({ address: 'b', password: 'hunter2', closed: false });
    expect([before.closed, revision, clients.revisionOf('erp')]).toEqual([true, 1, 2]);
    await save({ address: 'c' }, 'production');
    expect(clients.revisionOf('erp')).toBe(2);
    await connections.delete('erp');
    await follow();
    expect(system.opened.map(client => client.closed)).toEqual([true, true]);
    expect(() => connect()).toThrow('There is no connection "erp"');
  });

  it('are all closed at the end', async () => {
    await save({ address: 'a' });
    const client = connect();
    await clients.closeAll();
    expect(client.closed).toBe(true);
  });

  it('say what is missing, as an error that is tried again', async () => {
    const thrown = (id?: string): unknown => {
      try {
        return clients.connect(id, 'Send')(system.implementation);
      } catch (error) {
        return error;
      }
    };
    await follow();
    expect(thrown('erp')).toMatchObject({ code: 'connection-unusable' });
    expect(thrown('erp')).toBeInstanceOf(LineshaftError);
    expect((thrown('erp') as Error).message).toContain('no settings in the environment "test"');
    expect((thrown('nix') as Error).message).toContain('There is no connection "nix"');
    expect((thrown() as Error).message).toContain('Node "Send" names no connection');
    const other = { manifest: { ...testConnectionManifest, type: 'other' } };
    expect(() => clients.connect('erp', 'Send')({ ...system.implementation, ...other })).toThrow(
      'needs a connection of the type "other", but "erp" is of the type "test.system"',
    );
    await save({ address: 'a' });
    expect(connect()).toMatchObject({ address: 'a' });
  });

  it('leave the others alone when one cannot be used, and come back when it can', async () => {
    await save(signIn('hunter2'));
    await connections.save('odd', { type: 'no.such', name: 'Odd' });
    await connections.saveSettings('odd', 'test', {}, () => ({ settings: {}, secrets: new Map() }));
    await database().pool.query(
      `update connection_environment set secrets = replace(secrets::text, '"version":1', '"version":2')::json, revision = 2
       where connection_id = 'erp'`,
    );
    await follow();
    expect(() => connect()).toThrow('cannot be decrypted');
    expect((await clients.test('odd')).steps[0]?.error?.message).toContain('which this runtime does not have');
    await save(signIn('other'));
    expect(connect()).toMatchObject({ password: 'other' });
  });

  it('teach the redactor the secrets, also those just replaced', async () => {
    await save(signIn('hunter2'));
    await save(signIn('hunter3'));
    expect(redactor.text('hunter2 hunter3')).toBe('[secret] [secret]');
    await connections.delete('erp');
    await follow();
    expect(redactor.text('hunter3')).toBe('hunter3');
  });

  it('test the handshake step by step, without secrets in what is said', async () => {
    await save(signIn('hunter2'));
    system.handshake = async step => {
      await step('Connect', async () => {});
      await step('Sign in', async () => {
        throw new LineshaftError('target-rejected', 'The password hunter2 is wrong.');
      });
    };
    const { passed, steps } = await clients.test('erp');
    expect(passed).toBe(false);
    expect(steps).toMatchObject([
      { title: 'Connect', state: 'passed' },
      {
        title: 'Sign in',
        state: 'failed',
        error: { code: 'target-rejected', message: 'The password [secret] is wrong.' },
      },
    ]);
    system.handshake = async step => step('Connect', async () => {});
    expect(await clients.test('erp')).toMatchObject({ passed: true, steps: [{ title: 'Connect', state: 'passed' }] });
    expect(await clients.test('nix')).toMatchObject({ passed: false, steps: [{ title: 'Read the settings' }] });
  });

  it('are made from a file when they are not there yet', async () => {
    const file = [
      {
        id: 'new',
        type: 'test.system',
        name: 'New',
        environments: { test: signIn('hunter2') },
        limits: { test: { concurrency: 1 } },
      },
      { id: 'erp', type: 'test.system', name: 'Not this one', environments: {} },
    ];
    expect(await deployConnections(file, 'c.json', connections, testConnectionTypes)).toEqual(['New']);
    await follow();
    expect(connect('new')).toMatchObject({ password: 'hunter2' });
    expect((await connections.find('erp'))?.name).toBe('ERP');
    const odd = [{ id: 'odd', type: 'test.system', name: 'Odd', environments: { test: { adress: 'x' } } }];
    await expect(deployConnections(odd, 'c.json', connections, testConnectionTypes)).rejects.toThrow(SettingsInvalid);
    await expect(deployConnections([{}], 'c.json', connections, testConnectionTypes)).rejects.toThrow(
      /^c\.json: .*"entry 1 › id" is missing/,
    );
  });
});

describe('settings that somebody gives', () => {
  const compose = (given: Record<string, unknown>, secrets: [string, unknown][] = []) =>
    composeSettings(testConnectionManifest, given, new Map(secrets));
  const known: [string, unknown][] = [
    ['/auth/password', 'kept'],
    ['/pin', '1234'],
  ];

  it('keep the secrets that are left out, and lose those given as null', () => {
    const given = { address: 'a', pin: null, auth: { kind: 'password', user: 'me' } };
    const { settings, secrets } = compose(given, known);
    expect(settings).toEqual({ address: 'a', auth: { kind: 'password', user: 'me' } });
    expect([...secrets]).toEqual([['/auth/password', 'kept']]);
  });

  it('forget the secrets of another kind of sign-in', () => {
    expect([...compose({ address: 'a' }, known).secrets]).toEqual([['/pin', '1234']]);
  });

  it('are refused with every fault, none of which quotes a value', () => {
    const given = { adress: 'x', auth: { kind: 'password', user: 'me', password: '' }, pin: 12345 };
    expect(() => compose(given)).toThrow(SettingsInvalid);
    expect(() => compose(given)).toThrow(/"address" is missing.*"pin" must be text.*Did you mean "address"/);
    expect(() => compose(given)).not.toThrow('12345');
  });
});
