import type { ConnectionSummary } from '@lineshaft/api';
import { healthState } from '../../connections/connection-health.tsx';
import type { ConnectionsSearch, ConnectionStateFilter } from './search.ts';

/**
 * The connections that a search leaves; its words may stand in name, id, description, and ids and names of flows.
 * @param flowNames by id
 */
export function filterConnections(
  connections: readonly ConnectionSummary[],
  { search = '', type, state }: ConnectionsSearch,
  flowNames: ReadonlyMap<string, string> = new Map(),
): ConnectionSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return connections.filter(connection => {
    if (type !== undefined && connection.type !== type) return false;
    if (state !== undefined && !isInState[state](connection)) return false;
    const text = textOf(connection, flowNames);
    return words.every(word => text.includes(word));
  });
}

const isInState: Record<ConnectionStateFilter, (connection: ConnectionSummary) => boolean> = {
  failing: connection => healthState(connection) === 'failed',
  held: ({ mode, parked }) => mode !== 'normal' || parked > 0,
  open: ({ circuit }) => circuit !== 'closed',
  unset: ({ hasSettings }) => !hasSettings,
  unused: ({ usedBy }) => usedBy.length === 0,
};

function textOf({ id, name, description, usedBy }: ConnectionSummary, flowNames: ReadonlyMap<string, string>): string {
  const flows = usedBy.flatMap(({ flowId }) => [flowId, flowNames.get(flowId) ?? '']);
  return [id, name, description ?? '', ...flows].join(' ').toLowerCase();
}
