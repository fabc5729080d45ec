import { errorPort } from '../flow-definition.ts';
import { type AnyNodeManifest, type NodeRole, type NodeTypes, type Port, upgradeNodeConfig } from '../node-manifest.ts';
import { suggestion } from './nearest.ts';
import { type FlowProblemCode, jsonPointer, type Problem } from './problem.ts';
import type { DraftNode } from './read.ts';
import { checkShape, fieldLabel } from './shape.ts';
import { markedTexts } from './texts.ts';

/** What a check must know of a connection. */
export interface KnownConnection {
  type: string;
  /** Whether it has settings in the environment that the flow is checked for. */
  hasSettings: boolean;
}

/** Says what is wrong with a text, or nothing when it is fine. */
export interface TextChecks {
  checkExpression?: ((text: string) => string | undefined) | undefined;
  checkTemplate?: ((text: string) => string | undefined) | undefined;
}

/** What the checks of edges and ways know of a node. Undefined means: cannot be known, so assume no fault. */
export interface KnownNode {
  index: number;
  id: string;
  label: string;
  role: NodeRole | undefined;
  /** The outputs of its type for its config, without the error port. */
  ports: Port[] | undefined;
  hasErrorPort: boolean;
  awaitsReply: boolean | undefined;
  sendsReply: boolean | undefined;
  /** Id of the node that undoes it. */
  compensation: string | undefined;
}

interface CheckedNode {
  /** Undefined when the node has no id, so that no edge can name it. */
  node: KnownNode | undefined;
  problems: Problem[];
}

/** Checks a node's type, version and config, and the expressions and templates in it. */
export function checkNode(
  draft: DraftNode,
  nodeTypes: NodeTypes,
  checks: TextChecks,
  connections: ReadonlyMap<string, KnownConnection> | undefined,
): CheckedNode {
  const manifest = draft.type === undefined ? undefined : nodeTypes.get(draft.type);
  const known = {
    index: draft.index,
    id: draft.id ?? '',
    label: draft.label,
    role: manifest?.role,
    ports: undefined,
    hasErrorPort: draft.onFailure === 'error-port',
    awaitsReply: manifest !== undefined && manifest.awaitsReply === undefined ? false : undefined,
    sendsReply: manifest === undefined ? undefined : (manifest.sendsReply ?? false),
    compensation: draft.compensation,
  };
  const { problems, ...details } =
    manifest === undefined ? { problems: unknownType(draft, nodeTypes) } : checkConfig(draft, manifest, checks);
  return {
    node: draft.id === undefined ? undefined : { ...known, ...details },
    problems: manifest === undefined ? problems : [...problems, ...checkConnection(draft, manifest, connections)],
  };
}

function checkConnection(
  draft: DraftNode,
  manifest: AnyNodeManifest,
  connections: ReadonlyMap<string, KnownConnection> | undefined,
): Problem[] {
  const needed = manifest.connection;
  if (needed && !needed.optional && draft.connection === undefined) {
    const text = `The node ${draft.label} needs a connection of the type "${needed.type}". Choose one, or make one.`;
    return [nodeProblem(draft, ['connection'], 'connection-missing', text)];
  }
  if (!needed && draft.connection !== undefined) {
    const text = `The node ${draft.label} names a connection, but the node type "${manifest.type}" uses none. Remove it.`;
    return [nodeProblem(draft, ['connection'], 'connection-unexpected', text)];
  }
  if (!needed || draft.connection === undefined || connections === undefined) return [];
  return checkNamedConnection(draft, draft.connection, needed.type, connections);
}

function checkNamedConnection(
  draft: DraftNode,
  id: string,
  type: string,
  connections: ReadonlyMap<string, KnownConnection>,
): Problem[] {
  const named = `The node ${draft.label} names the connection "${id.slice(0, 100)}"`;
  const found = connections.get(id);
  if (found === undefined) {
    const fitting = [...connections].filter(([, connection]) => connection.type === type).map(([known]) => known);
    const remedy = suggestion(id, fitting) || ' Make it, or choose another one.';
    const text = `${named}, which is not known here.${remedy}`;
    return [nodeProblem(draft, ['connection'], 'connection-unknown', text)];
  }
  if (found.type !== type) {
    const text = `${named} of the type "${found.type}", but needs one of the type "${type}". Choose another one.`;
    return [nodeProblem(draft, ['connection'], 'connection-type-wrong', text)];
  }
  if (found.hasSettings) return [];
  const text = `${named}, which has no settings in this environment. It fails until there are some.`;
  return [{ ...nodeProblem(draft, ['connection'], 'connection-unset', text), severity: 'warning' }];
}

