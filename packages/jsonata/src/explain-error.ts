import { isLimit } from './evaluation/failure.ts';
import { ExpressionError, type ExpressionErrorKind } from './expression-error.ts';
import type { WrittenMessage } from './syntax-tree.ts';
import { type Thrown, wordingOf } from './wording.ts';

/** What the parser threw, as an error of kind `invalid`. Nothing is secret in it: there is no data yet. */
export function explainParsing(text: string, thrown: unknown): ExpressionError {
  const { code, message } = thrown as Thrown;
  if (typeof code === 'string') {
    const sentence = wordingOf(code, thrown as Thrown) ?? asSentence(message);
    return build(text, thrown as Thrown, code, 'invalid', sentence);
  }
  if (thrown instanceof RangeError) {
    return build(text, {}, 'D1011', 'invalid', 'The expression is nested too deeply to be read.');
  }
  const pattern = /^Invalid regular expression: (.*): ([^:]+)$/s.exec(String(message));
  const position = Math.max(text.indexOf(pattern?.[1]?.replace(/[a-z]*$/, '') ?? '/'), 0);
  return build(text, { position }, 'L1003', 'invalid', asSentence(pattern?.[2] ?? message));
}

/** What an evaluation threw. `messages` are what the expression itself says with `$error` and `$assert`. */
export function explainFailure(text: string, thrown: unknown, messages: WrittenMessage[]): ExpressionError {
  const fault = thrown as Thrown;
  if (typeof fault.code === 'string') {
    const sentence = ownSentence(fault, messages) ?? wordingOf(fault.code, fault) ?? asSentence(fault.message);
    return build(text, fault, fault.code, isLimit(fault) ? 'limit' : 'failed', sentence);
  }
  if (thrown instanceof RangeError) {
    const code = thrown.message.includes('string length') ? 'L1001' : 'D1011';
    return build(text, fault, code, 'limit', wordingOf(code, fault) ?? '');
  }
  return build(text, fault, 'L1009', 'failed', 'The expression could not go on here: a value is not what it expects.');
}

/** The text of `$error` and `$assert` may be put together from data: what is not written in the expression becomes …. */
function ownSentence(thrown: Thrown, messages: WrittenMessage[]): string | undefined {
  const { code, position, message } = thrown;
  if (code !== 'D3137' && code !== 'D3141') return undefined;
  const written = messages.find(({ positions }) => positions.includes(position));
  const shown = written === undefined ? '' : maskData(String(message), written.texts);
  if (/\w/.test(shown)) return asSentence(shown);
  return code === 'D3137' ? 'The expression called $error.' : 'An $assert of the expression failed.';
}

function maskData(message: string, writtenTexts: string[]): string {
  let shown = '';
  let from = 0;
  for (const text of writtenTexts) {
    const at = message.indexOf(text, from);
    if (at === -1) continue;
    shown += at > from ? `…${text}` : text;
    from = at + text.length;
  }
  return from < message.length ? `${shown}…` : shown;
}

function build(text: string, thrown: Thrown, code: string, kind: ExpressionErrorKind, sentence: string) {
  const token = thrown.token === undefined || thrown.token === '(end)' ? undefined : String(thrown.token);
  const position = startOf(text, thrown, token, code);
  return new ExpressionError({ code, kind, sentence, position, ...(token === undefined ? {} : { token }) }, text);
}

/** JSONata says where a token ends; people look for where it starts. */
function startOf(text: string, thrown: Thrown, token: string | undefined, code: string): number {
  const end = typeof thrown.position === 'number' ? Math.min(thrown.position, text.length) : 0;
  for (const written of token ? [`$${token}(`, `${token}(`, `$${token}`, token] : []) {
    if (text.slice(0, end).endsWith(written)) return end - written.length;
  }
  for (const quote of token ? ['"', "'", '`'] : []) {
    if (text.slice(0, end).endsWith(quote + token + quote)) return end - (token ?? '').length - 2;
  }
  return code.startsWith('S') ? end : Math.max(end - 1, 0);
}

function asSentence(message: unknown): string {
  const sentence = String(message).trim();
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
