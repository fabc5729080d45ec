/** A name or an operator; where a literal is called, its value. */
export type Token = string | number | boolean | null | undefined;

/** What jsonata notes on an error besides code and place. */
export interface FailureDetails {
  position?: number | undefined;
  token?: Token;
  value?: unknown;
  value2?: unknown;
  /** Counts arguments from 1. */
  index?: number | undefined;
  type?: string | undefined;
  /** The text of `$error` and `$assert`. */
  message?: string | undefined;
}

/**
 * What ends an evaluation: jsonata's code, or an L code of our own. It is not an Error, because most have no use for a
 * stack and making one costs more than a small mapping; `compile` turns it into an `ExpressionError`.
 */
export class Failure implements FailureDetails {
  readonly code: string;
  position: number | undefined;
  token: Token;
  readonly value: unknown;
  readonly value2: unknown;
  readonly index: number | undefined;
  readonly type: string | undefined;
  readonly message: string | undefined;

  constructor(code: string, details: FailureDetails = {}) {
    this.code = code;
    this.position = details.position;
    this.token = details.token;
    this.value = details.value;
    this.value2 = details.value2;
    this.index = details.index;
    this.type = details.type;
    this.message = details.message;
  }
}

const limits = new Set(['D1011', 'D1012', 'D2014', 'D2015', 'L1001', 'L1004']);

/** A limit ended the evaluation. V8 itself refuses texts beyond half a gigabyte and calls nested beyond its stack. */
export function isLimit(thrown: unknown): boolean {
  return thrown instanceof RangeError || limits.has(String((thrown as { code?: unknown }).code));
}

/** Always throws. */
export function fail(code: string, details?: FailureDetails): never {
  // eslint-disable-next-line typescript/only-throw-error -- see Failure
  throw new Failure(code, details);
}