/** Two nodes must not share an id, and should not share a name. */
export function checkNames(drafts: readonly DraftNode[]): Problem[] {
  const [ids, names] = [new Map<string, DraftNode>(), new Map<string, DraftNode>()];
  return drafts.flatMap(draft => {
    const sameId = draft.id === undefined ? undefined : ids.get(draft.id);
    const sameName = draft.name === undefined ? undefined : names.get(draft.name);
    if (draft.id !== undefined && sameId === undefined) ids.set(draft.id, draft);
    if (draft.name !== undefined && sameName === undefined) names.set(draft.name, draft);
    const problems: Problem[] = [];
    if (sameId !== undefined) {
      const text = `The nodes ${sameId.label} and ${draft.label} have the same id "${draft.id}". Give one of them another id.`;
      problems.push(nodeProblem(draft, ['id'], 'node-id-duplicate', text));
    }
    if (sameName !== undefined) {
      const text = `Two nodes are called ${draft.label}. Give one of them another name, so that traces can be read.`;
      problems.push({ ...nodeProblem(draft, ['name'], 'node-name-duplicate', text), severity: 'warning' });
    }
    return problems;
  });
}

export function nodeProblem(
  node: Pick<DraftNode, 'index' | 'id'>,
  keys: readonly PropertyKey[],
  code: FlowProblemCode,
  message: string,
): Problem {
  const path = jsonPointer(['nodes', node.index, ...keys]);
  return { path, ...(node.id ? { nodeId: node.id } : {}), severity: 'error', code, message };
}

/** What is wrong with a text, as the end of a sentence; undefined when it is fine or no check was given. */
export function textFault(widget: 'jsonata' | 'template', text: string, checks: TextChecks): string | undefined {
  const check = widget === 'jsonata' ? checks.checkExpression : checks.checkTemplate;
  try {
    const fault = check?.(text);
    return fault === undefined ? undefined : ended(fault);
  } catch (error) {
    return ended(messageOf(error));
  }
}

function ended(sentence: string): string {
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function unknownType(draft: DraftNode, nodeTypes: NodeTypes): Problem[] {
  if (draft.type === undefined) return [];
  const meant = suggestion(draft.type, nodeTypes.keys());
  const remedy = meant || ' Choose another type, or install the connector that brings it.';
  const text = `The node ${draft.label} has the type "${draft.type.slice(0, 80)}", which is not known here.${remedy}`;
  return [nodeProblem(draft, ['type'], 'node-type-unknown', text)];
}

type ConfigDetails = Partial<Pick<KnownNode, 'ports' | 'awaitsReply'>> & { problems: Problem[] };

function checkConfig(draft: DraftNode, manifest: AnyNodeManifest, checks: TextChecks): ConfigDetails {
  if (draft.version > manifest.version) return { problems: [newerVersion(draft, manifest)] };
  if (draft.config === undefined) return { problems: [] };
  try {
    const { type, version } = { type: manifest.type, version: Math.max(1, draft.version) };
    const config = upgradeNodeConfig({ type, version, config: draft.config }, manifest);
    const { value, faults } = checkShape(manifest.config, config, 'The config');
    const problems = [
      ...faults.map(fault => configProblem(draft, fault.keys, 'config-invalid', fault.message)),
      ...textProblems(draft, manifest, config, checks, new Set(faults.map(fault => fault.path))),
    ];
    if (value === undefined) return { problems };
    const ports = manifest
      .outputs(value as never)
      .filter(port => port.name !== errorPort || draft.onFailure !== 'error-port');
    return { problems, ports, awaitsReply: manifest.awaitsReply?.(value as never) ?? false };
  } catch (error) {
    const text = `the node type "${manifest.type}" cannot read this config: ${ended(messageOf(error))}`;
    return { problems: [configProblem(draft, [], 'config-invalid', text)] };
  }
}

function newerVersion(draft: DraftNode, manifest: AnyNodeManifest): Problem {
  const text =
    `The node ${draft.label} was made with version ${draft.version} of the node type "${manifest.type}", ` +
    `which is known here up to version ${manifest.version}. Update Lineshaft, or make the node again.`;
  return nodeProblem(draft, ['version'], 'node-version-newer', text);
}

function textProblems(
  draft: DraftNode,
  manifest: AnyNodeManifest,
  config: Record<string, unknown>,
  checks: TextChecks,
  faulty: ReadonlySet<string>,
): Problem[] {
  return markedTexts(manifest.config, config).flatMap(({ keys, widget, text }) => {
    const fault = faulty.has(jsonPointer(keys)) ? undefined : textFault(widget, text, checks);
    if (fault === undefined) return [];
    const code = widget === 'jsonata' ? 'expression-invalid' : 'template-invalid';
    const what = widget === 'jsonata' ? 'expression' : 'template';
    return [configProblem(draft, keys, code, `the ${what} in ${fieldLabel(keys)} is not valid: ${fault}`)];
  });
}

function configProblem(draft: DraftNode, keys: readonly PropertyKey[], code: FlowProblemCode, text: string): Problem {
  return nodeProblem(draft, ['config', ...keys], code, `The node ${draft.label}: ${text}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
