import { executionStateSchema, flowDefinitionSchema, flowNodeSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { bodyViewSchema, errorRecordSchema } from './executions.ts';
import { maxSampleBytes, messageInputSchema, pinnedOutputsSchema } from './message-input.ts';
import { route } from './route.ts';
import { idSchema, instantSchema, jsonObjectSchema } from './values.ts';

const nodeIdSchema = flowNodeSchema.shape.id;

/** An item with its headers, its body cut off at the asked limit. */
const triedItemSchema = bodyViewSchema.extend({ headers: z.record(z.string(), z.string()) });

export const triedItemViewSchema = triedItemSchema.meta({ id: 'TriedItem' });

/** One node on one message. A failed attempt counts as the last one: trying again would only take time. */
export const triedRunSchema = z
  .object({
    /** Number of the run within its execution. */
    run: z.int(),
    nodeId: z.string(),
    nodeName: z.string(),
    nodeType: z.string(),
    state: z.enum(['succeeded', 'failed']),
    attempts: z.int(),
    /** The run that it undoes. */
    undoes: z.int().nullable(),
    /** What stood in for the node: `stub` an empty answer of a sink that was not to send, `pin` what it is pinned to. */
    stoodIn: z.enum(['stub', 'pin']).nullable(),
    /** The flow's own clock, which jumps over what waits. */
    startedAt: instantSchema,
    /** Time that the node took. */
    durationMs: z.number(),
    /** What came in, and which run sent it through which port; null when it is the message itself. */
    input: triedItemSchema
      .extend({ fromRun: z.int().nullable(), port: z.string().nullable() })
      .meta({ id: 'TriedInput' }),
    outputs: z.array(
      triedItemSchema
        .extend({
          port: z.string(),
          /** What it leads to begins no sooner. */
          dueAt: instantSchema.nullable(),
          /** It is the input's body. */
          unchanged: z.boolean(),
        })
        .meta({ id: 'TriedOutput' }),
    ),
    error: errorRecordSchema.nullable(),
    /** What it answered the sender who waits. */
    reply: triedItemSchema.extend({ status: z.int() }).meta({ id: 'TriedReply' }).nullable(),
    /** What it would have sent to other flows: by topic, or by id of the flow. */
    sent: z.array(
      triedItemSchema
        .extend({ topic: z.string().optional(), flowId: z.string().optional() })
        .meta({ id: 'TriedSending' }),
    ),
  })
  .meta({ id: 'TriedRun' });

export const triedExecutionSchema = z
  .object({
    id: z.string(),
    /** The node that let its message go; null: it is the sample. */
    releasedBy: z.object({ nodeId: z.string(), port: z.string() }).nullable(),
    /** `running` when the try ended before it did. */
    state: executionStateSchema,
    dueAt: instantSchema.nullable(),
    error: errorRecordSchema.extend({ nodeId: z.string() }).nullable(),
    message: triedItemViewSchema,
    runs: z.array(triedRunSchema),
  })
  .meta({ id: 'TriedExecution' });

export const trialSchema = z
  .object({
    /** Where the sample came in: the source, or the node that alone was run. */
    entry: z.string(),
    /** Why the sample would not have been accepted: a key could not be made. */
    refused: errorRecordSchema.nullable(),
    /** Business keys of the sample. */
    keys: z.record(z.string(), z.array(z.string())),
    /** That of the sample, and those of messages that nodes released. */
    executions: z.array(triedExecutionSchema),
    /** Keys of which a node still keeps something. */
    kept: z.array(z.object({ nodeId: z.string(), keys: z.array(z.string()) })),
    /** What ended the try before its time: `time` after 10 s, `runs` after 2000 node runs. */
    endedBy: z.enum(['time', 'runs']).nullable(),
    durationMs: z.number(),
  })
  .meta({ id: 'Trial' });

export type TriedRun = z.output<typeof triedRunSchema>;
export type TriedExecution = z.output<typeof triedExecutionSchema>;
export type Trial = z.output<typeof trialSchema>;

export const tryRoutes = {
  tryFlow: route({
    method: 'post',
    path: '/api/flows/{id}/try',
    summary: 'Try a flow: take a sample through a draft and show what every node did',
    description:
      'In memory: nothing is recorded, delays are jumped over, state of nodes begins empty, other flows get nothing. Sinks of connectors are stubbed unless `reallySend` says that they are run, over the connections of this environment. Only the nodes on the way need be valid. At most 10 s.',
    permission: 'flow.edit',
    params: z.object({ id: flowDefinitionSchema.shape.id }),
    body: z
      .strictObject({
        /** Left out: the saved draft. */
        definition: jsonObjectSchema.optional(),
        /** Kept with the flow, or given. */
        sample: z.union([z.strictObject({ id: idSchema }), messageInputSchema]),
        /** The source by which the sample comes in. Left out: the only one. */
        source: nodeIdSchema.optional(),
        /** Run up to this node and no further. */
        until: nodeIdSchema.optional(),
        /** Run this node alone; the sample is its input. */
        only: nodeIdSchema.optional(),
        reallySend: z.boolean().default(false),
        /** By id of the node. Left out: those kept with the flow. */
        pins: z.record(nodeIdSchema, pinnedOutputsSchema).optional(),
        /** Bytes of each body to show. */
        bodyLimit: z.int().min(0).max(maxSampleBytes).default(65_536),
      })
      .refine(
        ({ until, only }) => until === undefined || only === undefined,
        'Say "until" or "only", not both: run up to a node, or run one alone.',
      ),
    bodyLimitBytes: 2 * maxSampleBytes,
    response: trialSchema,
    refusals: [404, 422],
  }),
};
