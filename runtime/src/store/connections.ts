import type { CircuitState, ConnectionHealth, ConnectionLimits, ConnectionMode } from '@lineshaft/api';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import { type ConnectionUse, connectionUses } from './connection-uses.ts';
import { openReadable, openSecrets, sealSecrets } from './sealed-secrets.ts';

export interface StoredConnection {
  id: string;
  type: string;
  name: string;
  description: string | null;
  mode: ConnectionMode;
  drainRate: number | null;
  modeSince: Date;
  modeNote: string | null;
  updatedAt: Date;
}

export interface StoredEnvironment {
  environment: string;
  /** Without secrets. */
  settings: Record<string, unknown>;
  /** JSON pointers. */
  secretsSet: string[];
  limits: ConnectionLimits;
  revision: number;
  updatedAt: Date;
}

/** How a connection stands in one environment: what every process follows. */
export interface ConnectionState {
  id: string;
  type: string;
  mode: ConnectionMode;
  /** Undefined: no settings in this environment. */
  environment:
    | {
        revision: number;
        limits: ConnectionLimits;
        circuit: CircuitState;
        /** Database clock, milliseconds since 1970. */
        circuitUntil: number | undefined;
        health: ConnectionHealth | undefined;
      }
    | undefined;
}

/** A connection's settings with what is secret in them, apart. */
export interface OpenSettings {
  settings: Record<string, unknown>;
  /** By JSON pointer. */
  secrets: Map<string, unknown>;
}

/** Somebody else saved the settings since they were read. */
export class SettingsChanged extends Error {
  constructor(environment: string, revision: number) {
    super(
      `Somebody else saved the settings for "${environment}" meanwhile: they are at revision ${revision} now. Read them, bring in what you changed, and save again.`,
    );
  }
}

/** Connections: what they are, their settings by environment, and their secrets, encrypted. */
export class Connections {
  readonly #db: Kysely<Tables>;
  readonly #keys: KeyRing;

  constructor(db: Kysely<Tables>, keys: KeyRing) {
    this.#db = db;
    this.#keys = keys;
  }

  /** In order of id. */
  async list(): Promise<StoredConnection[]> {
    const rows = await this.#db.selectFrom('connection').selectAll().orderBy('id').execute();
    return rows.map(toStoredConnection);
  }

  async find(id: string): Promise<StoredConnection | undefined> {
    const row = await this.#db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toStoredConnection(row);
  }

  /** Makes it, or changes its name. False when it has settings, which another type could not read. */
  async save(id: string, values: { type: string; name: string; description?: string | undefined }): Promise<boolean> {
    const row = { type: values.type, name: values.name, description: values.description ?? null };
    const saved = await this.#db
      .insertInto('connection')
      .values({ id, ...row })
      .onConflict(conflict =>
        conflict
          .column('id')
          .doUpdateSet({ ...row, updated_at: sql`now()` })
          .where(
            sql<boolean>`connection.type = excluded.type
              or not exists (select from connection_environment where connection_id = connection.id)`,
          ),
      )
      .returning('id')
      .executeTakeFirst();
    return saved !== undefined;
  }

  /** With its settings and secrets. False when there was none. */
  async delete(id: string): Promise<boolean> {
    const result = await this.#db.deleteFrom('connection').where('id', '=', id).executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  /** In order of name. */
  async environments(id: string): Promise<StoredEnvironment[]> {
    const rows = await this.#db
      .selectFrom('connection_environment')
      .select(['environment', 'settings', 'secrets', 'limits', 'revision', 'updated_at'])
      .where('connection_id', '=', id)
      .orderBy('environment')
      .execute();
    return rows.map(row => ({
      environment: row.environment,
      settings: row.settings,
      secretsSet: Object.keys(row.secrets),
      limits: row.limits,
      revision: row.revision,
      updatedAt: row.updated_at,
    }));
  }

  /**
   * Replaces the settings of one environment; its circuit is closed again and its health unknown.
   * @param compose gets the secrets that are set, by JSON pointer, and gives the settings as they are to be; a secret
   * that it leaves out is forgotten
   * @param expectedRevision what the settings were made from, 0: none; left out: whatever is there is replaced
   * @throws SettingsChanged when they are at another revision
   */
  async saveSettings(
    connectionId: string,
    environment: string,
    limits: ConnectionLimits,
    compose: (secrets: ReadonlyMap<string, unknown>) => OpenSettings,
    expectedRevision?: number,
  ): Promise<void> {
    await this.#db.transaction().execute(async tx => {
      // Also when there are no settings yet whose row could be locked.
      await tx
        .selectFrom('connection')
        .select('id')
        .where('id', '=', connectionId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const stored = await tx
        .selectFrom('connection_environment')
        .select(['secrets', 'revision'])
        .where('connection_id', '=', connectionId)
        .where('environment', '=', environment)
        .executeTakeFirst();
      const current = stored?.revision ?? 0;
      if (expectedRevision !== undefined && expectedRevision !== current)
        throw new SettingsChanged(environment, current);
      const known = openReadable(stored?.secrets ?? {}, { connectionId, environment }, this.#keys);
      const { settings, secrets } = compose(known);
      const version = current + 1;
      const sealed = sealSecrets(secrets, { connectionId, environment, version }, this.#keys, {
        sealed: stored?.secrets ?? {},
        opened: known,
      });
      const row = {
        settings: JSON.stringify(settings),
        secrets: JSON.stringify(sealed),
        limits: JSON.stringify(limits),
        revision: version,
        updated_at: sql<Date>`now()`,
        circuit: 'closed' as const,
        circuit_until: null,
        circuit_trips: 0,
        health: null,
        probed_at: null,
      };
      await tx
        .insertInto('connection_environment')
        .values({ connection_id: connectionId, environment, ...row })
        .onConflict(conflict => conflict.columns(['connection_id', 'environment']).doUpdateSet(row))
        .execute();
    });
  }

