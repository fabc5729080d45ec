import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Tables } from './tables.ts';

/**
 * An open database, PostgreSQL or the embedded PGlite, behind the same `pg.Pool` and Kysely.
 *
 * PGlite is one session, so its pool holds one client: transactions queue behind each other. Two rules follow, and hold
 * for both kinds: inside a transaction use only its own client (a query through `pool` or `kysely` would wait for the
 * client that the transaction holds), and do not keep a client for LISTEN unless `kind` is `'postgres'`. PGlite has no
 * COPY FROM STDIN and no lz4 columns.
 */
export interface Database {
  kind: 'postgres' | 'pglite';
  pool: pg.Pool;
  kysely: Kysely<Tables>;
  /**
   * Housekeeping, to be called every few minutes. PGlite has no autovacuum and no automatic checkpoint: vacuums and
   * analyzes the tables that changed, then checkpoints so that the write-ahead log stays short. PostgreSQL does this
   * itself: nothing happens.
   */
  maintain(): Promise<void>;
  /** Waits for checked-out clients to be released, then closes. A second call waits for the first. */
  close(): Promise<void>;
}
