import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { retryPolicySchema } from './retry-policy.ts';

/** The version of the file format. A file that says something else is refused, never guessed at. */
export const flowFormat = 'lineshaft/flow@1';

export const maxNodes = 1000;
export const maxEdges = 5000;

const idSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Use lower-case letters, digits and hyphens, and start with a letter or a digit.');

const keyNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'Name a key with letters and digits, such as poNumber.');

/**
 * A JSONata expression over the message's JSON body; `$headers`, `$contentType` and `$messageId` are bound.
 * The meta data tells `checkFlow` and the designer how to treat the text.
 */
export const expressionSchema = z.string().min(1).max(100_000).meta({ widget: 'jsonata' });

/** Text with `{{ JSONata }}` in it. */
export const templateSchema = z.string().min(1).max(10_000).meta({ widget: 'template' });

export const flowNodeSchema = z.strictObject({
  id: idSchema,
  type: z.string().min(1),
  /** Version of the node type that `config` was written for. */
  version: z.int().min(1).default(1),
  name: z.string().min(1).max(120),
  config: z.record(z.string(), z.unknown()).default({}),
  /** The connection that the node goes through: address and credentials of a system, by environment, apart from flows. */
  connection: idSchema.optional(),
  /**
   * The node that undoes this one, when a later node of the same execution fails for good. It gets `{ input, output }` of
   * the run that it undoes, and has retries of its own.
   */
  compensation: idSchema.optional(),
  retry: retryPolicySchema.optional(),
  /** One attempt may take this long. Left out: 30s. */
  timeout: durationSchema.optional(),
  /** At the end of the retry policy: the dead letter channel, or the port `error` with the input and the error. */
  onFailure: z.enum(['dead-letter', 'error-port']).default('dead-letter'),
});

export const edgeSchema = z.strictObject({
  from: idSchema,
  /** Output port of `from`. */
  port: z.string().min(1).default('out'),
  to: idSchema,
});

/** What the messages of a flow are known by, each as an expression over the message that comes in. */
export const flowKeysSchema = z.strictObject({
  business: z.record(keyNameSchema, expressionSchema).default({}).meta({
    title: 'Business keys',
    description: 'Named values, such as poNumber or asnId, by which an execution is found.',
  }),
  correlationId: expressionSchema.optional().meta({
    title: 'Correlation id',
    description:
      'Joins messages of one business conversation across flows. Left out: the header x-correlation-id, else a new id.',
  }),
  idempotencyKey: expressionSchema.optional().meta({
    title: 'Idempotency key',
    description:
      "A second message with the same value is answered with the first one's receipt. Left out: the header idempotency-key.",
  }),
  orderingKey: expressionSchema.optional().meta({
    title: 'Ordering key',
    description:
      'Messages with the same value go through the flow one after the other, in the order they were accepted.',
  }),
  partner: expressionSchema.optional().meta({
    title: 'Partner',
    description:
      'Who the message is exchanged with: partners get fair shares. Left out: the header x-partner-id, else nobody.',
  }),
});

export const flowRetentionSchema = z.strictObject({
  payloads: durationSchema
    .default('30d')
    .meta({ title: 'Payloads', description: 'How long bodies of messages, and of what nodes sent out, are kept.' }),
  metadata: durationSchema.default('90d').meta({
    title: 'Everything else',
    description: 'How long executions, node runs and business keys are kept: at least as long as payloads.',
  }),
});

export const flowLimitsSchema = z.strictObject({
  backlog: z.int().min(1).optional().meta({
    title: 'Backlog',
    description:
      'Executions that are not at their end: above it new messages are refused with Retry-After. Left out: 100000.',
  }),
  concurrency: z.int().min(1).optional().meta({
    title: 'At the same time',
    description: 'Executions at work at the same time, over all processes.',
  }),
  rate: z
    .strictObject({
      count: z.int().min(1).meta({ title: 'Executions', description: 'Begun or gone on with; retries count.' }),
      per: durationSchema.default('1s').meta({ title: 'Within', description: 'This span of time.' }),
    })
    .optional()
    .meta({ title: 'Rate', description: 'Executions begun or gone on with in a span of time, over all processes.' }),
});

/** A remark on the canvas, for whoever reads the flow. */
export const flowNoteSchema = z.strictObject({
  id: idSchema,
  /** Top left corner, pixels, as in the layout. */
  x: z.number(),
  y: z.number(),
  width: z.number().min(40).max(4000).default(240),
  height: z.number().min(24).max(4000).default(120),
  text: z.string().max(10_000),
});

export const flowDefinitionSchema = z.strictObject({
  format: z.literal(flowFormat),
  id: idSchema,
  name: z.string().min(1).max(120).meta({ title: 'Name', description: 'What people call this flow.' }),
  description: z
    .string()
    .max(2000)
    .optional()
    .meta({ title: 'Description', description: 'What it does, and for whom.', widget: 'textarea' }),
  owner: z
    .string()
    .min(1)
    .max(120)
    .meta({ title: 'Owner', description: 'Who answers for this flow: a person or a team.' }),
  domain: z
    .string()
    .min(1)
    .max(120)
    .meta({ title: 'Domain', description: 'Business area.', examples: ['procurement'] }),
  keys: flowKeysSchema
    .default({ business: {} })
    .meta({ title: 'Keys', description: 'What messages are found, joined and kept in order by.' }),
  limits: flowLimitsSchema.default({}).meta({ title: 'Limits', description: 'How much this flow takes on at once.' }),
  retention: flowRetentionSchema
    .default({ payloads: '30d', metadata: '90d' })
    .meta({ title: 'Retention', description: 'How long its messages and executions are kept.' }),
  nodes: z.array(flowNodeSchema).max(maxNodes),
  edges: z.array(edgeSchema).max(maxEdges),
  /** Where the boxes stand, by node id, in pixels. No part of a version: moving a box publishes nothing. */
  layout: z.record(idSchema, z.strictObject({ x: z.number(), y: z.number() })).default({}),
  /** Remarks on the canvas. No part of a version, like the layout. */
  notes: z.array(flowNoteSchema).max(500).default([]),
});

export type FlowDefinition = z.output<typeof flowDefinitionSchema>;
export type FlowNode = z.output<typeof flowNodeSchema>;
export type Edge = z.output<typeof edgeSchema>;
export type FlowKeys = z.output<typeof flowKeysSchema>;
export type FlowRetention = z.output<typeof flowRetentionSchema>;
export type FlowLimits = z.output<typeof flowLimitsSchema>;

export type FlowNote = z.output<typeof flowNoteSchema>;

/** What a published version holds: everything but what only the canvas shows. */
export type FlowVersionDefinition = Omit<FlowDefinition, 'layout' | 'notes'>;

/** The port through which a node with `onFailure: 'error-port'` sends its input and its error. */
export const errorPort = 'error';

export const defaultNodeTimeout = '30s';
