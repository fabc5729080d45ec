import type { Channels, Connect, ErrorRecord, Message, NodeState } from '@lineshaft/flow';
import type { LeasedExecution } from '../ledger/lease.ts';
import type { DeliveryGate } from './delivery-gate.ts';

/** A run, to those who serve it. */
export interface ServedRun {
  execution: Pick<LeasedExecution, 'id' | 'owner' | 'flowId' | 'flowVersion'>;
  nodeId: string;
  run: number;
  /** Its input. */
  message: Message;
  /** The same for every attempt. */
  idempotencyKey: string;
}

/** What the runtime does for nodes beyond running them. */
export interface NodeServices {
  gate: DeliveryGate;
  /** @param nodeName for the error when the connection cannot be used */
  connect(connectionId: string | undefined, nodeName: string): Connect;
  /** Takes the secrets of connections out of what is kept of an error. */
  redact(error: ErrorRecord): ErrorRecord;
  state(run: ServedRun): NodeState;
  channels(run: ServedRun): Channels;
}
