import type { Notification, PoolClient } from 'pg';
import type { Database } from '../database/open-database.ts';
import type { Logger } from '../telemetry/log.ts';

const channel = 'lineshaft_work';

/** At most one signal goes out within this time, milliseconds. */
const quietMs = 20;

/**
 * Tells idle workers of other processes that something was accepted which nobody works on yet, so that they need not wait
 * for their next look. Only a hint: a lost signal costs one polling interval. The embedded database has one process and
 * needs none.
 */
export class WorkSignal {
  readonly #database: Database;
  readonly #log: Logger;
  #listening: PoolClient | undefined;
  #quiet = false;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  /** Calls `wake` whenever another process signals. Keeps one connection; call again after it broke. */
  async listen(wake: () => void): Promise<void> {
    if (this.#database.kind !== 'postgres' || this.#listening) return;
    const client = await this.#database.pool.connect();
    this.#listening = client;
    client.on('notification', (notification: Notification) => {
      if (notification.channel === channel) wake();
    });
    client.on('error', this.#onLost);
    try {
      await client.query(`listen ${channel}`);
    } catch (error) {
      this.#giveBack(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  send(): void {
    if (this.#database.kind !== 'postgres' || this.#quiet) return;
    this.#quiet = true;
    setTimeout(() => {
      this.#quiet = false;
    }, quietMs).unref();
    this.#database.pool.query(`select pg_notify('${channel}', '')`).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'Other processes could not be told of new work; they will find it by polling');
    });
  }

  /** Gives the connection back. It ends with that: whoever got it next would hear the signals, too. */
  close(): void {
    this.#giveBack(true);
  }

  readonly #onLost = (error: Error) => {
    this.#log.warn({ err: error }, 'The connection that hears of new work was lost; polling until it is back');
    this.#giveBack(error);
  };

  /** Once only: a connection that breaks says so more than once. */
  #giveBack(reason: Error | true): void {
    const client = this.#listening;
    this.#listening = undefined;
    if (!client) return;
    client.removeAllListeners('notification');
    client.off('error', this.#onLost);
    client.release(reason);
  }
}
