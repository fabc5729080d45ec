import {
  Body,
  evaluationContext,
  expressionError,
  isJson,
  LineshaftError,
  type Message,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { compile, type EvaluationContext, throwingAs } from '@lineshaft/jsonata';
import { type Target, targetOf } from '../target-url.ts';
import type { Answer } from './answer.ts';
import type { Pagination } from './manifest.ts';
import { nextLink } from './next-link.ts';

/** Asks for one page, the first one having the number 1. What has come so far counts against the largest response. */
type AskPage = (target: Target, page: number, bytesSoFar: number) => Promise<Answer>;

/** Asks for one page after the other. The answer is the last one's, with the whole list as its body. */
export type CollectPages = (address: Target, ask: AskPage, message: Message, context: RunContext) => Promise<Answer>;

/**
 * Its function throws what `ask` throws, TerminalError `config-invalid` when there are more pages than wanted, and
 * `target-forbidden` when the next one lies elsewhere.
 * @returns undefined when there is one page only
 * @throws TerminalError `expression-invalid`
 */
export function compilePages(pagination: Pagination): CollectPages | undefined {
  if (pagination.kind === 'none') return undefined;
  const { maxPages } = pagination;
  const items = throwingAs(expressionError('The field items'), () => compile(pagination.items));
  const { first, next } = walkOf(pagination);

  return async (address, ask, message, context) => {
    const evaluation = evaluationContext(message, context);
    const list: unknown[] = [];
    let target = first(address);
    for (let [page, bytes] = [1, 0]; ; page++) {
      const answer = await ask(target, page, bytes);
      bytes += answer.body.bytes().length;
      const content = contentOf(answer, target);
      const held = listOf(items.evaluate(content, evaluation));
      for (const item of held) list.push(item);
      const following = next({ address, target, page, answer, content, count: held.length, evaluation });
      if (following === undefined) return { ...answer, contentType: 'application/json', body: Body.fromJson(list) };
      if (page === maxPages) throw tooManyPages(address, maxPages);
      target = following;
    }
  };
}

/** A page that has come. */
interface PageDone {
  /** The node's own address, and the page's. */
  address: Target;
  target: Target;
  page: number;
  answer: Answer;
  content: unknown;
  /** How many items it holds. */
  count: number;
  evaluation: EvaluationContext;
}

interface Walk {
  first: (address: Target) => Target;
  /** Where the next page is; undefined after the last one. */
  next: (done: PageDone) => Target | undefined;
}

function walkOf(pagination: Exclude<Pagination, { kind: 'none' }>): Walk {
  switch (pagination.kind) {
    case 'link':
      return {
        first: address => address,
        next: ({ target, answer }) => linked(target, nextLink(answer.headers['link'])),
      };
    case 'page': {
      const { parameter, start } = pagination;
      const numbered = (address: Target, page: number) => withParameter(address, parameter, String(start + page - 1));
      return {
        first: address => numbered(address, 1),
        next: ({ address, page, count }) => (count === 0 ? undefined : numbered(address, page + 1)),
      };
    }
    case 'cursor': {
      const { parameter } = pagination;
      const cursor = throwingAs(expressionError('The field cursor'), () => compile(pagination.cursor));
      return {
        first: address => address,
        next({ address, content, evaluation }) {
          const value = cursor.evaluate(content, evaluation);
          if (value === undefined || value === null || value === '' || value === false) return undefined;
          if (typeof value === 'string' || typeof value === 'number') {
            return withParameter(address, parameter, String(value));
          }
          throw new TerminalError('expression-failed', 'The field cursor gives neither a text nor a number.');
        },
      };
    }
  }
}

function linked(from: Target, link: string | undefined): Target | undefined {
  if (link === undefined) return undefined;
  const url = URL.parse(link, from.origin + from.path);
  if (url?.origin === from.origin) return targetOf(url.href);
  const text = `${from.shown} links to a next page on another host, port or scheme. Pages are taken from one origin only.`;
  throw new TerminalError('target-forbidden', text, { details: { url: from.shown } });
}

function withParameter(address: Target, name: string, value: string): Target {
  const parameter = `${encodeURIComponent(name)}=${encodeURIComponent(value.toWellFormed())}`;
  return { ...address, path: `${address.path}${address.path.includes('?') ? '&' : '?'}${parameter}` };
}

function contentOf({ contentType, body, status }: Answer, target: Target): unknown {
  if (isJson(contentType)) return body.json();
  const named = contentType === '' ? 'no content type' : contentType;
  const text = `${target.shown} answered with ${named}, but lists that come in pages must be JSON.`;
  throw new LineshaftError('target-malformed', text, { details: { status, url: target.shown } });
}

/** JSONata gives a list of one as the one itself, and an empty one as nothing. */
function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function tooManyPages(address: Target, maxPages: number): TerminalError {
  const text = `The list at ${address.shown} has more than ${maxPages} pages. Ask for less of it, or for larger pages, or raise the field maxPages.`;
  return new TerminalError('config-invalid', text, { details: { url: address.shown } });
}
