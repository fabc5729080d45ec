import type { FlowListEntry } from '@lineshaft/api';

export type FlowSortField = 'name' | 'owner' | 'domain' | 'updated';

/** In the order of a column, and of names where that is the same. */
export function sortFlows(flows: readonly FlowListEntry[], field: FlowSortField, descending: boolean): FlowListEntry[] {
  const direction = descending ? -1 : 1;
  return flows.toSorted(
    (a, b) => direction * textOf(a, field).localeCompare(textOf(b, field)) || nameOf(a).localeCompare(nameOf(b)),
  );
}

/** A draft need not have a name yet. */
export function nameOf({ id, name }: Pick<FlowListEntry, 'id' | 'name'>): string {
  return name === '' ? id : name;
}

function textOf(flow: FlowListEntry, field: FlowSortField): string {
  if (field === 'name') return nameOf(flow);
  return field === 'updated' ? flow.updatedAt : flow[field];
}
