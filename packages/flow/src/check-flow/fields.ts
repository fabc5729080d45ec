import {
  edgeSchema,
  flowDefinitionSchema,
  flowFormat,
  flowNodeSchema,
  maxEdges,
  maxNodes,
} from '../flow-definition.ts';
import { nodeProblem } from './nodes.ts';
import { type FlowProblemCode, jsonPointer, type Problem } from './problem.ts';
import type { DraftNode } from './read.ts';
import { checkShape, type Fault, kindOf } from './shape.ts';

/**
 * Checks every field of the file against its schema: the flow itself, then each node and each edge, so that one
 * message can name its node. Node configs have schemas of their own and are checked with their type.
 */
export function checkFields(
  definition: Record<string, unknown>,
  drafts: readonly DraftNode[],
  nodes: readonly unknown[] | undefined,
  edges: readonly unknown[] | undefined,
): Problem[] {
  return [
    ...checkHead(definition),
    ...tooLong('nodes', definition['nodes'], maxNodes),
    ...tooLong('edges', definition['edges'], maxEdges),
    ...checkNodeFields(nodes ?? [], drafts),
    ...checkEdgeFields(edges ?? []),
  ];
}

/** A problem of the flow as a whole, or of one of its fields. */
export function flowProblem(code: FlowProblemCode, keys: readonly PropertyKey[], message: string): Problem {
  return { path: jsonPointer(keys), severity: 'error', code, message };
}

const codes = { missing: 'field-missing', invalid: 'field-invalid', unknown: 'field-unknown' } as const;

function checkHead(definition: Record<string, unknown>): Problem[] {
  const { nodes, edges, ...head } = definition;
  const lists = { nodes: Array.isArray(nodes) ? [] : nodes, edges: Array.isArray(edges) ? [] : edges };
  const { faults } = checkShape(flowDefinitionSchema, { ...head, ...lists }, 'The flow');
  return faults.map(fault =>
    fault.keys[0] === 'format'
      ? wrongFormat(definition['format'])
      : flowProblem(codes[fault.kind], fault.keys, `The flow's ${fault.message}`),
  );
}

function wrongFormat(format: unknown): Problem {
  const found =
    format === undefined ? 'does not say its format' : `has the format ${JSON.stringify(format)?.slice(0, 80)}`;
  const message = `The flow ${found}. This version of Lineshaft reads "${flowFormat}": write "format": "${flowFormat}", or update Lineshaft.`;
  return flowProblem('format-unknown', ['format'], message);
}

function tooLong(list: 'nodes' | 'edges', value: unknown, max: number): Problem[] {
  if (!Array.isArray(value) || value.length <= max) return [];
  const message = `The flow has ${value.length} ${list}, but at most ${max} are allowed. Split it into several flows.`;
  return [flowProblem('field-invalid', [list], message)];
}

function checkNodeFields(nodes: readonly unknown[], drafts: readonly DraftNode[]): Problem[] {
  const draftAt = new Map(drafts.map(draft => [draft.index, draft]));
  return nodes.flatMap((node, index) => {
    const draft = draftAt.get(index);
    if (draft === undefined) {
      const message = `Node ${index + 1} must be an object, but is ${kindOf(node)}.`;
      return [flowProblem('field-invalid', ['nodes', index], message)];
    }
    const { faults } = checkShape(flowNodeSchema, node, 'The node');
    return faults.map(fault =>
      nodeProblem(draft, fault.keys, codes[fault.kind], `The node ${draft.label}: ${fault.message}`),
    );
  });
}

function checkEdgeFields(edges: readonly unknown[]): Problem[] {
  return edges.flatMap((edge, index) => {
    const { faults } = checkShape(edgeSchema, edge, `Edge ${index + 1}`);
    return faults.map(fault => flowProblem(codes[fault.kind], ['edges', index, ...fault.keys], edgeText(fault, index)));
  });
}

function edgeText(fault: Fault, index: number): string {
  return fault.keys.length === 0 ? fault.message : `Edge ${index + 1}: ${fault.message}`;
}
