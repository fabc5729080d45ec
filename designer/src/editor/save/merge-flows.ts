import type { JsonObject } from '../draft-flow.ts';
import { fromParts, isObject, partsOf, sameJson } from './json-parts.ts';

/** One field that both changed, each in another way. */
export interface MergeConflict {
  /** Such as `['nodes', 'send', 'config', 'url']`; of nodes and notes by id, of edges by their ends. */
  path: string[];
  /** `undefined`: it is not there. */
  base: unknown;
  theirs: unknown;
  mine: unknown;
}

export type Side = 'mine' | 'theirs';

/**
 * Joins two edits of one document: what only one of them changed is taken, whoever did it. Where both changed the same
 * field in different ways, `choose` decides, and the field is among the conflicts. Where a box stands is never a conflict.
 * @example
 * const { merged, conflicts } = mergeFlows(base, theirs, mine);
 */
export function mergeFlows(
  base: JsonObject,
  theirs: JsonObject,
  mine: JsonObject,
  choose: (path: string[]) => Side = () => 'mine',
): { merged: JsonObject; conflicts: MergeConflict[] } {
  const conflicts: MergeConflict[] = [];

  const merge = (path: string[], [before, left, right]: [unknown, unknown, unknown]): unknown => {
    if (sameJson(left, right) || sameJson(left, before)) return right;
    if (sameJson(right, before)) return left;
    // Both made the same new node, or both changed one: field by field.
    if (isObject(left) && isObject(right)) return mergeFields(path, isObject(before) ? before : {}, left, right);
    if (path[0] === 'layout') return right;
    conflicts.push({ path: path.map(shown), base: before, theirs: left, mine: right });
    return choose(path.map(shown)) === 'mine' ? right : left;
  };

  const mergeFields = (path: string[], before: JsonObject, left: JsonObject, right: JsonObject): JsonObject => {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    const fields = [...keys].map(key => {
      const values = [before, left, right].map(side => (Object.hasOwn(side, key) ? side[key] : undefined));
      return [key, merge([...path, key], values as [unknown, unknown, unknown])] as const;
    });
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  };

  const parts = mergeFields([], partsOf(base), partsOf(theirs), partsOf(mine));
  return { merged: withoutLooseEnds(fromParts(parts)), conflicts };
}

/** An edge that one drew to a node that the other removed leads nowhere. */
function withoutLooseEnds(document: JsonObject): JsonObject {
  const { nodes, edges, layout } = document;
  if (!Array.isArray(nodes) || !Array.isArray(edges)) return document;
  const ids = new Set(nodes.map((node: unknown) => (isObject(node) ? node['id'] : undefined)));
  const kept = edges.filter((edge: unknown) => isObject(edge) && ids.has(edge['from']) && ids.has(edge['to']));
  const places = isObject(layout) ? Object.fromEntries(Object.entries(layout).filter(([id]) => ids.has(id))) : layout;
  return { ...document, edges: kept, ...(layout === undefined ? {} : { layout: places }) };
}

/** `#send` → `send`: the sign only keeps records in order. */
function shown(segment: string): string {
  return segment.startsWith('#') ? segment.slice(1) : segment;
}
