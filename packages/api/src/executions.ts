import {
  errorCodes,
  type ExecutionState,
  executionStates,
  executionStateSchema,
  nodeRunStateSchema,
} from '@lineshaft/flow';
import { z } from 'zod';
import { route } from './route.ts';
import { cursorSchema, idSchema, instantSchema, limitSchema } from './values.ts';

const executionParams = z.object({ id: idSchema });

export const errorRecordSchema = z
  .object({
    code: z.enum(errorCodes),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ErrorRecord' });

export const executionSummarySchema = z
  .object({
    id: idSchema,
    flowId: z.string(),
    flowVersion: z.int(),
    state: executionStateSchema,
    messageId: idSchema,
    correlationId: z.string(),
    /** Business keys by name; a key may have several values. */
    keys: z.record(z.string(), z.array(z.string())),
    orderingKey: z.string().nullable(),
    acceptedAt: instantSchema,
    endedAt: instantSchema.nullable(),
    /** When a waiting execution goes on. */
    dueAt: instantSchema.nullable(),
    error: errorRecordSchema.extend({ nodeId: z.string() }).meta({ id: 'ExecutionError' }).nullable(),
    /** The execution whose message this one reprocesses. */
    replayOf: idSchema.nullable(),
    /** Of a dead-lettered one whose message was reprocessed: the later execution that succeeded, else the latest. */
    reprocessed: z.object({ executionId: idSchema, state: executionStateSchema }).nullable(),
  })
  .meta({ id: 'ExecutionSummary' });

const headersSchema = z.record(z.string(), z.string());

/** A recorded body, cut off at the asked limit: in one of three forms, or in none when it is empty or expired. */
export const bodyViewSchema = z
  .object({
    contentType: z.string(),
    /** Bytes of the whole body. */
    size: z.int(),
    truncated: z.boolean(),
    /** The body was kept for as long as the flow says, and is gone. */
    expired: z.boolean().optional(),
    /** A JSON body that is not cut off. */
    json: z.unknown().optional(),
    /** Other text, and JSON that is cut off or cannot be parsed; beside `json`, the text of what has numbers that `json` may not keep to the digit. */
    text: z.string().optional(),
    /** What is not text. */
    base64: z.string().optional(),
  })
  .meta({ id: 'BodyView' });

export const nodeRunSchema = z
  .object({
    /** Number of the run within its execution; its attempts share it. */
    run: z.int(),
    nodeId: z.string(),
    nodeName: z.string(),
    nodeType: z.string(),
    attempt: z.int(),
    /** The run of this execution that it undoes. */
    undoes: z.int().nullable(),
    state: nodeRunStateSchema,
    startedAt: instantSchema,
    durationMs: z.number(),
    error: errorRecordSchema.nullable(),
    /** What came in, and which run sent it through which port; null when it is the message itself. */
    input: bodyViewSchema
      .extend({ headers: headersSchema, fromRun: z.int().nullable(), port: z.string().nullable() })
      .meta({ id: 'NodeInput' }),
    outputs: z.array(bodyViewSchema.extend({ headers: headersSchema, port: z.string() }).meta({ id: 'NodeOutput' })),
  })
  .meta({ id: 'NodeRun' });

export const pendingRunSchema = z
  .object({
    run: z.int(),
    nodeId: z.string(),
    /** Attempts made so far. */
    attempt: z.int(),
    dueAt: instantSchema.nullable(),
    /** The run lies in the dead letter channel. */
    dead: z.boolean(),
    /** The delivery waits until deliveries over its connection are let through again. */
    held: z.boolean(),
  })
  .meta({ id: 'PendingRun' });

export const executionDetailSchema = executionSummarySchema
  .extend({
    message: z.object({
      id: idSchema,
      headers: headersSchema,
      contentType: z.string(),
      body: bodyViewSchema,
    }),
    /** Every attempt, in the order they started. */
    nodeRuns: z.array(nodeRunSchema),
    /** What is still to do, or may be retried. */
    pending: z.array(pendingRunSchema),
  })
  .meta({ id: 'ExecutionDetail' });

export type ExecutionSummary = z.output<typeof executionSummarySchema>;
export type ExecutionDetail = z.output<typeof executionDetailSchema>;
export type NodeRun = z.output<typeof nodeRunSchema>;
export type PendingRunView = z.output<typeof pendingRunSchema>;
export type BodyView = z.output<typeof bodyViewSchema>;

const states = executionStates.join('|');

/** `queued,running` → both states. */
const stateListSchema = z
  .string()
  .regex(
    new RegExp(`^(${states})(,(${states}))*$`),
    `Write one or more of ${executionStates.join(', ')}, with commas between them.`,
  )
  .transform(text => text.split(',') as ExecutionState[]);

/** `poNumber:4500017` → name and value, split at the first colon: a value may have colons. */
const businessKeySchema = z
  .string()
  .max(1000)
  .regex(/^[^:]+:.+$/s, 'Write the name of the key, a colon and its value, such as poNumber:4500017.')
  .transform(text => {
    const colon = text.indexOf(':');
    return { name: text.slice(0, colon), value: text.slice(colon + 1) };
  });

const anyInstantSchema = z.iso.datetime({ offset: true });

/** Every filter that is given must fit. */
export const executionFilterSchema = z.strictObject({
  flow: z.string().max(100).optional().describe('Id of the flow.'),
  domain: z.string().max(120).optional().describe('Business area of the flow, as its draft says it.'),
  state: stateListSchema.optional().describe('One state, or several with commas between them.'),
  key: businessKeySchema.optional().describe('A business key and its value, such as poNumber:4500017.'),
  correlationId: z.string().max(1000).optional(),
  messageId: idSchema.optional(),
  search: z
    .string()
    .max(1000)
    .optional()
    .describe('The value of any business key, a correlation id, or the id of an execution or a message.'),
  from: anyInstantSchema.optional().describe('Accepted at or after this instant.'),
  to: anyInstantSchema.optional().describe('Accepted before this instant.'),
});

const operatedSchema = z.object({ id: idSchema, state: executionStateSchema }).meta({ id: 'OperatedExecution' });

export const executionRoutes = {
  listExecutions: route({
    method: 'get',
    path: '/api/executions',
    summary: 'Find executions',
    description: 'Newest first. Every filter that is given must fit.',
    permission: 'execution.read',
    query: executionFilterSchema.extend({ limit: limitSchema, cursor: cursorSchema }),
    response: z.object({ executions: z.array(executionSummarySchema), nextCursor: z.string().nullable() }),
  }),

  countExecutions: route({
    method: 'get',
    path: '/api/executions/count',
    summary: 'Count executions, up to 10,000',
    permission: 'execution.read',
    query: executionFilterSchema,
    response: z.object({
      count: z.int(),
      /** There are more than were counted. */
      more: z.boolean(),
    }),
  }),

  getExecution: route({
    method: 'get',
    path: '/api/executions/{id}',
    summary: 'Read an execution: its message and every attempt of every node',
    permission: 'execution.read',
    params: executionParams,
    query: z.strictObject({
      bodyLimit: z.coerce
        .number<number>()
        .int()
        .min(0)
        .max(10 * 1024 * 1024)
        .default(65_536)
        .describe('Bytes of each body to show.'),
    }),
    response: executionDetailSchema,
    refusals: [404],
  }),

  retryExecution: route({
    method: 'post',
    path: '/api/executions/{id}/retry',
    summary: 'Retry delivery: run what failed again, with its recorded input',
    description: 'What was done is not done again. A waiting execution goes on at once.',
    permission: 'execution.operate',
    params: executionParams,
    response: operatedSchema,
    refusals: [404, 409],
  }),

  reprocessExecution: route({
    method: 'post',
    path: '/api/executions/{id}/reprocess',
    summary: 'Reprocess: take the message through the flow again, from the start',
    description:
      'Makes a new execution, with the version that the message went through (original) or the one published now (current).',
    permission: 'execution.operate',
    params: executionParams,
    body: z.strictObject({ version: z.enum(['original', 'current']) }),
    response: z.object({ executionId: idSchema, state: executionStateSchema }),
    status: 202,
    refusals: [404, 409],
  }),

  cancelExecution: route({
    method: 'post',
    path: '/api/executions/{id}/cancel',
    summary: 'Cancel: do nothing more for this message',
    description: 'A node at work is asked to stop; until it has, the state stays as it is.',
    permission: 'execution.operate',
    params: executionParams,
    response: operatedSchema,
    refusals: [404, 409],
  }),
};
