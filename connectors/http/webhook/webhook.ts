import {
  Body,
  durationMs,
  implement,
  incomingJson,
  type HttpRequest,
  isJson,
  mediaTypeOf,
  type Receipt,
  type Reply,
  TerminalError,
} from '@lineshaft/flow';
import { passableHeaders } from '../headers.ts';
import { httpWebhookManifest } from './manifest.ts';

/** What is wrong with a request is said before anything is accepted; the runtime makes problem details of it. */
export const httpWebhook = implement(httpWebhookManifest, config => {
  const patienceMs = durationMs(config.patience);
  const { path, methods, contentTypes, maxBytes } = config;
  return {
    async receive(context) {
      context.serve({
        path,
        methods,
        async handle(request) {
          const contentType = acceptedType(request, contentTypes);
          const body = Body.fromBytes(await request.body(maxBytes));
          if (isJson(contentType)) checkJson(body);
          const message = { contentType, headers: passableHeaders(request.headers), body };
          if (config.reply === 'receipt') return receiptReply(await context.accept(message));
          const { receipt, reply } = await context.acceptAndAwaitReply(message, patienceMs);
          return reply ?? receiptReply(receipt);
        },
      });
      // What was served is closed by the runtime; there is nothing else to close.
      return async () => {};
    },
  };
});

function acceptedType(request: HttpRequest, accepted: readonly string[]): string {
  const contentType = request.headers['content-type'] ?? '';
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const named = contentType === '' ? 'no content type' : `the content type ${contentType.slice(0, 200)}`;
  if (!accepted.some(range => covers(range, mediaTypeOf(contentType))))
    throw unsupported(accepted, `It came with ${named}.`);
  if (isJson(contentType) && charset !== 'utf-8' && charset !== 'us-ascii')
    throw unsupported(accepted, `It came with ${named}, but JSON is always UTF-8.`);
  if (encoding !== 'identity')
    throw unsupported(accepted, `It came compressed (${encoding.slice(0, 50)}); send it as it is.`);
  return contentType;
}

function covers(range: string, mediaType: string): boolean {
  if (range === '*/*') return true;
  const wanted = range.toLowerCase();
  return wanted.endsWith('/*') ? mediaType.startsWith(wanted.slice(0, -1)) : mediaType === wanted;
}

function unsupported(accepted: readonly string[], reason: string): TerminalError {
  const accept = accepted.join(', ');
  return new TerminalError('content-type-unsupported', `This address takes ${accept}. ${reason}`, {
    details: { accept },
  });
}

function checkJson(body: Body): void {
  if (incomingJson(body) === undefined)
    throw new TerminalError('body-malformed', 'The body is empty, but its content type is JSON.');
}

const encoder = new TextEncoder();

function receiptReply({ messageId, executionId, correlationId, duplicate }: Receipt): Reply {
  return {
    status: duplicate ? 200 : 202,
    headers: {},
    contentType: 'application/json',
    body: encoder.encode(JSON.stringify({ messageId, executionId, correlationId, duplicate })),
  };
}
