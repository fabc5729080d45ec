import {
  countsAsJson,
  evaluationContext,
  expressionError,
  expressionInput,
  keyText,
  type Message,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { compile, throwingAs } from '@lineshaft/jsonata';

type Run = Pick<RunContext, 'executionId' | 'run' | 'clock'>;

/** An expression over the body of a message, nothing when it is not JSON; `bindings` come to those that all expressions have. */
export type OverMessage = (message: Message, run: Run, bindings?: Record<string, unknown>) => unknown;

/**
 * @param subject what begins the sentence when it fails, such as `The mapping`
 * @throws TerminalError `expression-invalid`, and from what it returns `expression-failed`, `expression-limit` or
 * `body-malformed`
 */
export function overMessage(subject: string, text: string): OverMessage {
  const expression = throwingAs(expressionError(subject), () => compile(text));
  return (message, run, bindings) => {
    const context = evaluationContext(message, run);
    return expression.evaluate(expressionInput(message), {
      ...context,
      bindings: { ...context.bindings, ...bindings },
    });
  };
}

/**
 * As `overMessage`, for the text of a key.
 * @throws TerminalError from what it returns also when there is no value: what belongs nowhere must not be mixed up
 */
export function keyOverMessage(subject: string, text: string): (...given: Parameters<OverMessage>) => string {
  const evaluate = overMessage(subject, text);
  return (...given) => {
    const key = keyText(evaluate(...given), subject);
    if (key !== undefined) return key;
    throw new TerminalError('expression-failed', `${subject} has no value for this message: "${text}" found nothing.`);
  };
}

/**
 * As `overMessage`, for a whole number, which may stand in a text, as in headers.
 * @throws TerminalError from what it returns also when it is none
 */
export function integerOverMessage(subject: string, text: string): (...given: Parameters<OverMessage>) => number {
  const evaluate = overMessage(subject, text);
  return (...given) => {
    const value = evaluate(...given);
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (Number.isSafeInteger(number)) return number as number;
    throw new TerminalError(
      'expression-failed',
      `${subject} must be a whole number, but "${text}" gave something else.`,
    );
  };
}

/**
 * The body of a message for a node that cannot do without.
 * @throws TerminalError `content-type-unsupported` when the message says that it is no JSON, `body-malformed` when it is not
 */
export function documentOf(message: Message, node: string): unknown {
  if (countsAsJson(message)) return message.body.json();
  throw new TerminalError(
    'content-type-unsupported',
    `${node} works on JSON, but this message is ${message.contentType}. Put a node before it that turns such messages into JSON.`,
  );
}
