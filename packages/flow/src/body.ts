import { TerminalError } from './errors.ts';
import { jsonFaultAt } from './json-fault.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The content of a message, as bytes, as a JSON value, or both. Each form is made from the other at most once,
 * so that a document is parsed once and serialised once on its whole way. Bytes that came in are kept as they came:
 * key order, the text of numbers and signatures survive.
 *
 * Treat what `bytes()` and `json()` return as read-only; other nodes share it.
 */
export class Body {
  #bytes: Uint8Array | undefined;
  #value: unknown;
  #hasValue: boolean;

  private constructor(bytes: Uint8Array | undefined, value: unknown, hasValue: boolean) {
    this.#bytes = bytes;
    this.#value = value;
    this.#hasValue = hasValue;
  }

  static fromBytes(bytes: Uint8Array): Body {
    return new Body(bytes, undefined, false);
  }

  static fromText(text: string): Body {
    return new Body(encoder.encode(text), undefined, false);
  }

  /** A JSON value. `undefined` (a mapping without a result) is kept as an empty body. */
  static fromJson(value: unknown): Body {
    return value === undefined ? new Body(new Uint8Array(0), undefined, true) : new Body(undefined, value, true);
  }

  static readonly empty = Body.fromBytes(new Uint8Array(0));

  /** The content as UTF-8 JSON, or the very bytes that came in. */
  bytes(): Uint8Array {
    this.#bytes ??= encoder.encode(JSON.stringify(this.#value));
    return this.#bytes;
  }

  /**
   * The content as a JSON value; `undefined` when empty.
   * @throws TerminalError `body-malformed` with the position when the bytes are not JSON in UTF-8.
   */
  json(): unknown {
    if (!this.#hasValue) {
      const bytes = this.bytes();
      this.#value = bytes.length === 0 ? undefined : parse(bytes);
      this.#hasValue = true;
    }
    return this.#value;
  }

  /** @throws TerminalError `body-malformed` when the bytes are not UTF-8. */
  text(): string {
    return decode(this.bytes());
  }
}

function parse(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/ in JSON at position.*$| \(line .*$/, '') : '';
    // V8 quotes a piece of the document in some messages; payloads do not belong in errors.
    const safeReason = reason === '' || /["“…]/.test(reason) ? 'unexpected text' : reason;
    const where = lineAndColumn(text, jsonFaultAt(text));
    throw new TerminalError('body-malformed', `The body is not valid JSON ${where}: ${safeReason}.`, { cause });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new TerminalError('body-malformed', 'The body is not valid UTF-8 text.', { cause });
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
