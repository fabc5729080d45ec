import fs from 'node:fs';
import path from 'node:path';
import { LineshaftError } from '@lineshaft/flow';
import pg from 'pg';
import { columnParsers } from './column-parsers.ts';
import { LockHeldError, describeHolder, takeLock } from './lock-file.ts';
import type { FileLock } from './lock-file.ts';
import { maintainPGlite } from './maintain-pglite.ts';
import { PGliteServer, createPGlite } from './pglite-server.ts';
import { syncPath } from './sync-tree.ts';

/** The major version of the PostgreSQL inside the pinned PGlite: it opens no other version's folder. */
const postgresMajor = '18';

export interface OpenPGliteOptions {
  dataFolder: string;
  announce: (sentence: string) => void;
  onFatal: (error: Error) => void;
}

export interface OpenedPool {
  pool: pg.Pool;
  maintain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the embedded database in `<dataFolder>/pglite`, and makes it first when there is none. */
export async function openPGlite({ dataFolder, announce, onFatal }: OpenPGliteOptions): Promise<OpenedPool> {
  const folder = path.resolve(dataFolder, 'pglite');
  fs.mkdirSync(path.resolve(dataFolder), { recursive: true });
  let lockLost: string | undefined;
  let stop = (reason: string): void => {
    lockLost = reason;
  };
  const lock = await lockFolder(folder, announce, reason => stop(reason));
  try {
    await createWhenMissing(folder, announce);
    const server = await openServer(folder, reason => stop(reason));
    const pool = poolOver(server);
    let ended = false;
    stop = reason => {
      if (ended) return;
      ended = true;
      const error = new LineshaftError(
        'unavailable',
        `The embedded database in ${folder} stopped: ${reason}. Restart this process.`,
      );
      void server.kill().then(() => {
        lock.release();
        announce(error.message);
        onFatal(error);
      });
    };
    if (lockLost !== undefined) stop(lockLost);
    return {
      pool,
      maintain: maintainPGlite(pool),
      close: async () => {
        await pool.end();
        if (ended) return;
        ended = true;
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function lockFolder(
  folder: string,
  announce: (sentence: string) => void,
  onLost: (reason: string) => void,
): Promise<FileLock> {
  try {
    return await takeLock(`${folder}.lock`, { announce, onLost });
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const holder = error.holder;
    throw new LineshaftError(
      'unavailable',
      `The embedded database in ${folder} is in use by ${describeHolder(holder)}. It serves one process at a time: ` +
        `stop that process, or give this one another folder with LINESHAFT_DATA, or set DATABASE_URL in both so that ` +
        `they share a PostgreSQL server.`,
      { cause: error, details: { holder: { pid: holder.pid, host: holder.host, started: holder.started } } },
    );
  }
}

async function createWhenMissing(folder: string, announce: (sentence: string) => void): Promise<void> {
  // Exists while a database is being made: what a process leaves that is killed meanwhile is no database.
  const unfinished = `${folder}.unfinished`;
  if (fs.existsSync(unfinished)) fs.rmSync(folder, { recursive: true, force: true });
  const versionFile = path.join(folder, 'PG_VERSION');
  if (fs.existsSync(versionFile)) {
    requireVersion(folder, fs.readFileSync(versionFile, 'utf8').trim());
    return;
  }
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new LineshaftError(
      'config-invalid',
      `${folder} holds files but no database (no PG_VERSION). Move it away, or set LINESHAFT_DATA to another folder.`,
    );
  }
  announce(`Creating the database in ${folder} (a few seconds, once).`);
  const started = performance.now();
  fs.writeFileSync(unfinished, '');
  syncPath(path.dirname(folder));
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  await createPGlite(folder);
  // The data folder may be new, too: its name is in its parent.
  syncPath(path.dirname(path.dirname(folder)));
  syncPath(path.dirname(folder));
  fs.unlinkSync(unfinished);
  syncPath(path.dirname(folder));
  announce(`The database is ready after ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function requireVersion(folder: string, found: string): void {
  if (found === postgresMajor) return;
  throw new LineshaftError(
    'config-invalid',
    `The database in ${folder} was made by PostgreSQL ${found}; this release embeds PostgreSQL ${postgresMajor} and ` +
      `cannot open it. Use the release that made it, or set LINESHAFT_DATA to another folder.`,
  );
}

async function openServer(folder: string, onCrash: (reason: string) => void): Promise<PGliteServer> {
  try {
    return await PGliteServer.start(folder, onCrash);
  } catch (error) {
    throw new LineshaftError(
      'unavailable',
      `The embedded database in ${folder} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function poolOver(server: PGliteServer): pg.Pool {
  const pool = new pg.Pool({
    stream: () => server.connect(),
    // One session, so one client; kept, as a new one has to prepare its statements again.
    max: 1,
    idleTimeoutMillis: 0,
    // Waiting longer than this for the one client means that somebody holds it while asking for another.
    connectionTimeoutMillis: 60_000,
    user: 'postgres',
    database: 'postgres',
    application_name: 'lineshaft',
    types: columnParsers(),
  });
  // When the thread ends, its exit says why; without listeners the client's error would end this process.
  pool.on('connect', client => client.on('error', () => {}));
  pool.on('error', () => {});
  return pool;
}
