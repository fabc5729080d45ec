import { TerminalError } from '@lineshaft/flow';
import { type Template, compileTemplate } from '@lineshaft/jsonata';

/** An address, in the parts in which undici wants it. */
export interface Target {
  origin: string;
  /** With the query. */
  path: string;
  /** What errors may show: no query, no credentials. */
  shown: string;
}

/** Inserted values become part of one path segment or query value, whatever they hold. @throws ExpressionError */
export function compileUrl(text: string): Template {
  return compileTemplate(text, { encode: value => encodeURIComponent(value.toWellFormed()) });
}

/** @throws TerminalError `config-invalid`, without showing the address: it may hold values or credentials. */
export function targetOf(text: string): Target {
  const url = URL.parse(text);
  if (url === null) throw invalid('is not valid after its values were inserted');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw invalid('must start with https:// or http://');
  if (url.username !== '' || url.password !== '') throw invalid('must not hold a user name or password');
  // The URL parser takes them away, so that a value such as ".." would lead to another place.
  if (/[/\\](\.|%2e){1,2}([/\\?#]|$)/i.test(text)) throw invalid('must not hold . or .. as a part of its path');
  return { origin: url.origin, path: url.pathname + url.search, shown: url.origin + url.pathname };
}

function invalid(fault: string): TerminalError {
  return new TerminalError(
    'config-invalid',
    `The address of the request ${fault}. Check the field url and the values in it.`,
  );
}
