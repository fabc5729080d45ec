import type { z } from 'zod';
import type { Permission } from './permissions.ts';

/** One route of the HTTP API, as data: the server, the client, the OpenAPI document and the tests read the same value. */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete';
  /** With parameters in braces, such as `/api/flows/{id}`. */
  path: `/${string}`;
  /** A few words, such as `Publish the draft`. */
  summary: string;
  /** What a caller should know beyond the summary. */
  description?: string;
  permission: Permission;
  /** One field for each parameter in the path. */
  params?: z.ZodObject;
  /** Strict: a parameter that is not known here is refused, because ignoring a filter would show the wrong list. */
  query?: z.ZodObject;
  /** A JSON body. A schema that takes `undefined` makes it optional. */
  body?: z.ZodType;
  /** Left out: 1 MiB. */
  bodyLimitBytes?: number;
  response: z.ZodType;
  /** Answers with server-sent events, of which each carries a `response`; `followEvents` (GET) and `readEvents` read them, not the client. */
  events?: true;
  /** Of the good answer. Left out: 200. */
  status?: 200 | 202;
  /** Statuses of refusals that are this route's own, beyond those that follow from its request. */
  refusals?: readonly (404 | 409 | 422 | 503)[];
}

/** What a request carries once it is checked; `undefined` where the route has no such part. */
export interface RouteRequest<R extends Route> {
  params: R extends { params: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
  query: R extends { query: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
  body: R extends { body: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;
}

/** What a handler answers. */
export type RouteAnswer<R extends Route> = z.input<R['response']>;

/** What a client gets. */
export type RouteResult<R extends Route> = z.output<R['response']>;

/**
 * Declares a route; the types of its parts are inferred.
 * @throws Error when the path and `params` name different parameters: a fault of the program.
 * @example
 * export const getFlow = route({
 *   method: 'get', path: '/api/flows/{id}', summary: 'Read a flow', permission: 'flow.read',
 *   params: z.object({ id: z.string() }), response: flowSchema, refusals: [404],
 * });
 */
export function route<R extends Route>(declaration: R): R {
  const inPath = pathParameters(declaration.path).toSorted().join();
  const declared = Object.keys(declaration.params?.shape ?? {})
    .toSorted()
    .join();
  if (inPath !== declared) {
    throw new Error(`The path ${declaration.path} has the parameters "${inPath}", but "${declared}" are declared.`);
  }
  return declaration;
}

/** `/api/flows/{id}/versions/{version}` → `['id', 'version']`. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(found => found[1] ?? '');
}
