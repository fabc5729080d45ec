import { LineshaftError, type NodeState, TerminalError } from '@lineshaft/flow';
import { isTransient } from '../ledger/database-errors.ts';
import { Fenced } from '../ledger/epoch.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServedRun } from './node-services.ts';

export interface DurableStateContext {
  ledger: Ledger;
  /** Something was released that nobody works on yet. */
  announceWork: () => void;
  onFenced(): void;
}

/** The state of a node as one of its runs sees it, kept in the ledger. */
export function durableState(context: DurableStateContext, served: ServedRun): NodeState {
  const { ledger, announceWork } = context;
  const { execution, nodeId, run, message, idempotencyKey } = served;
  const { flowId, flowVersion, id: executionId, owner } = execution;
  return {
    change: (key, change) =>
      guarded(context, async () => {
        const place = { flowId, flowVersion, nodeId, key };
        const { emitted, released } = await ledger.changeState(place, { executionId, owner, run, message }, change);
        if (released > 0) announceWork();
        return emitted;
      }),
    release: released =>
      guarded(context, async () => {
        await ledger.release({ flowId, flowVersion, nodeId, idempotencyKey }, released);
        announceWork();
      }),
  };
}

/** What a node of a type that does not say it is stateful gets. */
export const noState: NodeState = { change: refuse, release: refuse };

function refuse(): Promise<never> {
  return Promise.reject(
    new TerminalError('unexpected', 'The node keeps state, but its manifest does not say that it is stateful.'),
  );
}

async function guarded<Result>(context: DurableStateContext, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fenced) context.onFenced();
    if (!isTransient(error) && !(error instanceof Fenced)) throw error;
    const text = 'The state of the node could not be changed: the database cannot be reached just now.';
    throw new LineshaftError('unavailable', text, { cause: error });
  }
}
