import { hostname } from 'node:os';
import { LineshaftError } from '@lineshaft/flow';
import type { Pool } from 'pg';

/** A batch was refused because this process was taken for dead: its executions belong to others now. */
export class Fenced extends LineshaftError {
  constructor(epoch: number) {
    super('unavailable', `This process (epoch ${epoch}) was taken for dead, and its work was handed on.`);
  }
}

/** Beats further apart than this are no steady beating, milliseconds. */
const longestGapMs = 1500;

/**
 * This process's row in the ledger. Its id is the epoch that every batch is fenced with, and the owner of every lease.
 * Also keeps the database's clock: due times are set and compared by it alone, whatever the machine's clock does.
 */
export class Epoch {
  readonly #pool: Pool;
  readonly #roles: readonly string[];
  readonly #clock: () => number;
  #id = 0;
  #clockOffset = 0;
  /** Process clock: the last beat, and the first of those that followed each other without a gap. */
  #beatAt = -Infinity;
  #beatsSince = -Infinity;

  private constructor(pool: Pool, roles: readonly string[], clock: () => number) {
    this.#pool = pool;
    this.#roles = roles;
    this.#clock = clock;
  }

  /** @param clock milliseconds that only ever grow */
  static async register(pool: Pool, roles: readonly string[], clock = () => performance.now()): Promise<Epoch> {
    const epoch = new Epoch(pool, roles, clock);
    await epoch.renew();
    return epoch;
  }

  get id(): number {
    return this.#id;
  }

  /** Starts a new epoch: at start, and after being fenced. */
  async renew(): Promise<void> {
    const { rows } = await this.#pool.query<{ id: number; now_ms: number }>(
      `insert into worker (name, roles) values ($1, $2) returning id, extract(epoch from clock_timestamp()) * 1000 as now_ms`,
      [`${hostname()}:${process.pid}`, this.#roles],
    );
    const [row] = rows;
    if (!row) throw new LineshaftError('unavailable', 'The database took no registration of this process.');
    this.#id = Number(row.id);
    this.#setClock(Number(row.now_ms));
  }

  /** Says that the process lives. @throws Fenced when it was taken for dead. */
  async beat(): Promise<void> {
    const { rows } = await this.#pool.query<{ now_ms: number }>({
      name: 'beat',
      text: `update worker set beat_at = clock_timestamp() where id = $1 and ended_at is null
             returning extract(epoch from clock_timestamp()) * 1000 as now_ms`,
      values: [this.#id],
    });
    if (!rows[0]) throw new Fenced(this.#id);
    this.#setClock(Number(rows[0].now_ms));
    const now = this.#clock();
    if (now - this.#beatAt > longestGapMs) this.#beatsSince = now;
    this.#beatAt = now;
  }

  /** For how long beats have gone through, milliseconds: 0 when the last one is too long ago. */
  get beatingMs(): number {
    const now = this.#clock();
    return now - this.#beatAt > longestGapMs ? 0 : now - this.#beatsSince;
  }

  /** Whether the ledger still takes batches of this epoch. */
  async isAlive(): Promise<boolean> {
    const { rows } = await this.#pool.query(`select 1 from worker where id = $1 and ended_at is null`, [this.#id]);
    return rows.length > 0;
  }

  /** The process stops of its own accord. */
  async end(): Promise<void> {
    await this.#pool.query(`update worker set ended_at = clock_timestamp() where id = $1`, [this.#id]);
  }

  /** Database clock, milliseconds since 1970: the last one read plus what passed since on the monotonic clock. */
  now(): number {
    return this.#clock() + this.#clockOffset;
  }

  #setClock(databaseNow: number): void {
    this.#clockOffset = databaseNow - this.#clock();
  }
}
