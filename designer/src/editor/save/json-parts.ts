import type { JsonObject } from '../draft-flow.ts';

/**
 * A flow as a tree of named parts: its lists are turned into records by what names their entries, so that two of them can
 * be compared node by node and field by field. Lists inside of nodes are whole values.
 */
export function partsOf(document: JsonObject): JsonObject {
  const { nodes, edges, notes, ...rest } = document;
  return {
    ...rest,
    ...(nodes === undefined ? {} : { nodes: named(nodes, ['id']) }),
    ...(edges === undefined ? {} : { edges: named(edges, ['from', 'port', 'to']) }),
    ...(notes === undefined ? {} : { notes: named(notes, ['id']) }),
  };
}

/** The flow again; entries stand in the order in which the records have them. */
export function fromParts(parts: JsonObject): JsonObject {
  const lists = Object.entries(parts).map(([key, value]) =>
    isList(key) && isObject(value) ? [key, Object.values(value)] : [key, value],
  );
  return Object.fromEntries(lists) as JsonObject;
}

function isList(key: string): boolean {
  return key === 'nodes' || key === 'edges' || key === 'notes';
}

/** The list as it is when its entries cannot be told apart by their names. */
function named(list: unknown, fields: string[]): unknown {
  if (!Array.isArray(list) || !list.every(isObject)) return list;
  const entries = list.map(entry => [nameOf(entry, fields), entry] as const);
  const record = new Map(entries);
  return record.size === list.length && !record.has(undefined) ? Object.fromEntries(entries) : list;
}

function nameOf(entry: JsonObject, fields: string[]): string | undefined {
  const names = fields.map(field => entry[field] ?? (field === 'port' ? 'out' : undefined));
  if (!names.every(name => typeof name === 'string')) return undefined;
  // Keys that look like numbers would be put in front of all others.
  return names.length === 1 ? `#${names[0]}` : JSON.stringify(names);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two JSON values say the same; the order of fields does not matter. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => sameJson(entry, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a).filter(key => a[key] !== undefined);
  const others = Object.keys(b).filter(key => b[key] !== undefined);
  return keys.length === others.length && keys.every(key => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
