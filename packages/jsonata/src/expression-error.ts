/** `invalid`: the text is no expression. `failed`: it does not fit the data. `limit`: a guard stopped it. */
export type ExpressionErrorKind = 'invalid' | 'failed' | 'limit';

/** What is wrong, before it is placed in a text. */
export interface Fault {
  code: string;
  kind: ExpressionErrorKind;
  /** A sentence with its full stop. Quotes the expression at most, never the data. */
  sentence: string;
  /** Offset in the text, from 0. */
  position: number;
  token?: string;
}

/** The machine-readable part of an error, fit for traces: it shows the expression, never the data. */
export interface ExpressionDetails {
  code: string;
  position: number;
  line: number;
  column: number;
  excerpt: string;
}

const longestExcerpt = 100;

/**
 * An expression or template that cannot be read, or whose evaluation failed. The message says where, and quotes no
 * values: they may be anybody's data. For the same reason an evaluation's error has no `cause`.
 */
export class ExpressionError extends Error {
  /** JSONata's own code, such as `S0202` or `T2001`; `L` codes are Lineshaft's (see README). */
  readonly code: string;
  readonly kind: ExpressionErrorKind;
  /** Offset of the faulty place in the text, from 0. */
  readonly position: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The line of the text, and below it a line with a caret. */
  readonly excerpt: string;
  readonly token: string | undefined;
  readonly #fault: Fault;

  constructor(fault: Fault, text: string) {
    const position = Math.min(Math.max(fault.position, 0), text.length);
    const start = text.lastIndexOf('\n', position - 1) + 1;
    const line = text.slice(0, start).split('\n').length;
    const column = position - start + 1;
    super(`Line ${line}, column ${column}: ${fault.sentence}`);
    this.name = 'ExpressionError';
    this.code = fault.code;
    this.kind = fault.kind;
    this.position = position;
    this.line = line;
    this.column = column;
    this.excerpt = excerptOf(text, start, position);
    this.token = fault.token;
    this.#fault = fault;
  }

  get details(): ExpressionDetails {
    const { code, position, line, column, excerpt } = this;
    return { code, position, line, column, excerpt };
  }

  /** The same error, placed in a longer text in which the expression starts at `offset`. */
  within(text: string, offset: number): ExpressionError {
    return new ExpressionError({ ...this.#fault, position: this.position + offset }, text);
  }
}

function excerptOf(text: string, start: number, position: number): string {
  const newline = text.indexOf('\n', position);
  const end = newline === -1 ? text.length : newline;
  const from = Math.max(start, position - longestExcerpt / 2);
  const shown = text.slice(from, Math.min(end, from + longestExcerpt)).replace(/\r$/, '');
  const before = text.slice(from, position).replace(/[^\t]/g, ' ');
  return `${shown}\n${before}^`;
}
