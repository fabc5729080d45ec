import { apiRoutes, type Client } from '@lineshaft/api';
import {
  endStates,
  executionStates,
  type FlowDefinition,
  flowDefinitionSchema,
  type FlowVersionDefinition,
} from '@lineshaft/flow';

/** A flow as a running runtime has it. */
export interface RuntimeFlow {
  id: string;
  name: string;
  enabled: boolean;
  draftRevision: number;
  /** Undefined when the draft is no valid flow. */
  draft: FlowDefinition | undefined;
  /** The version that takes the messages. */
  published: { version: number; definition: FlowVersionDefinition } | undefined;
}

/** An execution that is not at its end. */
export interface OpenExecution {
  id: string;
  /** Nodes at which it has something to do. */
  nodeIds: string[];
}

/** Every flow of the runtime. @throws ApiError */
export async function readRuntimeFlows(call: Client): Promise<RuntimeFlow[]> {
  const flows: RuntimeFlow[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(apiRoutes.flows.listFlows, { query: { limit: 200, ...(cursor ? { cursor } : {}) } });
    for (const { id } of page.flows) flows.push(await readRuntimeFlow(call, id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return flows;
}

/** How many executions of a flow are open. @returns the count up to 200, which then means as many or more */
export async function countOpenExecutions(call: Client, flowId: string): Promise<number> {
  return (await listOpen(call, flowId)).length;
}

/** The open executions of a flow that have something to do at one of the nodes; of the 200 newest. */
export async function openExecutionsAt(
  call: Client,
  flowId: string,
  nodeIds: readonly string[],
): Promise<OpenExecution[]> {
  const found: OpenExecution[] = [];
  for (const { id } of await listOpen(call, flowId)) {
    const { pending } = await call(apiRoutes.executions.getExecution, { params: { id }, query: { bodyLimit: 0 } });
    const at = pending.map(run => run.nodeId).filter(nodeId => nodeIds.includes(nodeId));
    if (at.length > 0) found.push({ id, nodeIds: at });
  }
  return found;
}

async function readRuntimeFlow(call: Client, id: string): Promise<RuntimeFlow> {
  const flow = await call(apiRoutes.flows.getFlow, { params: { id } });
  const { publishedVersion: version, name, enabled, draftRevision } = flow;
  const stored = version === null ? undefined : await call(apiRoutes.flows.getFlowVersion, { params: { id, version } });
  return {
    id,
    name,
    enabled,
    draftRevision,
    draft: flowDefinitionSchema.safeParse(flow.definition).data,
    published: stored && {
      version: stored.version,
      definition: flowDefinitionSchema.omit({ layout: true, notes: true }).parse(stored.definition),
    },
  };
}

async function listOpen(call: Client, flowId: string) {
  const open = executionStates.filter(state => !endStates.includes(state)).join(',');
  const { executions } = await call(apiRoutes.executions.listExecutions, {
    query: { flow: flowId, state: open, limit: 200 },
  });
  return executions;
}