  /**
   * The settings in one environment, secrets included.
   * @throws LineshaftError `connection-unusable` when a secret cannot be decrypted
   */
  async open(connectionId: string, environment: string): Promise<(OpenSettings & { revision: number }) | undefined> {
    const row = await this.#db
      .selectFrom('connection_environment')
      .select(['settings', 'secrets', 'revision'])
      .where('connection_id', '=', connectionId)
      .where('environment', '=', environment)
      .executeTakeFirst();
    if (!row) return undefined;
    const secrets = openSecrets(row.secrets, { connectionId, environment }, this.#keys);
    return { settings: row.settings, secrets, revision: row.revision };
  }

  /** Every connection, as it stands in this environment. */
  async states(environment: string): Promise<ConnectionState[]> {
    const rows = await this.#db
      .selectFrom('connection')
      .leftJoin('connection_environment as here', join =>
        join.onRef('here.connection_id', '=', 'connection.id').on('here.environment', '=', environment),
      )
      .select(['id', 'type', 'mode', 'revision', 'limits', 'circuit', 'circuit_until', 'health'])
      .orderBy('id')
      .execute();
    return rows.map(({ id, type, mode, revision, limits, circuit, circuit_until: until, health }) => ({
      id,
      type,
      mode,
      environment:
        revision === null || limits === null || circuit === null
          ? undefined
          : { revision, limits, circuit, circuitUntil: until?.getTime(), health: health ?? undefined },
    }));
  }

  /** False when there is no such connection. */
  async setMode(id: string, mode: ConnectionMode, drainRate?: number, note?: string): Promise<boolean> {
    const result = await this.#db
      .updateTable('connection')
      .set({
        mode,
        drain_rate: drainRate ?? null,
        drained_at: mode === 'drain' ? sql`now()` : null,
        mode_since: sql`now()`,
        mode_note: note ?? null,
      })
      .where('id', '=', id)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /**
   * The connections among these whose last probe began longer ago than `everySeconds`: whoever gets them probes them.
   * Those that are held are left alone.
   */
  async beginProbes(environment: string, ids: readonly string[], everySeconds: number): Promise<string[]> {
    const rows = await this.#db
      .updateTable('connection_environment as here')
      .from('connection')
      .set({ probed_at: sql`now()` })
      .whereRef('here.connection_id', '=', 'connection.id')
      .where('here.environment', '=', environment)
      .where('here.connection_id', 'in', [...ids, ''])
      .where('mode', '<>', 'hold')
      .where(eb =>
        eb.or([
          eb('probed_at', 'is', null),
          eb('probed_at', '<', sql<Date>`now() - make_interval(secs => ${everySeconds})`),
        ]),
      )
      .returning('here.connection_id')
      .execute();
    return rows.map(row => row.connection_id);
  }

  /** Nothing is kept when the settings are others by now. */
  async saveHealth(id: string, environment: string, revision: number, health: ConnectionHealth): Promise<void> {
    await this.#db
      .updateTable('connection_environment')
      .set({ health: JSON.stringify(health) })
      .where('connection_id', '=', id)
      .where('environment', '=', environment)
      .where('revision', '=', revision)
      .execute();
  }

  /** By id of the connection. */
  uses(): Promise<Map<string, ConnectionUse[]>> {
    return connectionUses(this.#db);
  }
}

function toStoredConnection(row: {
  id: string;
  type: string;
  name: string;
  description: string | null;
  mode: ConnectionMode;
  drain_rate: number | null;
  mode_since: Date;
  mode_note: string | null;
  updated_at: Date;
}): StoredConnection {
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    description: row.description,
    mode: row.mode,
    drainRate: row.drain_rate,
    modeSince: row.mode_since,
    modeNote: row.mode_note,
    updatedAt: row.updated_at,
  };
}
