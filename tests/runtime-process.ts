import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../runtime/src/main.ts', import.meta.url));

export interface RuntimeProcessOptions {
  /** Undefined: PGlite in `dataFolder`. */
  databaseUrl?: string | undefined;
  dataFolder: string;
  port?: number;
  environment?: Record<string, string>;
}

/** The runtime as its users start it: a process of its own. */
export class RuntimeProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<void>;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
    this.ended = new Promise(resolve => {
      if (child.exitCode === null && child.signalCode === null) child.once('exit', () => resolve());
      else resolve();
    });
  }

  static async start({
    databaseUrl,
    dataFolder,
    port = 0,
    environment = {},
  }: RuntimeProcessOptions): Promise<RuntimeProcess> {
    const { DATABASE_URL: _ours, ...inherited } = process.env;
    const child = spawn(process.execPath, [main], {
      env: {
        ...inherited,
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
        LINESHAFT_DATA: dataFolder,
        LINESHAFT_PORT: String(port),
        LINESHAFT_EXAMPLES: 'off',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await printedUrl(child);
    return new RuntimeProcess(child, url);
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  async publish(flow: Record<string, unknown>): Promise<void> {
    await this.api('PUT', `/api/flows/${String(flow['id'])}`, flow);
    await this.api('POST', `/api/flows/${String(flow['id'])}/publish`, {});
  }

  /** Makes an HTTP connection to a server on this machine, and allows its address, as an administrator would. */
  async allow(id: string, baseUrl: string): Promise<void> {
    await this.api('PUT', `/api/connections/${id}`, { type: 'http', name: id });
    const settings = { baseUrl, internal: true, healthPath: '/health' };
    await this.api('PUT', `/api/connections/${id}/environments/test`, { settings });
  }

  /** Resident memory in MB: now, and the most it ever was. */
  memory(): { now: number; peak: number } {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const read = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}

function printedUrl(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  if (!child.stdout) throw new Error('no standard output');
  createInterface({ input: child.stdout }).on('line', line => {
    const url = /running on (http:\S+)/.exec(line)?.[1];
    if (url) resolve(url);
  });
  child.once('exit', code => reject(new Error(`The runtime ended with code ${code} before it listened.`)));
  return promise;
}
