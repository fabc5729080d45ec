import {
  type Emitted,
  type ErrorRecord,
  LineshaftError,
  type Message,
  RetryAfterError,
  type RunContext,
  TerminalError,
  toErrorRecord,
} from '@lineshaft/flow';
import { computingTurn } from './computing-turn.ts';
import type { PreparedNode } from './prepare-flow.ts';

/** How one attempt ended. */
export type Outcome =
  | { kind: 'succeeded'; emitted: Emitted[] }
  | { kind: 'failed'; error: ErrorRecord; terminal: boolean; retryAfterMs?: number }
  | { kind: 'cancelled' };

/** The reason with which an execution's signal is aborted when somebody cancels it or the runtime stops. */
export class Cancelled extends LineshaftError {
  constructor() {
    super('cancelled', 'The execution was cancelled.');
  }
}

/** Runs one attempt of a node. Never throws: this is where everything that nodes throw becomes an Outcome. */
export async function runNode(prepared: PreparedNode, message: Message, context: RunContext): Promise<Outcome> {
  try {
    const turn = computingTurn();
    if (turn !== undefined) await turn;
    const emitted = await call(prepared, message, context);
    for (const { port, body } of emitted) {
      if (!prepared.ports.has(port))
        throw new TerminalError('unexpected', `The node sent a message to its port "${port}", which it does not have.`);
      // Here a body that has no bytes (a circular value, a BigInt) is a failure of its node; later it would be nobody's.
      body.bytes();
    }
    return { kind: 'succeeded', emitted };
  } catch (thrown) {
    if (context.signal.aborted && context.signal.reason instanceof Cancelled) return { kind: 'cancelled' };
    return {
      kind: 'failed',
      error: toErrorRecord(thrown),
      terminal: thrown instanceof TerminalError,
      ...(thrown instanceof RetryAfterError ? { retryAfterMs: thrown.retryAfterMs } : {}),
    };
  }
}

async function call(prepared: PreparedNode, message: Message, context: RunContext): Promise<Emitted[]> {
  switch (prepared.role) {
    case 'processor':
      // Only when the node says so: computing has limits of its own, and waiting for its turn under load is no fault.
      return prepared.node.timeout === undefined
        ? prepared.behaviour.process(message, context)
        : withTimeout(prepared, context, bounded => prepared.behaviour.process(message, bounded));
    case 'sink':
      return withTimeout(prepared, context, bounded => prepared.behaviour.deliver(message, bounded));
    case 'source':
      throw new TerminalError('config-invalid', `Node "${prepared.node.name}" is a source: no edge may lead into it.`);
  }
}

/** Ends the attempt at the node's timeout or when the execution is cancelled, whether or not the node heeds its signal. */
function withTimeout<Result>(
  prepared: PreparedNode,
  context: RunContext,
  work: (context: RunContext) => Result | Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  return new Promise<Result>((resolve, reject) => {
    const abort = (reason: LineshaftError) => {
      controller.abort(reason);
      reject(reason);
    };
    const onCancel = () => abort(context.signal.reason as LineshaftError);
    if (context.signal.aborted) return onCancel();
    const timer = setTimeout(() => {
      abort(
        new LineshaftError(
          'timeout',
          `No answer within ${prepared.timeoutMs / 1000} s, the timeout of node "${prepared.node.name}".`,
        ),
      );
    }, prepared.timeoutMs);
    context.signal.addEventListener('abort', onCancel, { once: true });
    const bounded = async () => work({ ...context, signal: controller.signal });
    void bounded()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        context.signal.removeEventListener('abort', onCancel);
      });
  });
}
