import type { ConnectionSummary } from '@lineshaft/api';
import { messages } from './messages.ts';

const texts = messages.connections;

/** Why deliveries over a connection do not go as they should; undefined when they do, or nobody uses it. */
export function connectionTrouble(connection: ConnectionSummary): { tone: 'bad' | 'wait'; text: string } | undefined {
  const { mode, parked, circuit, health, hasSettings, usedBy } = connection;
  if (mode === 'hold') return { tone: 'wait', text: texts.held(parked) };
  if (circuit === 'open') return { tone: 'bad', text: texts.open };
  if (health?.state === 'failed') return { tone: 'bad', text: texts.down(health.failedStep) };
  if (circuit === 'half-open') return { tone: 'wait', text: texts.halfOpen };
  if (mode === 'drain') return { tone: 'wait', text: texts.draining(parked) };
  if (!hasSettings && usedBy.length > 0) return { tone: 'bad', text: texts.unset };
  return undefined;
}
