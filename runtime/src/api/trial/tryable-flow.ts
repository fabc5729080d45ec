import {
  checkFlow,
  checkShape,
  type FlowDefinition,
  flowDefinitionSchema,
  flowFormat,
  type FlowProblemCode,
  type NodeTypes,
  type Problem,
} from '@lineshaft/flow';
import { checkExpression, checkTemplate } from '@lineshaft/jsonata';
import { type DraftPart, partOfDraft } from '../../engine/part-of-draft.ts';
import { HttpProblem } from '../problem-details.ts';

/** Faults with which a node cannot be run. Others are of the flow as a whole: without an owner it can still be tried. */
const hindering: ReadonlySet<string> = new Set([
  'field-missing',
  'field-invalid',
  'field-unknown',
  'node-id-duplicate',
  'node-type-unknown',
  'node-version-newer',
  'config-invalid',
  'expression-invalid',
  'template-invalid',
  'compensation-unknown',
] satisfies FlowProblemCode[]);

/** What is to be tried of a draft. */
export interface Tryable {
  definition: FlowDefinition;
  /** Where the sample comes in: a source, or the node that alone is run. */
  entry: string;
  /** The entry is run itself, with the sample as its input. */
  alone: boolean;
}

export interface TryScope {
  source?: string | undefined;
  until?: string | undefined;
  only?: string | undefined;
}

/** @throws HttpProblem `flow-invalid` when a node on the way cannot be run, `request-invalid` when a named node is not there */
export function tryableFlow(draft: Readonly<Record<string, unknown>>, scope: TryScope, nodeTypes: NodeTypes): Tryable {
  const part = partOfDraft(draft, scope);
  for (const id of [scope.until, scope.only])
    if (id !== undefined && !part.nodes.some(node => (node as { id?: unknown }).id === id))
      throw new HttpProblem('request-invalid', `The draft has no node "${id}".`);
  refuseFaults(draft, part, scope.only !== undefined, nodeTypes);
  const id = typeof draft['id'] === 'string' ? draft['id'] : 'draft';
  const { nodes, edges } = part;
  const named = { format: flowFormat, id, name: id, owner: 'try', domain: 'try' };
  const whole = { ...named, ...(draft['keys'] === undefined ? {} : { keys: draft['keys'] }), nodes, edges };
  const { value: definition, faults } = checkShape(flowDefinitionSchema, whole, 'The flow');
  if (!definition) throw new HttpProblem('flow-invalid', faults.map(({ message }) => message).join(' '), faults);
  return { definition, ...entryOf(definition, scope, nodeTypes) };
}

function refuseFaults(draft: unknown, { nodeIds }: DraftPart, isAlone: boolean, nodeTypes: NodeTypes): void {
  const problems = checkFlow(draft, {
    nodeTypes,
    checkExpression: text => checkExpression(text)?.message,
    checkTemplate: text => checkTemplate(text)?.message,
  });
  const isOnTheWay = ({ nodeId, path }: Problem) =>
    nodeId === undefined ? !isAlone && path.startsWith('/keys') : nodeIds.has(nodeId);
  const faults = problems.filter(
    problem => problem.severity === 'error' && hindering.has(problem.code) && isOnTheWay(problem),
  );
  if (faults.length === 0) return;
  const [first] = faults;
  const more = faults.length > 1 ? ` ${faults.length - 1} more are listed.` : '';
  throw new HttpProblem('flow-invalid', `A node on the way cannot be run. ${first?.message ?? ''}${more}`, faults);
}

function entryOf(
  { nodes }: FlowDefinition,
  { source, only }: TryScope,
  nodeTypes: NodeTypes,
): Omit<Tryable, 'definition'> {
  const sources = nodes.filter(node => nodeTypes.get(node.type)?.role === 'source').map(node => node.id);
  if (only !== undefined) return { entry: only, alone: !sources.includes(only) };
  const listed = sources.map(id => `"${id}"`).join(', ');
  if (source !== undefined && !sources.includes(source))
    throw new HttpProblem('request-invalid', `No source "${source}" leads there. There is ${listed || 'none'}.`);
  const [entry, ...others] = source === undefined ? sources : [source];
  if (entry === undefined)
    throw new HttpProblem(
      'request-invalid',
      'No source leads there, by which the sample could come in. Add one, or run the node alone.',
    );
  if (others.length > 0) throw new HttpProblem('request-invalid', `Several sources lead there: ${listed}. Name one.`);
  return { entry, alone: false };
}
