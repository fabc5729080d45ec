import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fateOf, type Fate } from './fate.ts';
import { noFaults, readFaultDials, type FaultDials } from './fault-dials.ts';
import type { Log } from './log.ts';
import { readJson } from './read-json.ts';

export interface Faults {
  dials: () => FaultDials;
  /** How many requests have met each ending since the dials were set. */
  met: () => Readonly<Record<string, number>>;
  /** Stands before the routes that do the service's work. */
  middleware: MiddlewareHandler<{ Bindings: HttpBindings }>;
  /** `GET /faults` and `PUT /faults`; setting the dials starts the count of requests anew. */
  routes: Hono<{ Bindings: HttpBindings }>;
}

/** The fault dials of one service. `closing` ends the waits for delayed answers. */
export function createFaults(options: { service: string; seed: number; closing: AbortSignal; log: Log }): Faults {
  let dials = noFaults;
  let requests = 0;
  let met: Record<string, number> = {};

  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.get('/faults', context => context.json(dials));
  routes.put('/faults', async context => {
    const read = readFaultDials(await readJson(context));
    if ('reasons' in read) return context.json(read, 422);
    dials = read.dials;
    requests = 0;
    met = {};
    options.log.event(`${options.service}: faults are now ${JSON.stringify(dials)}`);
    return context.json(dials);
  });

  return { dials: () => dials, met: () => met, middleware, routes };

  async function middleware(context: Context<{ Bindings: HttpBindings }>, next: () => Promise<void>) {
    requests++;
    const fate = fateOf(dials, options.seed, options.service, requests);
    met[fate.ending] = (met[fate.ending] ?? 0) + 1;
    await delay(fate.delayMs, options.closing);
    return suffer(fate, context, next);
  }
}

async function suffer(
  fate: Fate,
  context: Context<{ Bindings: HttpBindings }>,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { incoming, outgoing } = context.env;
  switch (fate.ending) {
    case 'answered':
      await next();
      return undefined;
    case 'throttled':
      return context.json({ reasons: ['Too many requests. Come back in a second.'] }, 429, { 'retry-after': '1' });
    case 'failed':
      return context.json({ reasons: ['The service has a problem of its own. Try again.'] }, fate.status);
    case 'silent':
      await once(outgoing, 'close');
      return RESPONSE_ALREADY_SENT;
    case 'reset-before-work':
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'reset-after-work':
      await next();
      incoming.socket.resetAndDestroy();
      context.res = RESPONSE_ALREADY_SENT;
      return undefined;
    case 'reset-mid-answer':
      await next();
      await halfAnAnswer(context.res, outgoing);
      context.res = RESPONSE_ALREADY_SENT;
      return undefined;
  }
}

async function halfAnAnswer(answer: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  outgoing.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': body.length });
  await new Promise<void>(resolve => {
    outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => resolve());
  });
  outgoing.destroy();
}

async function delay(ms: number, closing: AbortSignal): Promise<void> {
  if (ms <= 0 || closing.aborted) return;
  await sleep(ms, undefined, { signal: closing }).catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}
