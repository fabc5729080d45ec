import {
  evaluationContext,
  expressionError,
  expressionInput,
  type FlowKeys,
  keyText,
  type Message,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { compile, type Expression, throwingAs } from '@lineshaft/jsonata';

/** What a flow's key expressions gave for a message. */
export interface MessageKeys {
  business: (readonly [name: string, value: string])[];
  correlationId: string | undefined;
  idempotencyKey: string | undefined;
  orderingKey: string | undefined;
  partner: string | undefined;
}

/** A flow's key expressions, compiled once. */
export class KeyExpressions {
  readonly #business: (readonly [name: string, key: Key])[];
  readonly #correlationId: Key | undefined;
  readonly #idempotencyKey: Key | undefined;
  readonly #orderingKey: Key | undefined;
  readonly #partner: Key | undefined;

  /** @throws TerminalError `expression-invalid` */
  constructor(keys: FlowKeys) {
    this.#business = Object.entries(keys.business).map(([name, text]) => [name, keyOf(text, `business key ${name}`)]);
    this.#correlationId = keys.correlationId === undefined ? undefined : keyOf(keys.correlationId, 'correlation id');
    this.#idempotencyKey =
      keys.idempotencyKey === undefined ? undefined : keyOf(keys.idempotencyKey, 'idempotency key');
    this.#orderingKey = keys.orderingKey === undefined ? undefined : keyOf(keys.orderingKey, 'ordering key');
    this.#partner = keys.partner === undefined ? undefined : keyOf(keys.partner, 'partner');
  }

  /**
   * A business key without a value is left out; several values (an array) are all kept. Declared idempotency and
   * ordering keys must have a value: without one a message could be doubled or overtake another in silence.
   * Keys of a message that is not JSON can still be taken from its headers.
   * @throws TerminalError `expression-failed`, `expression-limit` or `body-malformed`: the message is refused before it
   * is accepted
   */
  evaluate(message: Message, run: Pick<RunContext, 'executionId' | 'run' | 'clock'>): MessageKeys {
    const context = evaluationContext(message, run);
    const value = ({ expression }: Key) => expression.evaluate(expressionInput(message), context);

    const business: [string, string][] = [];
    for (const [name, key] of this.#business) {
      const found = value(key);
      for (const one of Array.isArray(found) ? new Set<unknown>(found) : [found]) {
        const text = keyText(one, key.subject);
        if (text !== undefined) business.push([name, text]);
      }
    }
    const single = (key: Key | undefined, required: boolean) => {
      if (!key) return undefined;
      const text = keyText(value(key), key.subject);
      if (text === undefined && required) {
        throw new TerminalError(
          'expression-failed',
          `${key.subject} has no value for this message: "${key.expression.text}" found nothing.`,
        );
      }
      return text;
    };
    return {
      business,
      correlationId: single(this.#correlationId, false),
      idempotencyKey: single(this.#idempotencyKey, true),
      orderingKey: single(this.#orderingKey, true),
      partner: single(this.#partner, false),
    };
  }
}

interface Key {
  /** What begins a sentence about it. */
  subject: string;
  expression: Expression;
}

function keyOf(text: string, what: string): Key {
  const subject = `The ${what} of the flow`;
  return { subject, expression: throwingAs(expressionError(subject), () => compile(text)) };
}
