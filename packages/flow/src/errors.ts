/**
 * Every way a node, a message or a request can fail. The union is closed: retry policies, error ports, the API
 * and the screen all speak of these codes and no others.
 */
export const errorCodes = [
  // The message or request itself is wrong.
  'path-unknown',
  'method-not-allowed',
  'body-malformed',
  'body-too-large',
  'content-type-unsupported',
  'expression-invalid',
  'expression-failed',
  'expression-limit',
  'no-route',
  'header-invalid',
  'idempotency-key-reused',
  'config-invalid',
  'connection-unusable',
  'document-invalid',
  // The outside did not do its part.
  'target-unreachable',
  'target-throttled',
  'target-failed',
  'target-rejected',
  'target-malformed',
  'target-forbidden',
  'timeout',
  // The delivery waits, by no fault of its own.
  'connection-held',
  'connection-open',
  'connection-busy',
  // The runtime itself.
  'overloaded',
  'unavailable',
  'cancelled',
  'crashed',
  'unexpected',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What is kept of an error: shown in traces, sent through error ports, answered by the API. Never holds secrets. */
export interface ErrorRecord {
  code: ErrorCode;
  /** One or two sentences: what is wrong, where, what to do. */
  message: string;
  /** Machine-readable particulars, such as an HTTP status or a position in an expression. */
  details?: Record<string, unknown>;
}

interface ErrorOptions {
  cause?: unknown;
  details?: Record<string, unknown>;
}

/** Base of every error that Lineshaft throws on purpose. A node that throws it is retried by its retry policy. */
export class LineshaftError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
  }
}

/** Trying again cannot help: the node fails at once, whatever its retry policy says. */
export class TerminalError extends LineshaftError {}

/** The other side said when to come back. The next attempt starts no sooner than `retryAfterMs`. */
export class RetryAfterError extends LineshaftError {
  /** Milliseconds from now. */
  readonly retryAfterMs: number;

  constructor(code: ErrorCode, message: string, retryAfterMs: number, options: ErrorOptions = {}) {
    super(code, message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The part of any thrown value that may be kept and shown. Foreign errors become `unexpected`. */
export function toErrorRecord(thrown: unknown): ErrorRecord {
  if (thrown instanceof LineshaftError) {
    return { code: thrown.code, message: thrown.message, ...(thrown.details ? { details: thrown.details } : {}) };
  }
  return { code: 'unexpected', message: thrown instanceof Error ? thrown.message : textOf(thrown) };
}

/** An object need not have a text form, and what keeps an error must not fail itself. */
function textOf(thrown: unknown): string {
  if ((typeof thrown === 'object' && thrown !== null) || typeof thrown === 'function')
    return 'Something was thrown that is no error.';
  return String(thrown as string | symbol | undefined);
}
