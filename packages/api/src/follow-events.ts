import { pathWithQuery } from './client.ts';
import type { Route, RouteResult } from './route.ts';
import type { z } from 'zod';

/** A route that answers with server-sent events. */
export type EventRoute = Route & { events: true };

/** The parts of the request of such a route. */
export type EventRequest<R extends EventRoute> = (R extends { params: infer P extends z.ZodType }
  ? { params: z.input<P> }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType } ? { query?: z.input<Q> } : unknown);

/** The part of a browser's EventSource that is used. */
export interface EventSourceLike {
  addEventListener(type: 'open' | 'message' | 'error', listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface EventListener<Value> {
  onValue(this: void, value: Value): void;
  /** Events come, or the connection was lost and is tried again by itself. */
  onConnected?(this: void, connected: boolean): void;
}

/**
 * Follows server-sent events; a lost connection is made anew. What cannot be read is left out: the next one is a whole
 * picture again.
 * @returns ends it
 * @example
 * const end = followEvents(url => new EventSource(url), '', liveRoutes.followFlow, { params: { id } }, { onValue: show });
 */
export function followEvents<R extends EventRoute>(
  open: (url: string) => EventSourceLike,
  baseUrl: string,
  route: R,
  request: EventRequest<R>,
  { onValue, onConnected }: EventListener<RouteResult<R>>,
): () => void {
  const source = open(
    `${baseUrl}${pathWithQuery(route, request as Record<'params' | 'query', Record<string, string>>)}`,
  );
  source.addEventListener('open', () => onConnected?.(true));
  source.addEventListener('error', () => onConnected?.(false));
  source.addEventListener('message', ({ data }) => {
    const read = route.response.safeParse(parsed(String(data)));
    if (read.success) onValue(read.data as RouteResult<R>);
  });
  return () => source.close();
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
