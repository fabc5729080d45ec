import { randomBytes } from 'node:crypto';
import { flowDefinitionSchema } from '@lineshaft/flow';
import { beforeEach, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { KeyRing } from '../secrets/key-ring.ts';
import { Connections } from './connections.ts';
import { Flows } from './flows.ts';
import { rewrapSecrets } from './rewrap-secrets.ts';

const key = randomBytes(32);
const erp = { type: 'http', name: 'ERP' };
const basic = { settings: { url: 'u' }, secrets: new Map([['/auth/password', 'hunter2']]) };

describeOnEachDatabase('stored connections', database => {
  let connections: Connections;
  beforeEach(async () => {
    await database().pool.query(`truncate connection, connection_environment, flow, flow_version`);
    connections = new Connections(database().kysely, new KeyRing(key));
    await connections.save('erp', erp);
  });

  const environmentOf = async (environment = 'test') =>
    (await connections.environments('erp')).find(each => each.environment === environment);

  it('are made, renamed and deleted', async () => {
    expect(await connections.save('erp', { ...erp, name: 'SAP', description: 'The big one' })).toBe(true);
    expect(await connections.find('erp')).toMatchObject({ id: 'erp', name: 'SAP', description: 'The big one' });
    expect((await connections.list()).map(({ id, mode }) => [id, mode])).toEqual([['erp', 'normal']]);
    await connections.saveSettings('erp', 'test', {}, () => basic);
    expect(await connections.delete('erp')).toBe(true);
    expect([await connections.find('erp'), await connections.environments('erp')]).toEqual([undefined, []]);
    expect(await connections.delete('erp')).toBe(false);
  });

  it('keep their type while there are settings of that type', async () => {
    expect(await connections.save('erp', { type: 'postgres', name: 'ERP' })).toBe(true);
    await connections.saveSettings('erp', 'test', {}, () => basic);
    expect(await connections.save('erp', { type: 'http', name: 'ERP' })).toBe(false);
    expect((await connections.find('erp'))?.type).toBe('postgres');
  });

  it('have settings for each environment, each counting its own changes', async () => {
    await connections.saveSettings('erp', 'test', {}, () => basic);
    await connections.saveSettings('erp', 'production', { concurrency: 2 }, () => ({
      ...basic,
      settings: { url: 'p' },
    }));
    await connections.saveSettings('erp', 'test', {}, () => basic);
    expect(await environmentOf()).toMatchObject({
      settings: { url: 'u' },
      secretsSet: ['/auth/password'],
      revision: 2,
    });
    expect(await environmentOf('production')).toMatchObject({
      settings: { url: 'p' },
      limits: { concurrency: 2 },
      revision: 1,
    });
    expect(await connections.open('erp', 'production')).toMatchObject({ secrets: basic.secrets, revision: 1 });
    expect(await connections.open('erp', 'nowhere')).toBeUndefined();
  });

  it('never hold a secret in the clear', async () => {
    await connections.saveSettings('erp', 'test', {}, () => basic);
    const { rows } = await database().pool.query<{ row: string }>(
      `select row_to_json(e)::text as row from connection_environment e`,
    );
    expect(rows[0]?.row).toContain('/auth/password');
    expect(rows[0]?.row).not.toContain('hunter2');
    expect(rows[0]?.row).not.toContain(Buffer.from('hunter2').toString('base64'));
  });

  it('keep the envelope of a secret that does not change, and forget one that is left out', async () => {
    const envelopes = async () =>
      (await database().kysely.selectFrom('connection_environment').select('secrets').executeTakeFirst())?.secrets;
    await connections.saveSettings('erp', 'test', {}, () => basic);
    const first = await envelopes();
    await connections.saveSettings('erp', 'test', {}, secrets => ({ settings: {}, secrets: new Map(secrets) }));
    expect(await envelopes()).toEqual(first);
    await connections.saveSettings('erp', 'test', {}, () => ({
      settings: {},
      secrets: new Map([['/auth/password', 'x']]),
    }));
    expect((await envelopes())?.['/auth/password']?.version).toBe(3);
    await connections.saveSettings('erp', 'test', {}, () => ({ settings: {}, secrets: new Map() }));
    expect(await envelopes()).toEqual({});
  });

  it('lose no change when several are saved at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => connections.saveSettings('erp', 'test', {}, () => basic)));
    expect((await environmentOf())?.revision).toBe(5);
  });

  it('do not open a secret that was swapped with that of another environment, or set back', async () => {
    await connections.saveSettings('erp', 'test', {}, () => basic);
    await connections.saveSettings('erp', 'production', {}, () => basic);
    await database().pool.query(
      `update connection_environment e set secrets = other.secrets from connection_environment other
       where e.environment <> other.environment`,
    );
    for (const environment of ['test', 'production']) {
      await expect(connections.open('erp', environment)).rejects.toThrow('cannot be decrypted');
    }
    // Entering it anew repairs it.
    await connections.saveSettings('erp', 'test', {}, () => basic);
    expect((await connections.open('erp', 'test'))?.secrets).toEqual(basic.secrets);
  });

  it('are wrapped anew when the key is replaced, and refused under a key that nobody knows', async () => {
    await connections.saveSettings('erp', 'test', {}, () => basic);
    const [next, kid] = [randomBytes(32), new KeyRing(key).current.kid];
    await expect(rewrapSecrets(database().kysely, new KeyRing(next))).rejects.toThrow(
      `encrypted with the key ${kid}, but this process has the key ${new KeyRing(next).current.kid}. Set LINESHAFT_KEK`,
    );
    expect(await rewrapSecrets(database().kysely, new KeyRing(next, key))).toBe(1);
    expect(await rewrapSecrets(database().kysely, new KeyRing(next))).toBe(0);
    const renewed = new Connections(database().kysely, new KeyRing(next));
    expect((await renewed.open('erp', 'test'))?.secrets).toEqual(basic.secrets);
    await expect(connections.open('erp', 'test')).rejects.toThrow('Start it with the same LINESHAFT_KEK');
  });

  it('are known to be used by the drafts and current versions that name them', async () => {
    const flows = new Flows(database().kysely);
    const definition = (id: string, connection?: string) =>
      flowDefinitionSchema.parse({
        format: 'lineshaft/flow@1',
        id,
        name: 'The "connection":"fake" \u0000',
        owner: 'x',
        domain: 'x',
        nodes: [{ id: 'n', name: 'N', type: 't', ...(connection === undefined ? {} : { connection }) }],
        edges: [],
      });
    await flows.saveDraft('old', definition('old', 'erp'));
    await flows.publish(definition('old', 'erp'), undefined);
    await flows.publish(definition('old'), undefined);
    await flows.saveDraft('new', definition('new', 'erp'));
    await flows.publish(definition('new', 'erp'), undefined);
    await flows.saveDraft('new', { nodes: 'nonsense' });
    expect(await connections.uses()).toEqual(
      new Map([
        [
          'erp',
          [
            { flowId: 'new', published: true, draft: false },
            { flowId: 'old', published: false, draft: true },
          ],
        ],
      ]),
    );
  });

  it('stand in a mode, and as their environment says', async () => {
    await connections.setMode('erp', 'drain', 2.5, 'ERP is back');
    expect(await connections.find('erp')).toMatchObject({ mode: 'drain', drainRate: 2.5, modeNote: 'ERP is back' });
    expect(await connections.states('test')).toEqual([
      { id: 'erp', type: 'http', mode: 'drain', environment: undefined },
    ]);
    await connections.saveSettings('erp', 'test', { concurrency: 3 }, () => basic);
    expect((await connections.states('test'))[0]?.environment).toEqual({
      revision: 1,
      limits: { concurrency: 3 },
      circuit: 'closed',
      circuitUntil: undefined,
      health: undefined,
    });
    expect(await connections.setMode('gone', 'hold')).toBe(false);
  });
});
