import type { Client } from '@lineshaft/api';
import { UsageError } from '../command.ts';
import { definitionOf, type Project } from '../project/read-project.ts';
import { type FlowPlan, type OpenWork, planFlow, planRemoval } from './plan-flow.ts';
import { countOpenExecutions, openExecutionsAt, readRuntimeFlows } from './runtime-flows.ts';

/** What applying a project to a runtime does, in the order in which it is done. */
export interface ProjectPlan {
  flows: FlowPlan[];
}

/**
 * Compares a project that has no errors with a running runtime.
 * @param prune whether flows that the project does not have are removed
 * @throws ApiError, UsageError when a file is no flow
 */
export async function planProject(project: Project, call: Client, prune: boolean): Promise<ProjectPlan> {
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
  return { flows: flows.toSorted((a, b) => rank(a) - rank(b)) };
}

export function hasChanges({ flows }: ProjectPlan): boolean {
  return flows.some(isChange);
}

export function isChange({ action, enable }: FlowPlan): boolean {
  return action !== 'none' || enable;
}

/** What gives an endpoint up comes before what may take it. */
function rank({ action, destructive }: FlowPlan): number {
  if (action === 'remove') return 0;
  return destructive.length > 0 ? 1 : 2;
}
