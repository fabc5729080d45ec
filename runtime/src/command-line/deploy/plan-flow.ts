import { type FlowDefinition, formatFlow, type FlowVersionDefinition, versionContent } from '@lineshaft/flow';
import { endpointsOf } from '../../engine/endpoint-conflicts.ts';
import { nodeTypes } from '../../node-registry.ts';
import { diffFlow } from './diff-flow.ts';
import type { PlannedDifference } from './planned-difference.ts';
import type { RuntimeFlow } from './runtime-flows.ts';

export type FlowAction =
  /** Save and publish a flow that the runtime does not have. */
  | 'create'
  /** Save, and publish as a new version. */
  | 'change'
  /** Save the draft, in which only boxes are moved. */
  | 'save'
  /** Take no messages any more: versions and executions remain. */
  | 'remove'
  | 'none';

/** What applying a project does to one flow. */
export interface FlowPlan {
  id: string;
  action: FlowAction;
  /** Let it take messages again. */
  enable: boolean;
  differences: PlannedDifference[];
  /** What cannot be taken back, or breaks what others rely on: a sentence each. */
  destructive: string[];
  /** Its file, and what it says; not for a flow that is removed. */
  file?: string;
  definition?: FlowDefinition;
  /** Of the draft that was compared; 0 for a new flow. */
  draftRevision: number;
}

/** What the runtime knows of the flow's executions. */
export interface OpenWork {
  count(flowId: string): Promise<number>;
  at(flowId: string, nodeIds: readonly string[]): Promise<{ nodeIds: string[] }[]>;
}

/** @param flow undefined: the runtime does not have it */
export async function planFlow(
  file: string,
  definition: FlowDefinition,
  flow: RuntimeFlow | undefined,
  work: OpenWork,
): Promise<FlowPlan> {
  const { id } = definition;
  const base = { id, file, definition, draftRevision: flow?.draftRevision ?? 0 };
  if (!flow?.published) {
    return {
      ...base,
      action: 'create',
      enable: flow?.enabled === false,
      differences: [],
      destructive: flow ? lostDraft(flow, definition) : [],
    };
  }
  const enable = !flow.enabled;
  if (versionContent(flow.published.definition) === versionContent(definition)) {
    return { ...base, action: onlyMoved(flow, definition) ? 'save' : 'none', enable, differences: [], destructive: [] };
  }
  const published = flow.published.definition;
  const differences = diffFlow(published, definition);
  const destructive = [
    ...lostDraft(flow, definition),
    ...lostEndpoints(published, definition),
    ...changedKeys(published, definition),
    ...(await lostNodes(id, published, definition, work)),
  ];
  return { ...base, action: 'change', enable, differences, destructive };
}

/** A flow that the project does not have. Nothing to do when it takes no messages anyway. */
export async function planRemoval(
  { id, enabled, published, draftRevision }: RuntimeFlow,
  work: OpenWork,
): Promise<FlowPlan> {
  const action = enabled && published ? 'remove' : 'none';
  const open = action === 'remove' ? await work.count(id) : 0;
  const lost = action === 'remove' ? lostEndpoints(published?.definition, undefined) : [];
  const destructive = open === 0 ? lost : [`${open} executions of it are open; they go on to their end.`, ...lost];
  return { id, action, enable: false, differences: [], destructive, draftRevision };
}

/** The draft is what the file says, but for its layout. One that says something else is somebody's work, and nobody's version. */
function onlyMoved({ draft }: RuntimeFlow, definition: FlowDefinition): boolean {
  if (!draft || versionContent(draft) !== versionContent(definition)) return false;
  return formatFlow(draft) !== formatFlow(definition);
}

function lostDraft({ draft, draftRevision, published }: RuntimeFlow, definition: FlowDefinition): string[] {
  const known = [definition, ...(published ? [published.definition] : [])].map(versionContent);
  if (draft && known.includes(versionContent(draft))) return [];
  return [`The draft (revision ${draftRevision}) has changes that were never published: they are replaced.`];
}

function lostEndpoints(before: FlowVersionDefinition | undefined, after: FlowVersionDefinition | undefined): string[] {
  const opened = (definition: FlowVersionDefinition | undefined) =>
    definition ? endpointsOf(definition, nodeTypes).map(({ method, path }) => `${method} /in/${path}`) : [];
  const still = new Set(opened(after));
  return opened(before)
    .filter(endpoint => !still.has(endpoint))
    .map(endpoint => `${endpoint} is served no more: whoever sends there is refused.`);
}

function changedKeys({ keys: before }: FlowVersionDefinition, { keys: after }: FlowVersionDefinition): string[] {
  const consequences = {
    idempotencyKey: 'a message that was taken before may be taken again.',
    orderingKey: 'messages that are open no longer keep their order with new ones.',
  };
  return (['idempotencyKey', 'orderingKey'] as const)
    .filter(key => before[key] !== after[key])
    .map(key => `keys.${key} changes: ${consequences[key]}`);
}

async function lostNodes(
  flowId: string,
  before: FlowVersionDefinition,
  after: FlowVersionDefinition,
  work: OpenWork,
): Promise<string[]> {
  const kept = new Set(after.nodes.map(({ id }) => id));
  const lost = before.nodes.map(({ id }) => id).filter(id => !kept.has(id));
  const waiting = lost.length === 0 ? [] : await work.at(flowId, lost);
  return lost
    .map(nodeId => ({ nodeId, count: waiting.filter(({ nodeIds }) => nodeIds.includes(nodeId)).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ nodeId, count }) =>
        `Node "${nodeId}" is removed while ${count} open executions wait at it; they go on with the version they began with.`,
    );
}
