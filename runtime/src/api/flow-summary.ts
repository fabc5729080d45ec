import type { FlowObstacle, FlowSummary } from '@lineshaft/api';
import { draftDiffers, type StoredFlow } from '../store/flows.ts';

/** A flow as lists and answers show it. */
export function toFlowSummary(flow: StoredFlow, obstacles: FlowObstacle[]): FlowSummary {
  const text = (name: string) => {
    const value = flow.draft[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    id: flow.id,
    name: text('name'),
    owner: text('owner'),
    domain: text('domain'),
    enabled: flow.enabled,
    publishedVersion: flow.currentVersion,
    draftRevision: flow.draftRevision,
    draftDiffers: draftDiffers(flow),
    updatedAt: flow.draftSavedAt.toISOString(),
    obstacles,
  };
}
