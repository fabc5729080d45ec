import type { z } from 'zod';

/**
 * A kind of system that can be connected to, as plain data that a browser may load. A connection is one system of that
 * kind: its address and credentials, one set of settings for each environment, apart from flows.
 *
 * Secret fields say `meta({ secret: true })`: they are write-only, kept encrypted, and never in exports, traces, errors
 * or logs.
 */
export interface ConnectionManifest<Settings extends z.ZodObject = z.ZodObject> {
  /** Such as `http` or `postgres`. */
  type: string;
  title: string;
  description: string;
  settings: Settings;
}

/** Declares a kind of connection; the type of its settings is inferred. */
export function defineConnection<Settings extends z.ZodObject>(
  manifest: ConnectionManifest<Settings>,
): ConnectionManifest<Settings> {
  return manifest;
}

/** A connection's settings in this environment, secrets included: for the connector alone. */
export interface ConnectionSettings<Values> {
  /** Id of the connection. */
  id: string;
  values: Values;
}

/** Runs one step of a handshake: what it throws ends the test, and is shown beside the title. */
export type TestStep = <Result>(title: string, work: () => Promise<Result>) => Promise<Result>;

/** The code of a kind of connection. */
export interface ConnectionImplementation<Settings extends z.ZodObject = z.ZodObject, Client = unknown> {
  manifest: ConnectionManifest<Settings>;
  /**
   * Makes what nodes work with, such as a pool. Connects to nothing yet. One client serves all nodes of a process that
   * name the connection; when its settings change, the client is closed and another one opened.
   */
  open(settings: ConnectionSettings<z.output<Settings>>): Client;
  close(client: Client): Promise<void>;
  /**
   * Goes through the handshake, step by step (`Look up the host name`, `Connect`, `Sign in` …), and changes nothing on
   * the other side. Also the health probe.
   */
  test(settings: ConnectionSettings<z.output<Settings>>, step: TestStep, signal: AbortSignal): Promise<void>;
}

/** Binds code to a kind of connection. */
export function implementConnection<Settings extends z.ZodObject, Client>(
  implementation: ConnectionImplementation<Settings, Client>,
): ConnectionImplementation<Settings, Client> {
  return implementation;
}

/** A connection's code whose types no longer matter: what the runtime keeps in its registry. */
export interface AnyConnectionImplementation {
  manifest: ConnectionManifest;
  open(settings: ConnectionSettings<never>): unknown;
  close(client: never): Promise<void>;
  test(settings: ConnectionSettings<never>, step: TestStep, signal: AbortSignal): Promise<void>;
}

/** Loads the code of connections on first use, by type. */
export type ConnectionImplementations = Readonly<Record<string, () => Promise<AnyConnectionImplementation>>>;

/**
 * The client of the connection that the node names, in this environment.
 * @throws LineshaftError `connection-unusable` when there is none, it is of another type, or has no settings here
 */
export type Connect = <Settings extends z.ZodObject, Client>(
  implementation: ConnectionImplementation<Settings, Client>,
) => Client;
