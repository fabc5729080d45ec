import { implement } from '@lineshaft/flow';
import { httpConnection } from '../connection/connection.ts';
import { exchange, followRedirects, type OutgoingRequest, type Response } from '../exchange.ts';
import { publicAgent } from '../public-agent.ts';
import type { Target } from '../target-url.ts';
import { unreachable } from '../unreachable.ts';
import { compileAddress } from './address.ts';
import { type Answer, readAnswer } from './answer.ts';
import { compileCombine } from './combine.ts';
import { refused } from './failures.ts';
import { httpRequestManifest } from './manifest.ts';
import { compilePages } from './pages.ts';
import { compileHeaders } from './request-headers.ts';

/** Channel Adapter to HTTP. Everything that can be known beforehand is worked out once; fixed texts cost nothing. */
export const httpRequest = implement(httpRequestManifest, config => {
  const { method, maxResponseBytes, redirects } = config;
  const sendsBody = config.sendBody && method !== 'GET' && method !== 'HEAD';
  const addressOf = compileAddress(config.url);
  const headersOf = compileHeaders(config.headers, sendsBody);
  const collectPages = compilePages(config.pagination);
  const emit = compileCombine(config.combine);
  const successes = new Set(config.successCodes);
  const isSuccess = (status: number) => successes.has(status) || successes.has(`${Math.floor(status / 100)}xx`);

  return {
    async deliver(message, context) {
      const connection = context.connectionId === undefined ? undefined : context.connect(httpConnection);
      const { signal } = context;
      const headers = headersOf(message, context, connection?.headers ?? {});
      const body = sendsBody ? message.body.bytes() : null;

      async function ask(target: Target, page: number, bytesSoFar: number): Promise<Answer> {
        const asked = { method, target };
        const request = { ...asked, headers: page === 1 ? headers : ofPage(headers, page), body, signal };
        try {
          const response = await send(request);
          if (!isSuccess(response.statusCode)) throw await refused(asked, response);
          return await readAnswer(asked, response, maxResponseBytes - bytesSoFar, maxResponseBytes);
        } catch (cause) {
          signal.throwIfAborted();
          throw unreachable(asked, cause);
        }
      }

      function send(request: OutgoingRequest): Promise<Response> {
        if (connection !== undefined) return connection.send(request, redirects);
        return followRedirects(request, redirects, one => exchange(publicAgent, one));
      }

      const address = addressOf(message, context, connection);
      const answer = await (collectPages ? collectPages(address, ask, message, context) : ask(address, 1, 0));
      return [emit(answer, message, context)];
    },
  };
});

/** Each page is a request of its own to those who drop what they know. */
function ofPage(headers: Readonly<Record<string, string>>, page: number): Record<string, string> {
  return { ...headers, 'idempotency-key': `${headers['idempotency-key']}.${page}` };
}
