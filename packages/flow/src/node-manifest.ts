import type { z } from 'zod';
import { errorPort, type FlowNode } from './flow-definition.ts';

/** Where messages enter, are worked on without touching the outside, or leave. */
export type NodeRole = 'source' | 'processor' | 'sink';

/** A named output of a node. */
export interface Port {
  name: string;
  title: string;
}

/**
 * What a node type is, as plain data that a browser may load. The config form, validation and masking all come from
 * the `config` schema; `meta({ widget, secret, onlyWith })` on its fields says how they are edited and shown, and with which
 * values of the others they mean anything.
 *
 * Every sink touches the outside: its result is settled before anything that depends on it goes out, and each of its
 * runs has an idempotency key of its own. Processors never do; one that is `stateful` is settled like a sink, because what
 * it keeps or releases outlasts its run.
 */
export interface NodeManifest<Role extends NodeRole = NodeRole, Config extends z.ZodObject = z.ZodObject> {
  /** Dotted, such as `http.request`. */
  type: string;
  /** Raised when a stored config would mean something else; then `migrations` gets an entry. */
  version: number;
  role: Role;
  title: string;
  description: string;
  config: Config;
  /** The outputs that a node with this config has, in drawing order. */
  outputs(config: z.output<Config>): Port[];
  /** From a config of version N to one of N + 1, by N. */
  migrations: Readonly<Record<number, (config: Record<string, unknown>) => Record<string, unknown>>>;
  /** The HTTP endpoints below `/in/` that a source with this config opens; no two flows may have the same. */
  endpoints?(config: z.output<Config>): Endpoint[];
  /** A source whose sender may wait for the flow's own answer, depending on its config. */
  awaitsReply?(config: z.output<Config>): boolean;
  /** A sink that answers such a sender. */
  sendsReply?: boolean;
  /** The node needs a connection of this type, or may have one. */
  connection?: { type: string; optional?: boolean };
  /** A processor that, with this config, uses `context.state`. */
  stateful?(config: z.output<Config>): boolean;
  /** A source that gets what is published on this topic. */
  topic?(config: z.output<Config>): string;
  /** A source that other flows call. */
  callable?: boolean;
}

/** An HTTP endpoint below `/in/`. */
export interface Endpoint {
  method: string;
  /** Without leading slash. */
  path: string;
  /** Media types that are taken, such as `application/json` or `text/*`. */
  contentTypes: string[];
}

/** A manifest whose config type no longer matters: what lists, checks and forms work with. */
export type AnyNodeManifest = Omit<NodeManifest, 'outputs' | 'awaitsReply' | 'endpoints' | 'stateful' | 'topic'> & {
  endpoints?(config: never): Endpoint[];
  stateful?(config: never): boolean;
  topic?(config: never): string;
  outputs(config: never): Port[];
  awaitsReply?(config: never): boolean;
};

/** Declares a node type; the role and the config type are inferred. */
export function defineManifest<Role extends NodeRole, Config extends z.ZodObject>(
  manifest: NodeManifest<Role, Config>,
): NodeManifest<Role, Config> {
  return manifest;
}

/** Node types by their `type`. */
export type NodeTypes = ReadonlyMap<string, AnyNodeManifest>;

/**
 * @throws Error when two manifests name the same type, or one lacks a migration from an older version: faults of the
 * program, not of a flow.
 */
export function nodeTypesOf(manifests: readonly AnyNodeManifest[]): NodeTypes {
  const types = new Map<string, AnyNodeManifest>();
  for (const manifest of manifests) {
    if (types.has(manifest.type)) throw new Error(`Two manifests name the node type "${manifest.type}".`);
    for (let version = 1; version < manifest.version; version++) {
      if (manifest.migrations[version] !== undefined) continue;
      throw new Error(
        `The node type "${manifest.type}" has version ${manifest.version} but no migration from version ${version}.`,
      );
    }
    types.set(manifest.type, manifest);
  }
  return types;
}

/**
 * The node's config, brought to the manifest's version and parsed, with defaults filled in.
 * @throws z.ZodError when it does not fit, RangeError when it was written for a newer version than this one.
 */
export function parseNodeConfig(
  node: Pick<FlowNode, 'type' | 'version' | 'config'>,
  manifest: AnyNodeManifest,
): unknown {
  return manifest.config.parse(upgradeNodeConfig(node, manifest));
}

/**
 * The node's config, brought to the manifest's version, not parsed yet.
 * @throws RangeError when it was written for a newer version than this one.
 */
export function upgradeNodeConfig(
  node: Pick<FlowNode, 'type' | 'version' | 'config'>,
  manifest: AnyNodeManifest,
): Record<string, unknown> {
  if (node.version > manifest.version) {
    throw new RangeError(
      `The node type "${node.type}" is known here up to version ${manifest.version}, but the node was made with version ${node.version}. Update Lineshaft, or make the node again.`,
    );
  }
  let config = node.config;
  for (let version = node.version; version < manifest.version; version++) {
    config = manifest.migrations[version]?.(config) ?? config;
  }
  return config;
}

/** The node's outputs: those of its type for this config, and the error port when failures leave through it. */
export function outputPorts(node: FlowNode, manifest: AnyNodeManifest, config: unknown): Port[] {
  const ports = manifest.outputs(config as never);
  return node.onFailure === 'error-port' ? [...ports, { name: errorPort, title: 'Error' }] : ports;
}
