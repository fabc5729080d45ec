import { z } from 'zod';

/** Everything that `checkFlow` can find. The union is closed: the designer has a place and a remedy for each. */
export const flowProblemCodes = [
  // The file.
  'flow-malformed',
  'format-unknown',
  'field-missing',
  'field-invalid',
  'field-unknown',
  'layout-unknown-node',
  // Nodes.
  'node-id-duplicate',
  'node-name-duplicate',
  'node-type-unknown',
  'node-version-newer',
  'config-invalid',
  'expression-invalid',
  'template-invalid',
  'connection-missing',
  'connection-unexpected',
  'connection-unknown',
  'connection-type-wrong',
  'connection-unset',
  'compensation-unknown',
  // Edges.
  'edge-from-unknown',
  'edge-to-unknown',
  'edge-port-unknown',
  'edge-into-source',
  'edge-duplicate',
  'edge-self',
  // The way of a message.
  'circle',
  'source-missing',
  'source-unconnected',
  'node-unreachable',
  'port-unconnected',
  'error-port-unconnected',
  'error-port-not-chosen',
  'error-port-on-source',
  'reply-unawaited',
  'reply-missing',
  'too-many-problems',
] as const;

export type FlowProblemCode = (typeof flowProblemCodes)[number];

/** A fault of a flow. Errors keep it from being published, warnings do not. */
export const problemSchema = z.object({
  /** JSON pointer into the flow definition, such as `/nodes/2/config/url`; empty for the flow as a whole. */
  path: z.string(),
  nodeId: z.string().optional(),
  severity: z.enum(['error', 'warning']),
  code: z.enum(flowProblemCodes),
  /** One or two sentences for an analyst: what is wrong, where, what to do. */
  message: z.string(),
});

export type Problem = z.output<typeof problemSchema>;

/** True when the flow cannot be published. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error');
}

/** `['nodes', 2, 'config', 'a/b']` → `/nodes/2/config/a~1b` (RFC 6901). */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Orders problems as they stand in the file (`/nodes/2` before `/nodes/10`), errors before warnings. */
export function byPath(a: Problem, b: Problem): number {
  return (
    comparePaths(a.path.split('/'), b.path.split('/')) ||
    a.severity.localeCompare(b.severity) ||
    a.code.localeCompare(b.code)
  );
}

function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? '', b[i] ?? ''];
    if (left === right) continue;
    const bothNumbers = /^\d+$/.test(left) && /^\d+$/.test(right);
    return bothNumbers ? Number(left) - Number(right) : left < right ? -1 : 1;
  }
  return a.length - b.length;
}
