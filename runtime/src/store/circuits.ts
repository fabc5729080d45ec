import { type Kysely, sql, type UpdateObject } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** How long an open circuit stays open before a single delivery is tried, seconds: doubled each time that fails. */
const firstOpenSeconds = 5;
const longestOpenSeconds = 60;

/** A process that does not say in this time how its try went may have died, seconds. */
const trySeconds = 60;

/** The circuits of one environment's connections, shared by all processes. */
export class Circuits {
  readonly #db: Kysely<Tables>;
  readonly #environment: string;

  constructor(db: Kysely<Tables>, environment: string) {
    this.#db = db;
    this.#environment = environment;
  }

  /** False when it was open already. */
  async open(connectionId: string): Promise<boolean> {
    return this.#change(connectionId, ['closed'], this.#opening());
  }

  /** Lets one process try a delivery; false when it is not time yet or another one tries. */
  async beginTry(connectionId: string): Promise<boolean> {
    const result = await this.#row(connectionId)
      .set({ circuit: 'half-open', circuit_until: sql<Date>`now() + make_interval(secs => ${trySeconds})` })
      .where('circuit', '<>', 'closed')
      .where('circuit_until', '<=', sql<Date>`now()`)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** How the try went; undefined: it said nothing about the other side, and another one may be made at once. */
  async endTry(connectionId: string, works: boolean | undefined): Promise<void> {
    const from = ['half-open'] as const;
    if (works === undefined)
      await this.#change(connectionId, from, { circuit: 'open', circuit_until: sql<Date>`now()` });
    else if (works)
      await this.#change(connectionId, from, { circuit: 'closed', circuit_until: null, circuit_trips: 0 });
    else await this.#change(connectionId, from, this.#opening());
  }

  #opening() {
    return {
      circuit: 'open' as const,
      circuit_until: sql<Date>`now() + make_interval(secs => least(${longestOpenSeconds}, ${firstOpenSeconds} * power(2, least(circuit_trips, 10))))`,
      circuit_trips: sql<number>`circuit_trips + 1`,
    };
  }

  async #change(
    connectionId: string,
    from: readonly ('closed' | 'open' | 'half-open')[],
    change: UpdateObject<Tables, 'connection_environment'>,
  ): Promise<boolean> {
    const result = await this.#row(connectionId).set(change).where('circuit', 'in', from).executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  #row(connectionId: string) {
    return this.#db
      .updateTable('connection_environment')
      .where('connection_id', '=', connectionId)
      .where('environment', '=', this.#environment);
  }
}
