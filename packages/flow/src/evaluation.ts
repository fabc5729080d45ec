import { TerminalError } from './errors.ts';
import { isJson, type Message } from './message.ts';
import type { RunContext } from './node-implementation.ts';

/**
 * What an expression may use besides the body it works on: `$headers`, `$contentType`, `$messageId`, `$correlationId`,
 * and the clock and random numbers, which are the same whenever the run is repeated. Fits `evaluate` of
 * packages/jsonata.
 */
export function evaluationContext(message: Message, run: Pick<RunContext, 'executionId' | 'run' | 'clock'>) {
  const { headers, contentType, id: messageId, correlationId } = message;
  return {
    bindings: { headers, contentType, messageId, correlationId },
    clock: run.clock,
    seed: `${run.executionId}/${run.run}`,
  };
}

/**
 * The body for expressions that can do without: `undefined` when the message is not JSON, so that headers can be used.
 * A message that names no content type is taken for JSON.
 * @throws TerminalError `body-malformed` when it is taken for JSON and is not
 */
export function expressionInput(message: Message): unknown {
  return countsAsJson(message) ? message.body.json() : undefined;
}

/** True when the message says that it is JSON, or does not say what it is. */
export function countsAsJson({ contentType }: Pick<Message, 'contentType'>): boolean {
  return contentType === '' || isJson(contentType);
}

/** What packages/jsonata says about an expression that cannot be read or evaluated. */
export interface ExpressionFault extends Error {
  readonly kind: 'invalid' | 'failed' | 'limit';
  /** Machine-readable particulars; never data of the message. */
  readonly details: object;
}

/**
 * Makes of an expression's error one that the engine knows and does not retry, for the same message gives the same
 * error: `expression-invalid`, `expression-failed` or `expression-limit`.
 * @param subject what begins the sentence, such as `The mapping`
 * @example
 * const expression = throwingAs(expressionError('The mapping'), () => compile(text));
 */
export function expressionError(subject: string): (fault: ExpressionFault) => TerminalError {
  return fault => {
    const { kind, message, details } = fault;
    const text = `${subject} ${kind === 'invalid' ? 'cannot be used' : 'failed'}: ${message}`;
    return new TerminalError(`expression-${kind}`, text, { cause: fault, details: { ...details } });
  };
}
