import { flowDefinitionSchema, flowNodeSchema } from '@lineshaft/flow';
import type { DraftEdge, JsonObject } from '../draft-flow.ts';
import { isObject, sameJson } from '../save/json-parts.ts';

/** A field that says something else; `undefined` where it is not there. */
export interface FieldChange {
  path: string[];
  before: unknown;
  after: unknown;
}

interface NodeChange {
  id: string;
  name: string;
  change: 'added' | 'changed' | 'removed';
  fields: FieldChange[];
}

interface EdgeChange {
  edge: Required<Pick<DraftEdge, 'from' | 'port' | 'to'>>;
  change: 'added' | 'removed';
}

/** What makes two states of a flow different versions. */
export interface FlowComparison {
  /** Fields of the flow itself. */
  fields: FieldChange[];
  nodes: NodeChange[];
  edges: EdgeChange[];
  isSame: boolean;
}

/** Compares two states of a flow, valid or not. Defaults count as said; how it is drawn does not count. */
export function compareFlows(before: JsonObject, after: JsonObject): FlowComparison {
  const [left, right] = [readFlow(before), readFlow(after)];
  const fields = fieldChanges(left.head, right.head);
  const ids = new Set([...right.nodes.keys(), ...left.nodes.keys()]);
  const nodes = [...ids].flatMap(id => compareNodes(id, left.nodes.get(id), right.nodes.get(id)));
  const edges = [
    ...[...right.edges].flatMap(([key, edge]) => (left.edges.has(key) ? [] : [{ edge, change: 'added' as const }])),
    ...[...left.edges].flatMap(([key, edge]) => (right.edges.has(key) ? [] : [{ edge, change: 'removed' as const }])),
  ];
  return { fields, nodes, edges, isSame: fields.length + nodes.length + edges.length === 0 };
}

function compareNodes(id: string, before: JsonObject | undefined, after: JsonObject | undefined): NodeChange[] {
  const name = (after ?? before)?.['name'];
  const named = { id, name: typeof name === 'string' && name !== '' ? name : id };
  if (!before) return [{ ...named, change: 'added', fields: fieldChanges({ config: {} }, after ?? {}) }];
  if (!after) return [{ ...named, change: 'removed', fields: fieldChanges(before, { config: {} }) }];
  const fields = fieldChanges(before, after);
  return fields.length === 0 ? [] : [{ ...named, change: 'changed', fields }];
}

/** Objects field by field, through all levels; lists and single values as a whole. */
function fieldChanges(before: JsonObject, after: JsonObject, path: string[] = []): FieldChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap(key => {
    const [left, right] = [before[key], after[key]];
    if (sameJson(left, right)) return [];
    if (isObject(left) && isObject(right)) return fieldChanges(left, right, [...path, key]);
    return [{ path: [...path, key], before: left, after: right }];
  });
}

const { nodes: _nodes, edges: _edges, layout: _layout, notes: _notes, ...ownFields } = flowDefinitionSchema.shape;

function readFlow({ nodes, edges, layout: _draftLayout, notes: _draftNotes, ...said }: JsonObject) {
  const known = Object.entries(ownFields).map(([key, schema]): [string, unknown] => {
    const parsed = schema.safeParse(said[key]);
    return [key, parsed.success ? parsed.data : said[key]];
  });
  return {
    head: { ...said, ...Object.fromEntries(known) } as JsonObject,
    nodes: new Map(
      objectsIn(nodes).map(node => [String(node['id']), flowNodeSchema.safeParse(node).data ?? node] as const),
    ),
    edges: new Map(
      objectsIn(edges).map(edge => {
        const { from, to, port = 'out' } = edge as DraftEdge;
        return [JSON.stringify([from, port, to]), { from, port, to }] as const;
      }),
    ),
  };
}

function objectsIn(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
