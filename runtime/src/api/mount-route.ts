import type { RequestFault, Route, RouteAnswer, RouteRequest } from '@lineshaft/api';
import { checkShape } from '@lineshaft/flow';
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { readJsonBody } from './mount-route-body.ts';
import { HttpProblem } from './problem-details.ts';

/** Does what a route says; gets the checked parts of the request. @throws HttpProblem when it refuses. */
export type RouteHandler<R extends Route> = (
  request: RouteRequest<R> & { context: Context },
) => RouteAnswer<R> | Promise<RouteAnswer<R>>;

export interface MountOptions {
  /**
   * Whether answers are checked against the contract: 0.2 ms for a page of 200 executions. Left out: unless in
   * production, where a field too much or too little is better than no answer.
   */
  checkAnswers?: boolean;
}

/**
 * Serves a route: checks path, query and body, calls the handler, answers JSON. What does not fit the contract is
 * refused with problem details that name each field.
 * @example
 * mountRoute(app, flowRoutes.publishFlow, ({ params, body }) => flows.publish(params.id, body.note));
 */
export function mountRoute<R extends Route>(
  app: Hono,
  route: R,
  handler: RouteHandler<R>,
  { checkAnswers = process.env['NODE_ENV'] !== 'production' }: MountOptions = {},
): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
  app.on(route.method.toUpperCase(), path, async context => {
    const request = await readRequest(route, context);
    // The schemas are the route's own, so what they give has its types.
    const answer = await handler({ ...(request as RouteRequest<R>), context });
    if (checkAnswers) checkAnswer(route, answer);
    return context.json(answer as never, route.status ?? 200);
  });
}

async function readRequest(route: Route, context: Context): Promise<RouteRequest<Route>> {
  const params = checkPart('path', route.params, context.req.param());
  const query = route.query && checkPart('query', route.query, singleValues(context.req.queries()));
  const body = route.body && checkPart('body', route.body, await readJsonBody(context.req.raw, route.bodyLimitBytes));
  return { params, query, body } as RouteRequest<Route>;
}

function checkPart(place: 'path' | 'query' | 'body', schema: z.ZodType | undefined, given: unknown): unknown {
  if (schema === undefined) return undefined;
  const { value, faults } = checkShape(schema, given, `The ${place}`);
  if (faults.length > 0) throw invalid(faults.map(({ path, message }) => ({ in: place, path, message })));
  return value;
}

/** A parameter that is given twice would be half ignored. */
function singleValues(queries: Record<string, string[]>): Record<string, string> {
  const faults = Object.entries(queries)
    .filter(([, values]) => values.length > 1)
    .map(([name]) => ({ in: 'query' as const, path: `/${name}`, message: `"${name}" is given more than once.` }));
  if (faults.length > 0) throw invalid(faults);
  return Object.fromEntries(Object.entries(queries).map(([name, [value = '']]) => [name, value]));
}

function invalid(faults: RequestFault[]): HttpProblem {
  const shown = faults.slice(0, 5).map(fault => fault.message);
  const more = faults.length > shown.length ? ` And ${faults.length - shown.length} more.` : '';
  return new HttpProblem('request-invalid', `${shown.join(' ')}${more}`, faults.slice(0, 100));
}

function checkAnswer(route: Route, answer: unknown): void {
  const { faults } = checkShape(route.response, answer, 'The answer');
  if (faults.length === 0) return;
  const found = faults.map(fault => fault.message).join(' ');
  throw new Error(`${route.method.toUpperCase()} ${route.path} does not answer what its contract says. ${found}`);
}
