import { randomUUID } from 'node:crypto';
import {
  type ApiProblemCode,
  problemContentType,
  type ProblemDetails,
  problemKinds,
  problemType,
  type RequestFault,
} from '@lineshaft/api';
import { LineshaftError, RetryAfterError } from '@lineshaft/flow';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A request that an API handler refuses. The status follows from the code. */
export class HttpProblem extends Error {
  readonly code: ApiProblemCode;
  readonly problems: readonly RequestFault[];

  constructor(code: ApiProblemCode, detail: string, problems: readonly RequestFault[] = []) {
    super(detail);
    this.name = 'HttpProblem';
    this.code = code;
    this.problems = problems;
  }

  get status(): number {
    return problemKinds[this.code].status;
  }
}

/** An answer that is not a good one: problem details (RFC 9457) and the headers that go with them. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: ProblemDetails;
}

/** The part of the log that failures need. */
export interface FailureLog {
  error(fields: object, message: string): void;
}

/**
 * What the sender of a request is told about something that was thrown. Errors that Lineshaft throws on purpose speak
 * for themselves; of any other nothing is told but an instance, under which the log has the rest.
 */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof HttpProblem) return problem(thrown.code, thrown.message, { problems: thrown.problems });
  if (thrown instanceof LineshaftError && thrown.code !== 'unexpected') {
    return problem(thrown.code, thrown.message, { headers: headersOf(thrown) });
  }
  return problem(
    'unexpected',
    'This should not happen. The log of the runtime has the particulars under this instance.',
  );
}

/** Answers whatever was thrown while a request was served, and logs what nobody expected. */
export function onError(log: FailureLog): ErrorHandler {
  return (thrown, context) => {
    const { status, headers, body } = problemOf(thrown);
    if (status === 500) {
      const { instance } = body;
      log.error({ err: thrown, instance, method: context.req.method, path: context.req.path }, 'A request failed.');
    }
    return answer(context, { status, headers, body });
  };
}

/** Answers requests for paths that nothing is served at. */
export const notFound: NotFoundHandler = context => {
  const { method, path } = context.req;
  const detail = `Nothing is served at ${method} ${path.slice(0, 200)}. GET /api/openapi.json lists what is.`;
  return answer(context, problem('path-unknown', detail));
};

/** The detail of an error that its answer carries as the header of the same name (RFC 9110, 15.5.6 and 15.5.16). */
const headerDetails: Partial<Record<ApiProblemCode, string>> = {
  'method-not-allowed': 'allow',
  'content-type-unsupported': 'accept',
};

function headersOf(error: LineshaftError): Record<string, string> {
  const headers: Record<string, string> = {};
  if (error instanceof RetryAfterError)
    headers['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  const name = headerDetails[error.code];
  const value = name === undefined ? undefined : error.details?.[name];
  if (name !== undefined && typeof value === 'string') headers[name] = value;
  return headers;
}

function problem(
  code: ApiProblemCode,
  detail: string,
  { problems = [], headers = {} }: { problems?: readonly RequestFault[]; headers?: Record<string, string> } = {},
): Problem {
  const { status, title } = problemKinds[code];
  // Whoever is told to come back is told when.
  const comeBack = status === 429 || status === 503;
  return {
    status,
    headers: comeBack ? { 'retry-after': '1', ...headers } : headers,
    body: {
      type: problemType(code),
      title,
      status,
      detail,
      ...(status === 500 ? { instance: `urn:uuid:${randomUUID()}` } : {}),
      code,
      ...(problems.length > 0 ? { problems: [...problems] } : {}),
    },
  };
}

function answer(context: Context, { status, headers, body }: Problem): Response {
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, {
    ...headers,
    'content-type': problemContentType,
  });
}
