import { kindOf } from './shape.ts';

/** A node as far as it can be read; its other fields may be missing or wrong. */
export interface DraftNode {
  /** Place in `nodes`. */
  index: number;
  id: string | undefined;
  /** How messages call it: `"Send to ERP"`. */
  label: string;
  name: string | undefined;
  type: string | undefined;
  version: number;
  /** Undefined when it is not an object. */
  config: Record<string, unknown> | undefined;
  onFailure: 'dead-letter' | 'error-port';
  /** Id of the connection it names. */
  connection: string | undefined;
  /** Id of the node that undoes it. */
  compensation: string | undefined;
}

/** An edge whose ends can be read. */
export interface DraftEdge {
  /** Place in `edges`. */
  index: number;
  from: string;
  port: string;
  to: string;
}

/** Reads what a graph needs and passes over everything else; `checkShape` has reported it. */
export function readNodes(nodes: unknown): DraftNode[] {
  return objectsIn(nodes).map(([index, node]) => {
    const id = textOf(node['id']);
    const name = textOf(node['name']);
    return {
      index,
      id,
      name,
      label: `"${(name ?? id ?? `node ${index + 1}`).slice(0, 120)}"`,
      type: textOf(node['type']),
      version: Number.isInteger(node['version']) ? (node['version'] as number) : 1,
      config: node['config'] === undefined ? {} : asObject(node['config']),
      onFailure: node['onFailure'] === 'error-port' ? 'error-port' : 'dead-letter',
      connection: textOf(node['connection']),
      compensation: textOf(node['compensation']),
    };
  });
}

export function readEdges(edges: unknown): DraftEdge[] {
  return objectsIn(edges).flatMap(([index, edge]) => {
    const [from, to] = [textOf(edge['from']), textOf(edge['to'])];
    return from === undefined || to === undefined ? [] : [{ index, from, port: textOf(edge['port']) ?? 'out', to }];
  });
}

/** The value when it is a JSON object. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return kindOf(value) === 'an object' ? (value as Record<string, unknown>) : undefined;
}

function objectsIn(list: unknown): [number, Record<string, unknown>][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    const object = asObject(entry);
    return object === undefined ? [] : [[index, object] as [number, Record<string, unknown>]];
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
