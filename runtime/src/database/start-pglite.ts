import { PGlite } from '@electric-sql/pglite';
import { SyncedNodeFS } from './synced-node-fs.ts';

/**
 * PGlite's own parameters (which replace, not extend, its defaults) but for `-F`, which turns fsync off, and with
 * `wal_sync_method=fsync`, the only method whose system call reaches SyncedNodeFS.
 */
const startParams = [
  '--single',
  '-O',
  '-j',
  ...Object.entries({
    search_path: 'public',
    exit_on_error: 'false',
    log_checkpoints: 'false',
    max_worker_processes: '0',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    io_method: 'sync',
    fsync: 'on',
    wal_sync_method: 'fsync',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    TimeZone: 'UTC',
    // One session: less shared memory than the 128 MB and 100 connections of a server.
    shared_buffers: '64MB',
    max_connections: '5',
    wal_buffers: '4MB',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

export interface StartedPGlite {
  pglite: PGlite;
  /** How often the write-ahead log was synced since the start. */
  walSyncs(): number;
}

/**
 * Starts PGlite on a folder (initdb when it is empty) and proves that a commit reaches the disk, or throws.
 * `onCrash` is called, and must not return, when PostgreSQL can no longer be trusted: a failed fsync, a panic.
 */
export async function startPGlite(folder: string, onCrash: (error: unknown) => never): Promise<StartedPGlite> {
  const lastWords: string[] = [];
  const remember = (line: string): boolean => {
    if (/(PANIC|FATAL|ERROR): /.test(line)) lastWords.push(line);
    if (lastWords.length > 5) lastWords.shift();
    return true;
  };
  const files = new SyncedNodeFS(folder, onCrash);
  let pglite: PGlite;
  try {
    pglite = await PGlite.create({ fs: files, startParams, onStderr: remember });
  } catch (error) {
    throw new Error(describeFailure('PGlite does not start', lastWords), { cause: error });
  }
  noticePanic(pglite, error => onCrash(new Error(describeFailure('PGlite crashed', lastWords), { cause: error })));
  await proveDurable(pglite, files);
  return { pglite, walSyncs: () => files.walSyncs };
}

function describeFailure(what: string, lastWords: readonly string[]): string {
  return lastWords.length === 0 ? `${what}.` : `${what}. Its last words: ${lastWords.join(' | ')}.`;
}

/** PGlite leaves its loop this way after an ordinary SQL error (POSTGRES_MAIN_LONGJMP). */
const ordinaryErrorStatus = 100;

/** PGlite swallows whatever its loop throws; anything but an ordinary SQL error is the end of this PostgreSQL. */
function noticePanic(pglite: PGlite, onPanic: (error: unknown) => never): void {
  const module = pglite.Module;
  const runOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: unknown } | null)?.status !== ordinaryErrorStatus) onPanic(error);
      throw error;
    }
  };
}

/** Commits once and throws, after closing PGlite, unless the commit was seen to be synced. */
export async function proveDurable(pglite: PGlite, files: SyncedNodeFS): Promise<void> {
  const before = files.walSyncs;
  // Writes to the log without touching a table, and commits.
  await pglite.query(`select pg_logical_emit_message(true, 'lineshaft', 'sync test')`);
  const { rows } = await pglite.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting <> 'on'`,
  );
  const off = rows.map(row => `${row.name} = ${row.setting}`);
  if (files.walSyncs > before && off.length === 0) return;
  await pglite.close();
  throw new Error(
    `The embedded database does not write commits through to the disk (${off[0] ?? 'no fsync seen on a commit'}), ` +
      `so accepted messages could be lost in a power cut. Set DATABASE_URL to a PostgreSQL server, or install the ` +
      `exact version of @electric-sql/pglite that package.json names.`,
  );
}
