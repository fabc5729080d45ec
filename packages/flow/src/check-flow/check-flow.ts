import { flowKeysSchema, maxEdges, maxNodes } from '../flow-definition.ts';
import type { NodeTypes } from '../node-manifest.ts';
import { checkCircles } from './circles.ts';
import { checkEdges } from './edges.ts';
import { checkFields, flowProblem } from './fields.ts';
import { checkNames, checkNode, type KnownConnection, type KnownNode, textFault, type TextChecks } from './nodes.ts';
import { byPath, hasErrors, type Problem } from './problem.ts';
import { asObject, readEdges, readNodes } from './read.ts';
import { fieldLabel, kindOf } from './shape.ts';
import { markedTexts } from './texts.ts';
import { checkWays } from './ways.ts';

export interface CheckFlowOptions extends TextChecks {
  nodeTypes: NodeTypes;
  /** Says what is wrong with a JSONata expression. Left out: expressions are not looked into. */
  checkExpression?: ((text: string) => string | undefined) | undefined;
  /** Says what is wrong with a template. Left out: templates are not looked into. */
  checkTemplate?: ((text: string) => string | undefined) | undefined;
  /** The connections that there are, by id. Left out: whether those exist that nodes name is not looked into. */
  connections?: ReadonlyMap<string, KnownConnection> | undefined;
}

/** More problems than this help nobody, and would make a large answer of a small attack. */
const maxProblems = 500;

/**
 * Finds everything that is wrong with a flow, in one go: a fault in one place does not hide a fault in another.
 * Takes any value and never throws.
 * @example
 * const problems = checkFlow(JSON.parse(text), { nodeTypes, checkExpression });
 * if (!hasErrors(problems)) publish(flowDefinitionSchema.parse(JSON.parse(text)));
 */
export function checkFlow(definition: unknown, options: CheckFlowOptions): Problem[] {
  try {
    const object = asObject(definition);
    return shortened((object === undefined ? [notAnObject(definition)] : problemsOf(object, options)).toSorted(byPath));
  } catch (error) {
    // Such as a getter that throws. JSON never comes here.
    const reason = error instanceof Error ? error.message : 'unreadable value';
    return [flowProblem('flow-malformed', [], `The flow cannot be read: ${reason.replace(/\.$/, '')}.`)];
  }
}

function problemsOf(definition: Record<string, unknown>, options: CheckFlowOptions): Problem[] {
  const [nodeList, edgeList] = [firstOf(definition['nodes'], maxNodes), firstOf(definition['edges'], maxEdges)];
  const drafts = readNodes(nodeList);
  const edges = readEdges(edgeList);
  const checked = drafts.map(draft => checkNode(draft, options.nodeTypes, options, options.connections));
  // A second node with the same id is reported by its name; edges mean the first.
  const nodes = new Map<string, KnownNode>();
  for (const { node } of checked) if (node !== undefined && !nodes.has(node.id)) nodes.set(node.id, node);
  return [
    ...checkFields(definition, drafts, nodeList, edgeList),
    ...checkKeyExpressions(definition['keys'], options),
    ...checkNames(drafts),
    ...checked.flatMap(each => each.problems),
    ...(nodeList === undefined ? [] : [...checkEdges(edges, nodes), ...checkWays(nodes, edges)]),
    ...checkCircles(nodes, edges),
    ...checkLayout(definition['layout'], nodeList === undefined ? undefined : nodes),
  ];
}

function checkKeyExpressions(keys: unknown, options: CheckFlowOptions): Problem[] {
  return markedTexts(flowKeysSchema, keys, ['keys']).flatMap(({ keys: path, widget, text }) => {
    const fault = text === '' ? undefined : textFault(widget, text, options);
    if (fault === undefined) return [];
    const message = `The expression in ${fieldLabel(path)} is not valid: ${fault}`;
    return [flowProblem('expression-invalid', path, message)];
  });
}

function checkLayout(layout: unknown, nodes: ReadonlyMap<string, KnownNode> | undefined): Problem[] {
  if (nodes === undefined) return [];
  return Object.keys(asObject(layout) ?? {})
    .filter(id => !nodes.has(id))
    .map(id => {
      const message = `The layout places the node "${id.slice(0, 100)}", which this flow does not have. Remove the entry.`;
      return { ...flowProblem('layout-unknown-node', ['layout', id], message), severity: 'warning' };
    });
}

function firstOf(list: unknown, count: number): unknown[] | undefined {
  return Array.isArray(list) ? list.slice(0, count) : undefined;
}

function notAnObject(definition: unknown): Problem {
  const message = `A flow is a JSON object with format, id, name, owner, domain, nodes and edges, but this is ${kindOf(definition)}.`;
  return flowProblem('flow-malformed', [], message);
}

function shortened(problems: Problem[]): Problem[] {
  if (problems.length <= maxProblems) return problems;
  const left = problems.length - maxProblems;
  const message = `There are ${left} more problems. Correct these first, then check again.`;
  const severity = hasErrors(problems) ? 'error' : 'warning';
  return [{ ...flowProblem('too-many-problems', [], message), severity }, ...problems.slice(0, maxProblems)];
}
