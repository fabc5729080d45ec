import type { ConnectionHealth, ConnectionTestProgress } from '@lineshaft/api';
import type { Connections } from '../store/connections.ts';
import type { ConnectionClients } from './connection-clients.ts';
import type { ConnectionTest } from './test-connection.ts';

export interface ProbeContext {
  connections: Connections;
  clients: ConnectionClients;
  environment: string;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
  /** This process's clock, milliseconds; left out: that of the machine. */
  elapsed?: () => number;
}

const everySeconds = 60;

/** How long after its first, second, … failure in a row a connection is looked at again; later ones wait their turn. */
const againAfterSeconds = [1, 2, 5, 10, 30];

/** Two processes do not look at the same connection within this time. */
const apartSeconds = 0.5;

/** Probes at a time: a chore must not fill the process. */
const atOnce = 4;

/** What is known of a connection that was looked at here. */
interface Looked {
  revision: number;
  failures: number;
  /** By this process's clock, milliseconds; undefined: with all others. */
  againAt: number | undefined;
}

/** Looks how connections fare, and keeps it. */
export class ConnectionProbes {
  readonly #context: ProbeContext;
  readonly #elapsed: () => number;
  readonly #looked = new Map<string, Looked>();
  #isFirstRound = true;

  constructor(context: ProbeContext) {
    this.#context = context;
    this.#elapsed = context.elapsed ?? (() => performance.now());
  }

  /** Tests the connections that flows use and that nobody has looked at for a minute. */
  async all(): Promise<void> {
    const used = [...(await this.#context.connections.uses()).keys()];
    // A little more or less each time, or all would be probed at the same moment for ever.
    await this.#probe(used, everySeconds * (0.9 + Math.random() * 0.2));
  }

  /** Tests those whose settings were changed, and those that failed a moment ago and may be well again. */
  async again(): Promise<void> {
    const revisions = this.#context.clients.revisions();
    const looked = this.#looked;
    for (const id of looked.keys()) if (!revisions.has(id)) looked.delete(id);
    // What was there before is no news.
    if (this.#isFirstRound)
      for (const [id, revision] of revisions) if (!looked.has(id)) looked.set(id, { revision, ...unharmed });
    this.#isFirstRound = false;
    const due = [...revisions].filter(([id, revision]) => this.#isDue(looked.get(id), revision));
    if (due.length === 0) return;
    await this.#probe(
      due.map(([id]) => id),
      apartSeconds,
    );
    // Those that are on hold or that another process looks at are left to the round of all.
    for (const [id, revision] of due)
      if (this.#isDue(looked.get(id), revision)) looked.set(id, { revision, ...unharmed });
  }

  /** Tests one because somebody asks. */
  async test(id: string, onProgress?: (steps: ConnectionTestProgress['steps']) => void): Promise<ConnectionTest> {
    const { connections, clients, environment, now } = this.#context;
    const revision = clients.revisionOf(id);
    const test = await clients.test(id, onProgress);
    if (revision === undefined) return test;
    await connections.saveHealth(id, environment, revision, toHealth(test, now()));
    const before = this.#looked.get(id);
    const failures = test.passed ? 0 : (before?.revision === revision ? before.failures : 0) + 1;
    const seconds = againAfterSeconds[failures - 1];
    const againAt = seconds === undefined ? undefined : this.#elapsed() + seconds * 1000;
    this.#looked.set(id, { revision, failures, againAt });
    return test;
  }

  async #probe(ids: readonly string[], seconds: number): Promise<void> {
    const { connections, environment } = this.#context;
    const due = await connections.beginProbes(environment, ids, seconds);
    const probe = async () => {
      for (let id = due.pop(); id !== undefined; id = due.pop()) await this.test(id);
    };
    await Promise.all(Array.from({ length: atOnce }, probe));
  }

  #isDue(looked: Looked | undefined, revision: number): boolean {
    return looked?.revision !== revision || (looked.againAt !== undefined && looked.againAt <= this.#elapsed());
  }
}

const unharmed = { failures: 0, againAt: undefined };

function toHealth({ passed, steps }: ConnectionTest, now: number): ConnectionHealth {
  const failed = steps.find(step => step.state === 'failed');
  return {
    state: passed ? 'passed' : 'failed',
    checkedAt: new Date(now).toISOString(),
    durationMs: Math.round(steps.reduce((sum, step) => sum + step.durationMs, 0)),
    ...(failed ? { failedStep: failed.title } : {}),
    ...(failed?.error ? { error: failed.error } : {}),
  };
}
