import { randomBytes } from 'node:crypto';
import { LineshaftError } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Redactor } from '../secrets/redactor.ts';
import { Connections } from '../store/connections.ts';
import { createLog } from '../telemetry/log.ts';
import { ConnectionClients } from './connection-clients.ts';
import { TestSystem } from './connections-testing.ts';
import { ConnectionProbes } from './probe-connections.ts';

const environment = 'test';

describeOnEachDatabase('probes', database => {
  let connections: Connections;
  let clients: ConnectionClients;
  let probes: ConnectionProbes;
  let seconds: number;
  let asked: number;
  let isWell: boolean;

  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment, flow, flow_version`);
    [seconds, asked, isWell] = [0, 0, false];
    const system = new TestSystem();
    system.handshake = async step => {
      asked++;
      const answer = async () => {
        if (!isWell) throw new LineshaftError('target-unreachable', 'Nobody listens.');
      };
      await step('Connect', answer);
    };
    connections = new Connections(database().kysely, new KeyRing(randomBytes(32)));
    const { implementations } = system;
    const log = createLog('silent');
    clients = new ConnectionClients({ connections, implementations, environment, redactor: new Redactor(), log });
    probes = new ConnectionProbes({ connections, clients, environment, now: Date.now, elapsed: () => seconds * 1000 });
    await connections.save('erp', { type: 'test.system', name: 'ERP' });
    await save();
    await probes.again();
  });

  const save = async () => {
    await connections.saveSettings('erp', environment, {}, () => ({ settings: { address: 'a' }, secrets: new Map() }));
    await clients.follow(await connections.states(environment));
  };
  /** A round at a time after the beginning; what the database noted of earlier probes is long ago. */
  const roundAt = async (at: number) => {
    seconds = at;
    await database().pool.query(`update connection_environment set probed_at = null`);
    await probes.again();
  };
  const health = async () => (await connections.states(environment))[0]?.environment?.health?.state;

  it('look at a connection as soon as its settings are saved, and not again when it is well', async () => {
    expect([asked, await health()]).toEqual([0, undefined]);
    isWell = true;
    await save();
    await probes.again();
    await roundAt(100);
    expect([asked, await health()]).toEqual([1, 'passed']);
  });

  it('look again soon at what failed, each time a little later, until it is well', async () => {
    await save();
    await probes.again();
    const askedAt: number[] = [];
    for (let second = 0; second < 60; second++) {
      const before = asked;
      await roundAt(second);
      if (asked > before) askedAt.push(second);
    }
    expect(askedAt).toEqual([1, 3, 8, 18, 48]);
    expect(await health()).toBe('failed');
    isWell = true;
    await save();
    await roundAt(100);
    expect(await health()).toBe('passed');
  });

  it('leave a connection that is on hold alone', async () => {
    await connections.setMode('erp', 'hold');
    await save();
    await probes.again();
    await roundAt(1);
    expect(asked).toBe(0);
  });

  it('leave to others what they look at just now', async () => {
    await save();
    await connections.beginProbes(environment, ['erp'], 60);
    await probes.again();
    expect(asked).toBe(0);
  });
});
