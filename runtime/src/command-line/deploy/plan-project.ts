import type { Client } from '@lineshaft/api';
import { UsageError } from '../command.ts';
import { declaredConnections } from '../project/connections-file.ts';
import { environmentValues } from '../project/environment-values.ts';
import { definitionOf, type Project } from '../project/read-project.ts';
import {
  type ConnectionPlan,
  planConnection,
  planConnectionRemoval,
  readRuntimeConnections,
  type RuntimeConnection,
} from './plan-connection.ts';
import { type FlowPlan, type OpenWork, planFlow, planRemoval } from './plan-flow.ts';
import { countOpenExecutions, openExecutionsAt, readRuntimeFlows } from './runtime-flows.ts';

/** What applying a project to a runtime does. */
export interface ProjectPlan {
  connections: ConnectionPlan[];
  /** In the order in which they are published. */
  flows: FlowPlan[];
  /** Declared connections that have no values in the environment: theirs in the runtime stay as they are. */
  withoutValues: string[];
}

export interface PlanOptions {
  /** Undefined: the values of connections stay as they are. */
  environment: string | undefined;
  variables: Readonly<Record<string, string | undefined>>;
  /** Whether what the project does not have is removed. */
  prune: boolean;
  writeSecrets: boolean;
}

/**
 * Compares a project that has no errors with a running runtime.
 * @throws ApiError, UsageError when a file is no flow or a secret is not where it is said to be
 */
export async function planProject(project: Project, call: Client, options: PlanOptions): Promise<ProjectPlan> {
  const flows = await planFlows(project, call, options.prune);
  const { environment, variables, prune, writeSecrets } = options;
  const { connections: declared } = declaredConnections(project.connections);
  const valued = environment === undefined ? undefined : await environmentValues(project, environment, variables);
  const there = new Map((await readRuntimeConnections(call)).map(connection => [connection.id, connection]));
  const connections: ConnectionPlan[] = [];
  for (const one of declared.values()) {
    const values = valued?.get(one.id);
    connections.push(planConnection(one, there.get(one.id), { environment, values, writeSecrets }));
    there.delete(one.id);
  }
  if (prune) {
    const unused = [...there.values()].filter(connection => !isUsed(connection, flows));
    connections.push(...unused.map(planConnectionRemoval));
  }
  return { connections, flows, withoutValues: [...declared.keys()].filter(id => valued && !valued.has(id)) };
}

export function hasChanges({ flows, connections }: ProjectPlan): boolean {
  return flows.some(isChange) || connections.some(({ action }) => action !== 'none');
}

export function isDestructive({ flows, connections }: ProjectPlan): boolean {
  return [...flows, ...connections].some(({ destructive }) => destructive.length > 0);
}

export function isChange({ action, enable }: FlowPlan): boolean {
  return action !== 'none' || enable;
}

async function planFlows(project: Project, call: Client, prune: boolean): Promise<FlowPlan[]> {
  const there = new Map((await readRuntimeFlows(call)).map(flow => [flow.id, flow]));
  const work: OpenWork = {
    count: flowId => countOpenExecutions(call, flowId),
    at: (flowId, nodeIds) => openExecutionsAt(call, flowId, nodeIds),
  };
  const flows: FlowPlan[] = [];
  for (const file of project.flows) {
    const definition = definitionOf(file);
    if (!definition) throw new UsageError(`${file.path} is no flow: see lineshaft validate.`);
    flows.push(await planFlow(file.path, definition, there.get(definition.id), work));
    there.delete(definition.id);
  }
  if (prune) for (const flow of there.values()) flows.push(await planRemoval(flow, work));
  return flows.toSorted((a, b) => rank(a) - rank(b));
}

/** What gives an endpoint up comes before what may take it. */
function rank({ action, destructive }: FlowPlan): number {
  if (action === 'remove') return 0;
  return destructive.length > 0 ? 1 : 2;
}

/** By a flow as it will be; one that the project does not have keeps what it names, also when it takes no messages. */
function isUsed({ id, usedBy }: RuntimeConnection, flows: readonly FlowPlan[]): boolean {
  return usedBy.some(({ flowId }) => {
    const planned = flows.find(flow => flow.id === flowId);
    const rewritten = planned?.action === 'change' || planned?.action === 'create';
    return !rewritten || planned.definition?.nodes.some(({ connection }) => connection === id);
  });
}
