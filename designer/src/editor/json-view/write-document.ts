import { flowDefinitionSchema, flowNodeSchema } from '@lineshaft/flow';
import type { JsonObject } from '../draft-flow.ts';
import { isObject } from '../save/json-parts.ts';

/** The document as text, its fields and those of nodes in the order in which files have them. Nothing is left out. */
export function writeDocument(document: JsonObject): string {
  const ordered = inOrder(document, Object.keys(flowDefinitionSchema.shape));
  const { nodes } = ordered;
  const nodeKeys = Object.keys(flowNodeSchema.shape);
  const drawn = Array.isArray(nodes)
    ? { ...ordered, nodes: nodes.map((node: unknown) => (isObject(node) ? inOrder(node, nodeKeys) : node)) }
    : ordered;
  return `${JSON.stringify(drawn, undefined, 2)}\n`;
}

function inOrder(fields: JsonObject, keys: string[]): JsonObject {
  const known = keys.filter(key => Object.hasOwn(fields, key));
  const others = Object.keys(fields).filter(key => !known.includes(key));
  return Object.fromEntries([...known, ...others].map(key => [key, fields[key]]));
}
