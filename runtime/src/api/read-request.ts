import type { RequestFault, Route, RouteRequest } from '@lineshaft/api';
import { checkShape } from '@lineshaft/flow';
import type { Context } from 'hono';
import type { z } from 'zod';
import { readJsonBody } from './mount-route-body.ts';
import { HttpProblem } from './problem-details.ts';

/** `/api/flows/{id}` → `/api/flows/:id`. */
export function routePath(route: Route): string {
  return route.path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/**
 * The checked parts of a request.
 * @throws HttpProblem `request-invalid`, naming each field; TerminalError when the body cannot be read
 */
export async function readRequest(route: Route, context: Context): Promise<RouteRequest<Route>> {
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
