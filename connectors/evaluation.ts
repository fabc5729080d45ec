import { expressionBindings, isJson, type Message, type RunContext, TerminalError } from '@lineshaft/flow';
import { type EvaluationContext, ExpressionError } from '@lineshaft/jsonata';

/** What the expressions of a node may use besides the body. The same run sees the same clock and random numbers. */
export function evaluationContext(message: Message, context: RunContext): EvaluationContext {
  return {
    bindings: expressionBindings(message),
    clock: context.clock,
    seed: `${context.executionId}/${context.run}`,
  };
}

/**
 * The body for expressions that can do without: `undefined` when the message is not JSON, so that headers can be used.
 * @throws TerminalError `body-malformed` when it says that it is JSON and is not
 */
export function expressionInput(message: Message): unknown {
  return message.contentType === '' || isJson(message.contentType) ? message.body.json() : undefined;
}

/**
 * Does something with an expression; its error becomes one that the engine knows and does not retry, for the same
 * message gives the same error.
 * @param subject what begins the sentence, such as `The mapping`
 * @throws TerminalError `expression-invalid`, `expression-failed` or `expression-limit`
 */
export async function explained<Result>(subject: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw asTerminal(subject, thrown);
  }
}

/** The same for what happens at once, such as compiling. */
export function explainedNow<Result>(subject: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw asTerminal(subject, thrown);
  }
}

function asTerminal(subject: string, thrown: unknown): unknown {
  if (!(thrown instanceof ExpressionError)) return thrown;
  const { kind, message, details } = thrown;
  return new TerminalError(`expression-${kind}`, `${subject}: ${message}`, { cause: thrown, details: { ...details } });
}
