import { type ErrorCode, errorCodes, flowProblemCodes } from '@lineshaft/flow';
import { z } from 'zod';

/** Why a request was refused or failed: the runtime's error codes, and those that only an API has. */
export const apiProblemCodes = [
  ...errorCodes,
  'request-invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'draft-changed',
  'flow-invalid',
] as const;

export type ApiProblemCode = (typeof apiProblemCodes)[number];

/** One fault of a request or of a flow. */
export const requestFaultSchema = z
  .object({
    /** Which part of the request, when it is the request that is wrong. */
    in: z.enum(['path', 'query', 'body']).optional(),
    /** JSON pointer into that part or into the flow definition, such as `/nodes/2/config/url`. */
    path: z.string(),
    message: z.string(),
    /** The rest is said of flows only. */
    code: z.enum(flowProblemCodes).optional(),
    severity: z.enum(['error', 'warning']).optional(),
    nodeId: z.string().optional(),
  })
  .meta({ id: 'RequestFault' });

export type RequestFault = z.output<typeof requestFaultSchema>;

/** Problem details (RFC 9457): the body of every answer that is not a good one, as `application/problem+json`. */
export const problemDetailsSchema = z
  .object({
    /** `urn:lineshaft:problem:<code>`. */
    type: z.string(),
    title: z.string(),
    status: z.int(),
    /** One or two sentences: what is wrong, where, what to do. */
    detail: z.string().optional(),
    /** Names this occurrence; the log has the same. */
    instance: z.string().optional(),
    code: z.enum(apiProblemCodes),
    problems: z.array(requestFaultSchema).optional(),
  })
  .meta({ id: 'ProblemDetails' });

export type ProblemDetails = z.output<typeof problemDetailsSchema>;

export const problemContentType = 'application/problem+json';

export function problemType(code: ApiProblemCode): string {
  return `urn:lineshaft:problem:${code}`;
}

/** The HTTP status and the title of each code. */
export const problemKinds: Readonly<Record<ApiProblemCode, { status: number; title: string }>> = {
  'request-invalid': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'The state does not allow it' },
  'draft-changed': { status: 409, title: 'Somebody else saved the draft' },
  'flow-invalid': { status: 422, title: 'The flow has errors' },
  ...({
    'path-unknown': { status: 404, title: 'Nothing is served here' },
    'method-not-allowed': { status: 405, title: 'This method is not served here' },
    'body-malformed': { status: 400, title: 'The body cannot be read' },
    'body-too-large': { status: 413, title: 'The body is too large' },
    'content-type-unsupported': { status: 415, title: 'This content type is not taken' },
    'header-invalid': { status: 400, title: 'A header is not valid' },
    'idempotency-key-reused': { status: 409, title: 'The idempotency key was used for another message' },
    'expression-invalid': { status: 422, title: 'An expression is not valid' },
    'expression-failed': { status: 422, title: 'An expression failed on this message' },
    'expression-limit': { status: 422, title: 'An expression took too much time or space' },
    'no-route': { status: 422, title: 'The message fits no route' },
    'config-invalid': { status: 422, title: 'The configuration is not valid' },
    'connection-unusable': { status: 422, title: 'The connection cannot be used' },
    'document-invalid': { status: 422, title: 'The document does not fit its schema' },
    'target-unreachable': { status: 502, title: 'The target system cannot be reached' },
    'target-throttled': { status: 503, title: 'The target system asks to slow down' },
    'target-failed': { status: 502, title: 'The target system failed' },
    'target-rejected': { status: 502, title: 'The target system refused' },
    'target-malformed': { status: 502, title: 'The target system answered something unreadable' },
    'target-forbidden': { status: 403, title: 'Calls to this address are not allowed' },
    'connection-held': { status: 503, title: 'Deliveries over this connection are held' },
    'connection-open': { status: 503, title: 'The circuit of this connection is open' },
    'connection-busy': { status: 503, title: 'The connection is at its limit' },
    timeout: { status: 504, title: 'It took too long' },
    overloaded: { status: 429, title: 'Too much at once' },
    unavailable: { status: 503, title: 'Not available now' },
    cancelled: { status: 409, title: 'Cancelled' },
    crashed: { status: 500, title: 'The process that worked on the message ended again and again' },
    unexpected: { status: 500, title: 'Something went wrong in Lineshaft' },
  } satisfies Record<ErrorCode, { status: number; title: string }>),
};
