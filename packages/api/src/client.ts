import { checkShape } from '@lineshaft/flow';
import type { z } from 'zod';
import {
  type ApiProblemCode,
  type ProblemDetails,
  problemDetailsSchema,
  problemKinds,
  problemType,
} from './problem.ts';
import type { Route, RouteResult } from './route.ts';

/** The server refused the request or failed, or could not be reached. */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails, cause?: unknown) {
    super(problem.detail ?? problem.title, { cause });
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
  }

  get code(): ApiProblemCode {
    return this.problem.code;
  }
}

/** Sends a request and resolves to the checked answer. @throws ApiError */
export type Client = <R extends Route>(route: R, ...request: RequestOf<R>) => Promise<RouteResult<R>>;

export interface CallOptions {
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Parts that may be left out are optional, so a route without any needs no argument. */
export type ClientRequest<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'> & CallOptions;

type RequestOf<R extends Route> =
  Record<never, never> extends ClientRequest<R> ? [request?: ClientRequest<R>] : [request: ClientRequest<R>];

type Part<R extends Route, Name extends 'params' | 'query' | 'body'> =
  R extends Record<Name, infer Schema extends z.ZodType> ? Given<Name, z.input<Schema>> : unknown;

type Given<Name extends string, Value> = undefined extends Value
  ? { [key in Name]?: Value }
  : Record<never, never> extends Value
    ? { [key in Name]?: Value }
    : { [key in Name]: Value };

/**
 * A typed client of the API.
 * @param baseUrl such as `http://127.0.0.1:4400`; empty in a browser that got its page from the same server
 * @example
 * const call = createClient('http://127.0.0.1:4400');
 * const { version } = await call(flowRoutes.publishFlow, { params: { id: 'orders' }, body: { note: 'New ERP' } });
 */
export function createClient(baseUrl: string, fetch: typeof globalThis.fetch = globalThis.fetch): Client {
  return async (route, ...[request]) => {
    const response = await send(fetch, baseUrl, route, (request ?? {}) as UntypedRequest);
    const answer = await answerOf(response);
    if (!response.ok) throw refusal(response, answer);
    const { value, faults } = checkShape(route.response, answer, 'The answer');
    if (faults.length === 0) return value as RouteResult<typeof route>;
    const message = `${route.summary}: the server's answer cannot be read. ${faults.map(fault => fault.message).join(' ')}`;
    throw new ApiError(problemOf('unexpected', response.status, message));
  };
}

/**
 * Sends a request and resolves once a good answer has begun, of which nothing is read yet.
 * @throws ApiError
 */
export async function beginAnswer(
  fetch: typeof globalThis.fetch,
  baseUrl: string,
  route: Route,
  request: UntypedRequest,
): Promise<Response> {
  const response = await send(fetch, baseUrl, route, request);
  if (!response.ok) throw refusal(response, await answerOf(response));
  return response;
}

/** Undefined when it is not JSON. */
async function answerOf(response: Response): Promise<unknown> {
  return parsed(await response.text().catch((cause: unknown) => Promise.reject(unreachable(cause))));
}

interface UntypedRequest extends CallOptions {
  params?: Parameters;
  query?: Parameters;
  body?: unknown;
}

type Parameters = Record<string, string | number | boolean | undefined>;

async function send(
  fetch: typeof globalThis.fetch,
  baseUrl: string,
  route: Route,
  { params = {}, query = {}, body, signal, headers = {} }: UntypedRequest,
): Promise<Response> {
  const hasBody = route.body !== undefined && body !== undefined;
  try {
    return await fetch(`${baseUrl}${pathWithQuery(route, { params, query })}`, {
      method: route.method.toUpperCase(),
      headers: { accept: 'application/json', ...(hasBody ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw unreachable(cause);
  }
}

/** The path of a request with its parameters filled in, such as `/api/executions?flow=orders`. */
export function pathWithQuery(
  { path }: Pick<Route, 'path'>,
  { params = {}, query = {} }: { params?: Parameters; query?: Parameters },
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  return `${filled}${queryString(query)}`;
}

function queryString(query: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** Undefined when it is not JSON, such as a proxy's error page. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refusal(response: Response, answer: unknown): ApiError {
  const problem = problemDetailsSchema.safeParse(answer);
  if (problem.success) return new ApiError(problem.data);
  const what = `The server answered ${`${response.status} ${response.statusText}`.trim()}`;
  return new ApiError(problemOf('unexpected', response.status, `${what}, without saying why.`));
}

export function unreachable(cause: unknown): ApiError {
  const detail = 'The server cannot be reached. Check that Lineshaft runs and that the network lets you through.';
  return new ApiError(problemOf('unavailable', 0, detail), cause);
}

function problemOf(code: ApiProblemCode, status: number, detail: string): ProblemDetails {
  return { type: problemType(code), title: problemKinds[code].title, status, detail, code };
}
