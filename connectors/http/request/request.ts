import {
  Body,
  checkHeaderValue,
  type Emitted,
  evaluationContext,
  expressionError,
  expressionInput,
  implement,
  isHeaderValue,
  isJson,
  LineshaftError,
  type Message,
  type RunContext,
} from '@lineshaft/flow';
import { compileTemplate, type Template, throwingAs } from '@lineshaft/jsonata';
import { Agent, type Dispatcher } from 'undici';
import { passableHeaders } from '../headers.ts';
import { type Asked, refused, single, unreachable } from './failures.ts';
import { httpRequestManifest } from './manifest.ts';
import { readResponse, ResponseTooLarge } from './read-response.ts';
import { compileUrl, targetOf } from './target-url.ts';

/**
 * Shared by all nodes, so that they share connections. No timeouts but for connecting: the engine bounds every attempt.
 * HTTP/1.1 only: what is known of retries and broken connections holds for that.
 */
const agent = new Agent({
  allowH2: false,
  connections: 128,
  connect: { timeout: 10_000 },
  headersTimeout: 0,
  bodyTimeout: 0,
});

/** Channel Adapter to HTTP. Everything that can be known beforehand is worked out once; fixed texts cost nothing. */
export const httpRequest = implement(httpRequestManifest, config => {
  const { method, successCodes, maxResponseBytes } = config;
  const url = throwingAs(expressionError('The field url'), () => compileUrl(config.url));
  const fixedTarget = url.fixed ? targetOf(url.text) : undefined;
  const headers = Object.entries(config.headers).map(([name, text]) => headerOf(name, text));
  const own = new Set(Object.keys(config.headers));
  const sendsBody = config.sendBody && method !== 'GET' && method !== 'HEAD';
  const successes = new Set(successCodes);

  async function headersFor(message: Message, context: RunContext): Promise<string[]> {
    const list: string[] = [];
    const add = (name: string, value: string) => void (own.has(name) || list.push(name, value));
    add('user-agent', 'lineshaft');
    add('idempotency-key', context.idempotencyKey);
    add('traceparent', context.traceparent);
    add('x-correlation-id', asHeaderValue(message.correlationId));
    if (sendsBody && message.contentType !== '') add('content-type', message.contentType);
    for (const header of headers) list.push(header.name, await valueOf(header, message, context));
    return list;
  }

  return {
    async deliver(message, context) {
      const target = fixedTarget ?? targetOf(await fill(url, message, context));
      const asked: Asked = { method, target };
      let response: Dispatcher.ResponseData;
      const headerList = await headersFor(message, context);
      try {
        response = await agent.request({
          origin: target.origin,
          path: target.path,
          method,
          headers: headerList,
          body: sendsBody ? message.body.bytes() : null,
          signal: context.signal,
        });
        const { statusCode } = response;
        if (successes.has(statusCode) || successes.has(`${Math.floor(statusCode / 100)}xx`)) {
          return [await emit(asked, response, maxResponseBytes)];
        }
      } catch (cause) {
        if (context.signal.aborted) throw context.signal.reason;
        throw cause instanceof LineshaftError ? cause : unreachable(asked, cause);
      }
      const failure = await refused(asked, response);
      if (context.signal.aborted) throw context.signal.reason;
      throw failure;
    },
  };
});

/** @throws LineshaftError `target-malformed`; whatever the connection throws */
async function emit(asked: Asked, response: Dispatcher.ResponseData, maxBytes: number): Promise<Emitted> {
  const { statusCode, headers } = response;
  const contentType = single(headers['content-type']) ?? '';
  const declared = asked.method === 'HEAD' ? undefined : single(headers['content-length']);
  const details = { status: statusCode, url: asked.target.shown };
  try {
    const body = Body.fromBytes(await readResponse(response.body, declared, maxBytes));
    if (isJson(contentType)) body.json();
    return {
      port: 'response',
      contentType,
      headers: { ...passableHeaders(headers), 'x-http-status': String(statusCode) },
      body,
    };
  } catch (cause) {
    if (cause instanceof ResponseTooLarge) {
      const text = `${asked.target.shown} answered with more than the ${maxBytes} bytes that are taken.`;
      throw new LineshaftError('target-malformed', text, { details });
    }
    if (!(cause instanceof LineshaftError)) throw cause;
    const text = `${asked.target.shown} answered with what it calls ${contentType}, but is not. ${cause.message}`;
    throw new LineshaftError('target-malformed', text, { cause, details });
  }
}

interface Header {
  name: string;
  template: Template;
}

function headerOf(name: string, text: string): Header {
  const template = throwingAs(expressionError(`The header ${name}`), () => compileTemplate(text));
  if (template.fixed) checkHeaderValue(name, text);
  return { name, template };
}

async function valueOf({ name, template }: Header, message: Message, context: RunContext): Promise<string> {
  if (template.fixed) return template.text;
  const value = await fill(template, message, context);
  checkHeaderValue(name, value);
  return value;
}

async function fill(template: Template, message: Message, context: RunContext): Promise<string> {
  return template.evaluate(expressionInput(message), evaluationContext(message, context));
}

/** A correlation id may be any text of a document. */
function asHeaderValue(text: string): string {
  return isHeaderValue(text) ? text : encodeURIComponent(text.toWellFormed());
}
