import type { ConnectionHealth } from '@lineshaft/api';
import type { Connections } from '../store/connections.ts';
import type { ConnectionClients } from './connection-clients.ts';
import type { ConnectionTest } from './test-connection.ts';

export interface ProbeContext {
  connections: Connections;
  clients: ConnectionClients;
  environment: string;
  /** Database clock, milliseconds since 1970. */
  now: () => number;
}

const everySeconds = 60;

/** Probes at a time: a chore must not fill the process. */
const atOnce = 4;

/** Tests the connections that flows use and that nobody has looked at for a minute, and keeps how they fare. */
export async function probeConnections({ connections, clients, environment, now }: ProbeContext): Promise<void> {
  const used = [...(await connections.uses()).keys()];
  // A little more or less each time, or all would be probed at the same moment for ever.
  const due = await connections.beginProbes(environment, used, everySeconds * (0.9 + Math.random() * 0.2));
  const probe = async () => {
    for (let id = due.pop(); id !== undefined; id = due.pop()) {
      const revision = clients.revisionOf(id);
      if (revision === undefined) continue;
      const health = toHealth(await clients.test(id), now());
      await connections.saveHealth(id, environment, revision, health);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, probe));
}

function toHealth({ passed, steps }: ConnectionTest, now: number): ConnectionHealth {
  const failed = steps.find(step => step.state === 'failed');
  return {
    state: passed ? 'passed' : 'failed',
    checkedAt: new Date(now).toISOString(),
    durationMs: Math.round(steps.reduce((sum, step) => sum + step.durationMs, 0)),
    ...(failed ? { failedStep: failed.title } : {}),
    ...(failed?.error ? { error: failed.error } : {}),
  };
}
