import { type ProblemDetails } from './problem.ts';
import type { Token, TokenKind } from './syntax.ts';

/** What is told about a problem while reading, before it is worded. */
export type Report = (problem: ProblemDetails) => void;

/**
 * Cuts a text into tokens, one at a time: whether `/` divides or begins a regular expression only the parser knows.
 * After a problem it goes on, at the latest with the next line.
 */
export class Lexer {
  /** Where the next token (with the spacing before it) starts. */
  at = 0;
  readonly #text: string;
  readonly #report: Report;
  #brokenRegex = false;

  constructor(text: string, report: Report) {
    this.#text = text;
    this.#report = report;
  }

  /** `afterValue`: a value is complete here, so `/` divides it. */
  next(afterValue: boolean): Token {
    const from = this.at;
    const start = this.#skipTrivia();
    const text = this.#text;
    if (start >= text.length) return this.#token('end', '(end)', from, start, start);
    const code = text.charCodeAt(start);
    if (code === slash && !afterValue) return this.#regex(from, start);
    if (code < 128 && stops[code] === operatorChar) return this.#operator(from, start, code);
    if (code === doubleQuote || code === singleQuote) return this.#string(from, start, code);
    if (code >= zero && code <= nine) return this.#number(from, start);
    if (code === backtick) return this.#quotedName(from, start);
    return this.#name(from, start);
  }

