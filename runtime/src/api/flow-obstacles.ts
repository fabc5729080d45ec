import type { FlowObstacle } from '@lineshaft/api';
import type { Connections, ConnectionState, StoredConnection } from '../store/connections.ts';
import type { StoredFlow } from '../store/flows.ts';

/** What is in the way of a flow's messages now. */
export type ObstaclesOf = (flow: Pick<StoredFlow, 'id' | 'enabled' | 'currentVersion'>) => FlowObstacle[];

export interface ObstacleContext {
  connections: Connections;
  /** Of this runtime. */
  environment: string;
  /** Flows whose sources this process could not open, with the reason. */
  sourceFailures(this: void): { flowId: string; reason: string }[];
}

/** Looks once what is in the way, for as many flows as are asked about. */
export async function readObstacles({
  connections,
  environment,
  sourceFailures,
}: ObstacleContext): Promise<ObstaclesOf> {
  const [stored, states, uses] = await Promise.all([
    connections.list(),
    connections.states(environment),
    connections.uses(),
  ]);
  const failures = Map.groupBy(sourceFailures(), ({ flowId }) => flowId);
  const stateOf = new Map(states.map(state => [state.id, state]));
  const deliveries = new Map<string, FlowObstacle[]>();
  for (const connection of stored) {
    const message = deliveryObstacle(connection, stateOf.get(connection.id), environment);
    if (message === undefined) continue;
    const obstacle: FlowObstacle = { kind: 'delivery', message, connectionId: connection.id };
    for (const { flowId, published } of uses.get(connection.id) ?? [])
      if (published) deliveries.set(flowId, [...(deliveries.get(flowId) ?? []), obstacle]);
  }
  return ({ id, enabled, currentVersion }) => {
    if (!enabled || currentVersion === null) return [];
    const intake = (failures.get(id) ?? []).map(({ reason }): FlowObstacle => ({ kind: 'intake', message: reason }));
    return [...intake, ...(deliveries.get(id) ?? [])];
  };
}

function deliveryObstacle(
  { name, mode, modeNote }: StoredConnection,
  state: ConnectionState | undefined,
  environment: string,
): string | undefined {
  if (!state?.environment)
    return `The connection “${name}” has no settings in ${environment}: what is to go over it waits. Enter them.`;
  if (mode === 'hold')
    return `The connection “${name}” is on hold${modeNote ? ` (${modeNote})` : ''}: what is to go over it waits until it is let go.`;
  if (state.environment.circuit === 'open')
    return `“${name}” failed too often: what is to go over it waits until a single delivery gets through.`;
  return undefined;
}
