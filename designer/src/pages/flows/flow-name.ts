import type { FlowListEntry } from '@lineshaft/api';

/** A draft need not have a name yet. */
export function nameOf({ id, name }: Pick<FlowListEntry, 'id' | 'name'>): string {
  return name === '' ? id : name;
}
