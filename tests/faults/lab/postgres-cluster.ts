import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Skipped } from './skipped.ts';
import { until } from './until.ts';

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=32MB',
  // A small log is kept, so that a small disk can be filled and recovered.
  'max_wal_size=64MB',
  'min_wal_size=32MB',
  'fsync=on',
  'wal_sync_method=fdatasync',
];

export interface ClusterOptions {
  /** Where the data lies; left out: a folder of its own. */
  folder?: string;
  environment?: Record<string, string>;
}

/** A PostgreSQL server of our own, on loopback, to be killed, cut off and filled. */
export class PostgresCluster {
  readonly #bin: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #environment: Record<string, string>;
  readonly #user: { uid?: number; gid?: number };
  #server: ChildProcess | undefined;

  private constructor(bin: string, folder: string, port: number, environment: Record<string, string>) {
    this.#bin = bin;
    this.#folder = folder;
    this.#port = port;
    this.#environment = environment;
    this.#user = serverUser();
  }

  /** @throws Skipped where the programs of PostgreSQL are missing */
  static async create({ folder, environment = {} }: ClusterOptions = {}): Promise<PostgresCluster> {
    const bin = findPrograms();
    if (!bin) throw new Skipped('the programs of PostgreSQL are not installed');
    const own = mkdtempSync(join(folder ?? tmpdir(), 'lineshaft-cluster-'));
    const cluster = new PostgresCluster(bin, own, await freePort(), environment);
    try {
      const { uid, gid } = cluster.#user;
      if (uid !== undefined && gid !== undefined) chownSync(own, uid, gid);
      chmodSync(own, 0o755);
      const args = ['-D', cluster.#data, '-A', 'trust', '-U', 'lineshaft', '-E', 'UTF8', '--locale=C', '-N'];
      execFileSync(join(bin, 'initdb'), args, { ...cluster.#user, cwd: own, stdio: 'ignore' });
      await cluster.start();
    } catch (error) {
      await cluster.remove();
      throw error;
    }
    return cluster;
  }

  get url(): string {
    return `postgres://lineshaft@127.0.0.1:${this.#port}/postgres`;
  }

  get isRunning(): boolean {
    return this.#server !== undefined && this.#server.exitCode === null && this.#server.signalCode === null;
  }

  /** Resolves when it takes connections; starts it as often as that needs, as a supervisor would. */
  async start(): Promise<void> {
    const answers = () => {
      if (!this.isRunning) this.#spawn();
      return this.#answers();
    };
    if (!(await until(answers, 60_000, 50))) throw new Error('PostgreSQL does not start.');
  }

  /** kill -9 of the server and of every process of it, as when the machine loses its power but not its disk. */
  async kill(): Promise<void> {
    const { pid } = this.#server ?? {};
    if (pid === undefined) return;
    const processes = [pid, ...childrenOf(pid)];
    for (const each of processes) if (existsSync(`/proc/${each}`)) process.kill(each, 'SIGKILL');
    await until(() => !this.isRunning && processes.every(each => !isAlive(each)), 30_000, 5);
  }

  /** Ends it as an operator does who does not wait for its clients. */
  async stop(): Promise<void> {
    this.#server?.kill('SIGINT');
    await until(() => !this.isRunning, 30_000, 5);
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #spawn(): void {
    const args = ['-D', this.#data, '-p', String(this.#port), ...settings.flatMap(setting => ['-c', setting])];
    this.#server = spawn(join(this.#bin, 'postgres'), args, {
      ...this.#user,
      cwd: this.#folder,
      env: { ...process.env, ...this.#environment },
      stdio: process.env['LINESHAFT_FAULTS_LOG'] ? 'inherit' : 'ignore',
    });
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5000 });
    // A connection that breaks is reported here, too.
    client.on('error', () => {});
    return client
      .connect()
      .then(() => client.query('select 1'))
      .then(() => client.end())
      .then(
        () => true,
        () => false,
      );
  }
}

function findPrograms(): string | undefined {
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').toSorted().at(-1);
  return found?.replace(/\/initdb$/, '');
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Skipped('there is no user postgres to run PostgreSQL as');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

function childrenOf(pid: number): number[] {
  return globSync('/proc/[0-9]*/stat')
    .map(path => statOf(path))
    .filter(stat => stat?.parent === pid)
    .map(stat => stat?.pid ?? 0);
}

function isAlive(pid: number): boolean {
  const stat = statOf(`/proc/${pid}/stat`);
  return stat !== undefined && stat.state !== 'Z';
}

/** Undefined when the process is gone. */
function statOf(path: string): { pid: number; state: string; parent: number } | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const [, pid, state, parent] = /^(\d+) \(.*\) (\S) (\d+)/.exec(readFileSync(path, 'utf8')) ?? [];
    return { pid: Number(pid), state: state ?? '', parent: Number(parent) };
  } catch (error) {
    // It ended between the look and the reading.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}
