import type { MiddlewareHandler } from 'hono';
import { HttpProblem } from './problem-details.ts';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * While there is no sign-in, loopback is the only fence, and a web page in the operator's browser stands inside it. So a
 * request must name a loopback host (which a page that rebinds its DNS name cannot) and must not come from a page of
 * another origin (which could otherwise post to the API).
 */
export function loopbackGuard(): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (!loopbackNames.has(hostName(host))) {
      throw new HttpProblem('forbidden', `This server answers to 127.0.0.1 and localhost, not to "${host}".`);
    }
    const origin = context.req.header('origin');
    if (origin !== undefined && !isLoopbackOrigin(origin)) {
      throw new HttpProblem('forbidden', 'Pages of another origin may not call this server.');
    }
    await next();
  };
}

const hostName = (host: string) => host.replace(/:\d+$/, '');

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && loopbackNames.has(new URL(origin).hostname);
}
