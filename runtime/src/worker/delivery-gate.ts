import type { ErrorRecord } from '@lineshaft/flow';
import type { Outcome } from '../engine/run-node.ts';

/** What stands before every delivery over a connection: its mode, its circuit and its limits. */
export interface DeliveryGate {
  /** @param wasHeld the delivery was held before and was let through by whoever releases it */
  enter(connectionId: string, wasHeld: boolean): Promise<Admission>;
}

export type Admission =
  /** `leave` must be called with what became of the attempt. */
  | { kind: 'admitted'; leave(outcome: Outcome): void }
  | {
      kind: 'postponed';
      /** Why the execution waits; shown, but no failure of the node. */
      error: ErrorRecord;
      /** When to ask again, milliseconds from now; undefined: when it is released. */
      afterMs: number | undefined;
    };