  #token(kind: TokenKind, value: Token['value'], from: number, start: number, end: number): Token {
    this.at = end;
    return { kind, value, from, start, end };
  }

  #skipTrivia(): number {
    const text = this.#text;
    let at = this.at;
    for (;;) {
      let code = text.charCodeAt(at);
      while (code < 128 && stops[code] === blankChar) code = text.charCodeAt(++at);
      if (code !== slash || text.charCodeAt(at + 1) !== asterisk) return at;
      const close = text.indexOf('*/', at + 2);
      if (close === -1) {
        this.#report({ code: 'S0106', start: at, end: text.length, position: at });
        return text.length;
      }
      at = close + 2;
    }
  }

  #operator(from: number, start: number, code: number): Token {
    const pair = this.#text.slice(start, start + 2);
    if (pairs.has(pair)) return this.#token('operator', pair, from, start, start + 2);
    const value = this.#text.charAt(start);
    if (code !== exclamation && code !== tilde) return this.#token('operator', value, from, start, start + 1);
    this.#report({ code: 'S0204', start, end: start + 1, position: start + 1, token: value });
    return this.#token('stray', value, from, start, start + 1);
  }

  #name(from: number, start: number): Token {
    const text = this.#text;
    let end = start + 1;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code < 128 && stops[code] !== 0) break;
    }
    if (text.charCodeAt(start) === dollar) {
      return this.#token('variable', text.slice(start + 1, end), from, start, end);
    }
    const name = text.slice(start, end);
    switch (name) {
      case 'and':
      case 'or':
      case 'in':
        return this.#token('operator', name, from, start, end);
      case 'true':
        return this.#token('constant', true, from, start, end);
      case 'false':
        return this.#token('constant', false, from, start, end);
      case 'null':
        return this.#token('constant', null, from, start, end);
      default:
        return this.#token('name', name, from, start, end);
    }
  }

  #quotedName(from: number, start: number): Token {
    const text = this.#text;
    const close = text.indexOf('`', start + 1);
    if (close !== -1) return this.#token('name', text.slice(start + 1, close), from, start, close + 1);
    const end = this.#lineEnd(start);
    this.#report({ code: 'S0105', start, end, position: text.length });
    return this.#token('name', text.slice(start + 1, end), from, start, end);
  }

  #number(from: number, start: number): Token {
    numberSyntax.lastIndex = start;
    const [written = ''] = numberSyntax.exec(this.#text) ?? [];
    const end = start + written.length;
    const value = Number(written);
    if (!Number.isFinite(value)) this.#report({ code: 'S0102', start, end, position: start, token: written });
    return this.#token('number', value, from, start, end);
  }

  #string(from: number, start: number, quote: number): Token {
    const text = this.#text;
    let value = '';
    let copied = start + 1;
    let at = copied;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return this.#token('string', value + text.slice(copied, at), from, start, at + 1);
      if (code === backslash) {
        value += text.slice(copied, at);
        at++;
        const escaped = text.charAt(at);
        if (escaped === 'u') {
          const digits = text.slice(at + 1, at + 5);
          if (/^[0-9a-fA-F]+$/.test(digits)) {
            value += String.fromCharCode(Number.parseInt(digits, 16));
            at += 4;
          } else {
            this.#report({ code: 'S0104', start: at - 1, end: at + 1, position: at });
          }
        } else {
          const meant = escapes.get(escaped);
          if (meant === undefined) {
            const end = Math.min(at + 1, text.length);
            this.#report({ code: 'S0103', start: at - 1, end, position: at, token: escaped });
          }
          value += meant ?? escaped;
        }
        copied = at + 1;
      }
    }
    const end = this.#lineEnd(start);
    // Digits of \u that the text ends before count as read: JSONata's position lies beyond the text then.
    this.#report({ code: 'S0101', start, end, position: at });
    return this.#token('string', text.slice(start + 1, end), from, start, end);
  }

  #regex(from: number, start: number): Token {
    const close = this.#regexEnd(start);
    if (close === -1) {
      const end = this.#lineEnd(start);
      this.#brokenRegex = true;
      this.#report({ code: 'S0302', start, end, position: this.#text.length });
      return this.#token('regex', noPattern, from, start, end);
    }
    let end = close + 1;
    while (this.#text[end] === 'i' || this.#text[end] === 'm') end++;
    const pattern = this.#text.slice(start + 1, close);
    let value = noPattern;
    if (pattern === '') {
      this.#report({ code: 'S0301', start, end, position: close });
    } else {
      try {
        value = new RegExp(pattern, `${this.#text.slice(close + 1, end)}g`);
      } catch (thrown) {
        this.#report({ code: 'L1003', start, end, position: start, value: reasonOf(thrown) });
      }
    }
    return this.#token('regex', value, from, start, end);
  }

  /** Where the closing slash is: one that is neither escaped nor within brackets of any kind. -1 if there is none. */
  #regexEnd(start: number): number {
    const text = this.#text;
    const limit = this.#brokenRegex ? this.#lineEnd(start) : text.length;
    let depth = 0;
    let backslashes = 0;
    for (let at = start + 1; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash) {
        backslashes++;
        continue;
      }
      if (code === slash && depth === 0 && backslashes % 2 === 0) return at;
      // A bracket after any backslash does not count, not even after one that is escaped itself.
      if (backslashes === 0) {
        if (code === 0x28 || code === 0x5b || code === 0x7b) depth++;
        else if (code === 0x29 || code === 0x5d || code === 0x7d) depth--;
      }
      backslashes = 0;
    }
    return -1;
  }

  #lineEnd(start: number): number {
    const newline = this.#text.indexOf('\n', start);
    return newline === -1 ? this.#text.length : newline;
  }
}

/** Stands for a regular expression that cannot be read. */
const noPattern = /(?:)/g;

function reasonOf(thrown: unknown): string {
  const reason = /^Invalid regular expression: .*: ([^:]+)$/s.exec((thrown as Error).message)?.[1];
  return `${reason ?? (thrown as Error).message}.`;
}

const slash = 0x2f;
const asterisk = 0x2a;
const backslash = 0x5c;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const backtick = 0x60;
const dollar = 0x24;
const exclamation = 0x21;
const tilde = 0x7e;
const zero = 0x30;
const nine = 0x39;

const operatorChar = 1;
const blankChar = 2;

/** What ends a name, by character code. */
const stops = new Uint8Array(128);
for (const char of '.[]{}(),@#;:?+-*/%|=<>^&!~') stops[char.charCodeAt(0)] = operatorChar;
for (const char of ' \t\n\r\v') stops[char.charCodeAt(0)] = blankChar;

const pairs = new Set(['..', ':=', '!=', '>=', '<=', '**', '~>', '?:', '??']);

const numberSyntax = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y;

const escapes = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);
