import type { Connections, ConnectionState } from '../store/connections.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { ConnectionClients } from './connection-clients.ts';
import type { DeliveryGates } from './delivery-gates.ts';

export interface FollowContext {
  connections: Connections;
  clients: ConnectionClients;
  gates: DeliveryGates;
  environment: string;
  metrics: Metrics;
}

/** Brings this process in step with what became of connections, here or in another process. */
export async function followConnections(context: FollowContext): Promise<void> {
  const { connections, clients, gates, environment, metrics } = context;
  const states = await connections.states(environment);
  await clients.follow(states);
  gates.follow(states);
  show(states, metrics);
}

function show(states: readonly ConnectionState[], metrics: Metrics): void {
  const { connectionUp, connectionCircuitOpen, connectionHeld } = metrics;
  for (const gauge of [connectionUp, connectionCircuitOpen, connectionHeld]) gauge.reset();
  for (const { id: connection, mode, environment } of states) {
    connectionHeld.set({ connection }, mode === 'normal' ? 0 : 1);
    if (!environment) continue;
    connectionCircuitOpen.set({ connection }, environment.circuit === 'closed' ? 0 : 1);
    if (environment.health) connectionUp.set({ connection }, environment.health.state === 'passed' ? 1 : 0);
  }
}
