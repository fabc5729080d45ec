import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRoute, RouteAnswer, RouteRequest } from '@lineshaft/api';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Logger } from '../telemetry/log.ts';
import { readRequest, routePath } from './read-request.ts';

/** Looks what there is to tell; undefined: nothing new. */
export type Look<R extends EventRoute> = () => Promise<RouteAnswer<R> | undefined>;

export interface EventSurroundings {
  log: Logger;
  /** Aborted when the runtime stops: streams end then. */
  stopping: AbortSignal;
  /** Between two looks. Left out: a second. */
  everyMs?: number;
}

/** How long nothing is sent before a line says that the stream is alive, milliseconds. */
const silenceMs = 15_000;

/** What a browser waits before it comes back, milliseconds. */
const comeBackMs = 2000;

/**
 * Serves a route of server-sent events. What the request lacks is refused before anything is sent; when a look fails the
 * stream ends, and whoever follows comes back.
 * @param begin checks the request and gives what looks for one stream
 */
export function mountEvents<R extends EventRoute>(
  app: Hono,
  route: R,
  { log, stopping, everyMs = 1000 }: EventSurroundings,
  begin: (request: RouteRequest<R>) => Promise<Look<R>>,
): void {
  app.get(routePath(route), async context => {
    const look = await begin((await readRequest(route, context)) as RouteRequest<R>);
    context.header('x-accel-buffering', 'no');
    return streamSSE(context, async stream => {
      const left = new AbortController();
      stream.onAbort(() => left.abort());
      const over = AbortSignal.any([left.signal, stopping]);
      let quietSince = performance.now();
      try {
        await stream.write(`retry: ${comeBackMs}\n\n`);
        while (!over.aborted) {
          const value = await look();
          if (value !== undefined) await stream.writeSSE({ data: JSON.stringify(value) });
          else if (performance.now() - quietSince > silenceMs) await stream.write(': nothing new\n\n');
          if (value !== undefined || performance.now() - quietSince > silenceMs) quietSince = performance.now();
          await sleep(everyMs, undefined, { signal: over });
        }
      } catch (error) {
        if (!over.aborted) log.warn({ err: error, path: context.req.path }, 'A stream of events ended early');
      }
    });
  });
}

/** Does the work, and tells each time what there is to see of it. */
export type ToldWork<R extends EventRoute> = (tell: (value: RouteAnswer<R>) => void) => Promise<void>;

/**
 * Serves a route whose events tell of one piece of work, and end with it. Whoever leaves does not end the work.
 * @param begin checks the request and gives the work
 */
export function mountToldWork<R extends EventRoute>(
  app: Hono,
  route: R,
  log: Logger,
  begin: (request: RouteRequest<R>) => Promise<ToldWork<R>>,
): void {
  app.on(route.method.toUpperCase(), routePath(route), async context => {
    const work = await begin((await readRequest(route, context)) as RouteRequest<R>);
    context.header('x-accel-buffering', 'no');
    return streamSSE(context, async stream => {
      let told = Promise.resolve();
      try {
        await work(value => {
          told = told.then(() => stream.writeSSE({ data: JSON.stringify(value) }));
        });
        await told;
      } catch (error) {
        log.warn({ err: error, path: context.req.path }, 'A stream of events ended early');
      }
    });
  });
}
