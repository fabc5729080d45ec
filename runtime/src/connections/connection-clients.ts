import {
  type AnyConnectionImplementation,
  checkShape,
  type Connect,
  type ConnectionImplementations,
  type ConnectionSettings,
  insertSecrets,
  LineshaftError,
} from '@lineshaft/flow';
import type { Redactor } from '../secrets/redactor.ts';
import type { Connections, ConnectionState } from '../store/connections.ts';
import type { Logger } from '../telemetry/log.ts';
import { type ConnectionTest, failedTest, testConnection, type TestOptions } from './test-connection.ts';

export interface ConnectionClientsContext {
  connections: Connections;
  implementations: ConnectionImplementations;
  /** Such as `test`. */
  environment: string;
  redactor: Redactor;
  log: Logger;
}

/** A connection with its settings read and its code loaded. */
interface Usable {
  implementation: AnyConnectionImplementation;
  settings: ConnectionSettings<never>;
  /** Made when the first node asks for it. */
  client?: { value: unknown };
}

interface Known {
  type: string;
  /** Of the settings; undefined: none in this environment. */
  revision: number | undefined;
  secrets: readonly string[];
  usable: Usable | LineshaftError;
}

/** How long a test may take, milliseconds. */
const testTimeoutMs = 15_000;

/** Keeps one client for each connection in this environment, always made of the settings that hold now. */
export class ConnectionClients {
  readonly #context: ConnectionClientsContext;
  readonly #known = new Map<string, Known>();
  readonly #closing = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  constructor(context: ConnectionClientsContext) {
    this.#context = context;
  }

  /** Brings this process in step: what changed is read anew and its client closed. One call at a time. */
  async follow(states: readonly ConnectionState[]): Promise<void> {
    const wanted = new Set(states.map(state => state.id));
    for (const [id, known] of this.#known) {
      if (wanted.has(id)) continue;
      this.#known.delete(id);
      this.#context.redactor.setSecrets(id, []);
      this.#close(id, known);
    }
    for (const state of states) {
      const known = this.#known.get(state.id);
      const isCurrent = known?.type === state.type && known.revision === state.environment?.revision;
      if (isCurrent && !(known.usable instanceof LineshaftError && state.environment)) continue;
      await this.#read(state, known);
    }
  }

  /** What a node gets to reach its connection. */
  connect(connectionId: string | undefined, nodeName: string): Connect {
    return <Client>(implementation: { manifest: { type: string } }) =>
      this.#client(connectionId, nodeName, implementation.manifest.type) as Client;
  }

  /** Another number whenever the settings are others; undefined: there are none. */
  revisionOf(connectionId: string): number | undefined {
    return this.#known.get(connectionId)?.revision;
  }

  /** Of every connection that has settings: another number whenever they are others. */
  revisions(): Map<string, number> {
    return new Map(
      [...this.#known].flatMap(([id, { revision }]) => (revision === undefined ? [] : [[id, revision] as const])),
    );
  }

  /** Goes through the handshake, with the settings that are known here. Secrets are taken out of what it says. */
  async test(connectionId: string, onProgress?: TestOptions['onProgress']): Promise<ConnectionTest> {
    const known = this.#known.get(connectionId);
    const usable = known?.usable ?? noSuch(connectionId);
    const test =
      usable instanceof LineshaftError
        ? failedTest(usable)
        : await testConnection(usable.implementation, usable.settings, {
            timeoutMs: testTimeoutMs,
            signal: this.#stopping.signal,
            onProgress,
          });
    const { redactor } = this.#context;
    const steps = test.steps.map(step => (step.error ? { ...step, error: redactor.record(step.error) } : step));
    return { ...test, steps };
  }

  /** Ends tests that are under way, too. */
  async closeAll(): Promise<void> {
    this.#stopping.abort();
    for (const [id, known] of this.#known) this.#close(id, known);
    this.#known.clear();
    await Promise.all(this.#closing);
  }

  #client(connectionId: string | undefined, nodeName: string, type: string): unknown {
    if (connectionId === undefined) {
      throw unusable(`Node "${nodeName}" names no connection. Choose one of the type "${type}" and publish the flow.`);
    }
    const known = this.#known.get(connectionId);
    if (!known) throw noSuch(connectionId);
    if (known.type !== type) {
      throw unusable(
        `Node "${nodeName}" needs a connection of the type "${type}", but "${connectionId}" is of the type "${known.type}". Choose another one and publish the flow.`,
      );
    }
    const { usable } = known;
    if (usable instanceof LineshaftError) throw unusable(usable.message, usable);
    usable.client ??= { value: usable.implementation.open(usable.settings) };
    return usable.client.value;
  }

  async #read(state: ConnectionState, before: Known | undefined): Promise<void> {
    const { redactor, log } = this.#context;
    const { id, type } = state;
    const { usable, secrets, revision } = await this.#usable(state);
    this.#known.set(id, { type, revision, secrets, usable });
    // What is still at work may fail with the secrets that it began with.
    redactor.setSecrets(id, [...secrets, ...(before?.secrets ?? [])]);
    if (before) this.#close(id, before);
    const isNews = !(before?.usable instanceof LineshaftError && before.usable.message === (usable as Error).message);
    if (usable instanceof LineshaftError && revision !== undefined && isNews)
      log.error({ err: usable, connection: id }, 'A connection cannot be used');
  }

  async #usable(state: ConnectionState): Promise<Omit<Known, 'type'>> {
    const { environment, connections, implementations } = this.#context;
    const { id, type } = state;
    const nothing = { revision: state.environment?.revision, secrets: [] };
    if (!state.environment) {
      const text = `Connection "${id}" has no settings in the environment "${environment}". Enter them; deliveries wait.`;
      return { ...nothing, usable: unusable(text) };
    }
    const load = implementations[type];
    if (!load) {
      const text = `Connection "${id}" is of the type "${type}", which this runtime does not have. Install the connector that brings it.`;
      return { ...nothing, usable: unusable(text) };
    }
    try {
      const open = await connections.open(id, environment);
      if (!open) return { ...nothing, usable: noSuch(id) };
      const secrets = [...open.secrets.values()].map(secret =>
        typeof secret === 'string' ? secret : JSON.stringify(secret),
      );
      const implementation = await load().catch((cause: unknown) => {
        throw unusable(`The code of connections of the type "${type}" could not be loaded.`, cause);
      });
      const { settings: schema } = implementation.manifest;
      const { value, faults } = checkShape(schema, insertSecrets(schema, open.settings, open.secrets), 'The settings');
      const { revision } = open;
      if (value) return { revision, secrets, usable: { implementation, settings: { id, values: value as never } } };
      const text = `Connection "${id}" has settings that do not fit any more. ${faults.map(fault => fault.message).join(' ')}`;
      return { revision, secrets, usable: unusable(text) };
    } catch (error) {
      if (error instanceof LineshaftError) return { ...nothing, usable: error };
      throw error;
    }
  }

  #close(id: string, { usable }: Known): void {
    if (usable instanceof LineshaftError || !usable.client) return;
    const closing = usable.implementation.close(usable.client.value as never).catch((error: unknown) => {
      this.#context.log.error({ err: error, connection: id }, 'The client of a connection could not be closed');
    });
    this.#closing.add(closing);
    void closing.finally(() => this.#closing.delete(closing));
  }
}

function noSuch(id: string): LineshaftError {
  return unusable(`There is no connection "${id}". Make it, or choose another one and publish the flow.`);
}

function unusable(message: string, cause?: unknown): LineshaftError {
  return new LineshaftError('connection-unusable', message, { cause });
}
