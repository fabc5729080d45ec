import type { ConnectionImplementations } from '@lineshaft/flow';
import type { Database } from '../database/database.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { Circuits } from '../store/circuits.ts';
import { Connections } from '../store/connections.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Share } from '../worker/slots.ts';
import { ConnectionClients } from './connection-clients.ts';
import { DeliveryGates } from './delivery-gates.ts';
import { followConnections } from './follow-connections.ts';
import { ConnectionProbes } from './probe-connections.ts';
import { releaseParked } from './release-parked.ts';

export interface ConnectionServicesContext {
  database: Database;
  keys: KeyRing;
  implementations: ConnectionImplementations;
  /** Such as `test`. */
  environment: string;
  redactor: Redactor;
  log: Logger;
  metrics: Metrics;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
  /** This process's part of shared limits. */
  share: () => Share;
  /** Tells workers that something became due. */
  announceWork: () => void;
}

/** All that a process does about connections. */
export interface ConnectionServices {
  connections: Connections;
  clients: ConnectionClients;
  gates: DeliveryGates;
  probes: ConnectionProbes;
  /** Brings this process in step with what was changed, here or in another one. One call at a time. */
  readonly follow: () => Promise<void>;
  /** Chores that some process has to do for all. */
  readonly releaseParked: () => Promise<void>;
}

/** Puts the parts together. */
export function connectionServices(context: ConnectionServicesContext): ConnectionServices {
  const { database, keys, log, announceWork } = context;
  const connections = new Connections(database.kysely, keys);
  const clients = new ConnectionClients({ connections, ...context });
  const gates = new DeliveryGates({ circuits: new Circuits(database.kysely, context.environment), ...context });
  return {
    connections,
    clients,
    gates,
    probes: new ConnectionProbes({ connections, clients, ...context }),
    follow: () => followConnections({ connections, clients, gates, ...context }),
    releaseParked: () => releaseParked(database.pool, log, announceWork),
  };
}
