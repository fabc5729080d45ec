import { type FlowKeys, expressionBindings, LineshaftError, type Message, TerminalError } from '@lineshaft/flow';
import { compile, type Expression, ExpressionError } from '@lineshaft/jsonata';

/** What a flow's key expressions gave for a message. */
export interface MessageKeys {
  business: (readonly [name: string, value: string])[];
  correlationId: string | undefined;
  idempotencyKey: string | undefined;
  orderingKey: string | undefined;
}

/** Longest value of a key, in characters: keys are indexed, not documents. */
const maxKeyLength = 400;

/** A flow's key expressions, compiled once. */
export class KeyExpressions {
  readonly #business: (readonly [name: string, expression: Expression])[];
  readonly #correlationId: Expression | undefined;
  readonly #idempotencyKey: Expression | undefined;
  readonly #orderingKey: Expression | undefined;

  constructor(keys: FlowKeys) {
    this.#business = Object.entries(keys.business).map(([name, text]) => [name, compile(text)] as const);
    this.#correlationId = keys.correlationId === undefined ? undefined : compile(keys.correlationId);
    this.#idempotencyKey = keys.idempotencyKey === undefined ? undefined : compile(keys.idempotencyKey);
    this.#orderingKey = keys.orderingKey === undefined ? undefined : compile(keys.orderingKey);
  }

  /**
   * A business key without a value is left out; several values (an array) are all kept. Declared idempotency and
   * ordering keys must have a value: without one a message could be doubled or overtake another in silence.
   * @throws TerminalError `expression-failed`: the message is refused before it is accepted
   */
  async evaluate(message: Message, clock: number): Promise<MessageKeys> {
    const context = { bindings: expressionBindings(message), clock, seed: message.id };
    const value = async (expression: Expression, what: string) => {
      try {
        return await expression.evaluate(input(message), context);
      } catch (cause) {
        if (!(cause instanceof ExpressionError)) throw cause;
        throw new TerminalError(
          'expression-failed',
          `The ${what} of the flow could not be evaluated for this message: ${cause.message}`,
          { cause },
        );
      }
    };

    const business: [string, string][] = [];
    for (const [name, expression] of this.#business) {
      const found = await value(expression, `business key ${name}`);
      for (const one of Array.isArray(found) ? new Set<unknown>(found) : [found]) {
        const text = keyText(one, `business key ${name}`);
        if (text !== undefined) business.push([name, text]);
      }
    }
    const single = async (expression: Expression | undefined, what: string, required: boolean) => {
      if (!expression) return undefined;
      const text = keyText(await value(expression, what), what);
      if (text === undefined && required) {
        throw new TerminalError(
          'expression-failed',
          `The ${what} of the flow has no value for this message: "${expression.text}" found nothing.`,
        );
      }
      return text;
    };
    return {
      business,
      correlationId: await single(this.#correlationId, 'correlation id', false),
      idempotencyKey: await single(this.#idempotencyKey, 'idempotency key', true),
      orderingKey: await single(this.#orderingKey, 'ordering key', true),
    };
  }
}

/** Keys of a message that is not JSON can still be taken from its headers. */
function input(message: Message): unknown {
  try {
    return message.body.json();
  } catch (error) {
    if (error instanceof LineshaftError) return undefined;
    throw error;
  }
}

function keyText(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new TerminalError(
      'expression-failed',
      `The ${what} of the flow must be a text or a number, but the expression gave ${Array.isArray(value) ? 'a list' : 'an object'}.`,
    );
  }
  const text = String(value);
  if (text.length > maxKeyLength || text.includes('\u0000')) {
    throw new TerminalError(
      'expression-failed',
      `The ${what} of the flow has ${text.length} characters; up to ${maxKeyLength} without NUL are taken.`,
    );
  }
  return text;
}
