import { flowDefinitionSchema, problemSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { route } from './route.ts';
import { cursorSchema, instantSchema, jsonObjectSchema, limitSchema } from './values.ts';

const flowParams = z.object({ id: flowDefinitionSchema.shape.id });
const versionSchema = z.int().min(1);

export const flowProblemSchema = problemSchema.meta({ id: 'FlowProblem' });

/** Something in the way of messages through a flow that is published and enabled. */
export const flowObstacleSchema = z
  .object({
    /** `intake`: no messages come in; `delivery`: they come in, but wait for a connection. */
    kind: z.enum(['intake', 'delivery']),
    /** One or two sentences: what is in the way, what to do. */
    message: z.string(),
    connectionId: z.string().optional(),
  })
  .meta({ id: 'FlowObstacle' });

export const flowSummarySchema = z
  .object({
    id: z.string(),
    /** Name, owner and domain as the draft says them; empty when it does not. */
    name: z.string(),
    owner: z.string(),
    domain: z.string(),
    /** A flow that is not enabled takes no messages. */
    enabled: z.boolean(),
    publishedVersion: versionSchema.nullable(),
    draftRevision: z.int(),
    /** Whether the draft says something else than the published version; the layout does not count. */
    draftDiffers: z.boolean(),
    updatedAt: instantSchema,
    /** Of intake only what the process that answers knows of its own sources. */
    obstacles: z.array(flowObstacleSchema),
  })
  .meta({ id: 'FlowSummary' });

/** How the executions of a flow fare. */
export const flowActivitySchema = z
  .object({
    /** Not at their end now, over all processes; each number is at most 10,000. */
    queued: z.int(),
    running: z.int(),
    waiting: z.int(),
    blocked: z.int(),
    /** In the dead letter channel now, but for those whose message went through when it was reprocessed; at most 10,000. */
    deadLettered: z.int(),
    /** Ended well within the last 24 hours. */
    succeeded: z.int(),
    /** Went to the dead letter channel within the last 24 hours, and are still there. */
    failed: z.int(),
    /** The same by the hour, the oldest first; the last hour is the running one. */
    hours: z.array(z.object({ from: instantSchema, succeeded: z.int(), failed: z.int() })).length(24),
  })
  .meta({ id: 'FlowActivity' });

export const flowListEntrySchema = flowSummarySchema
  .extend({
    /** Node types and connections that the draft names, each once, sorted. */
    nodeTypes: z.array(z.string()),
    connections: z.array(z.string()),
    activity: flowActivitySchema,
  })
  .meta({ id: 'FlowListEntry' });

export const savedFlowSchema = flowSummarySchema
  .extend({
    /** The draft as it was saved; it need not be valid. */
    definition: jsonObjectSchema,
    problems: z.array(flowProblemSchema),
  })
  .meta({ id: 'SavedFlow' });

export const flowVersionSchema = z
  .object({
    version: versionSchema,
    publishedAt: instantSchema,
    note: z.string().nullable(),
    /** Whether this version takes the messages. */
    current: z.boolean(),
  })
  .meta({ id: 'FlowVersion' });

export const nodeTypeSchema = z
  .object({
    type: z.string(),
    version: versionSchema,
    role: z.enum(['source', 'processor', 'sink']),
    title: z.string(),
    description: z.string(),
    /** JSON Schema 2020-12 of the config; `widget` and `secret` say how a field is edited and shown. */
    config: jsonObjectSchema,
    /** The kind of connection that a node goes through. */
    connection: z.object({ type: z.string(), optional: z.boolean() }).nullable(),
    /** Depending on its config, it keeps something between messages. */
    stateful: z.boolean(),
    /** A source that other flows call. */
    callable: z.boolean(),
    /** A source that gets what is published on a topic. */
    hasTopic: z.boolean(),
    /** A sink that answers the sender who waits. */
    sendsReply: z.boolean(),
  })
  .meta({ id: 'NodeType' });

/** What deleting a flow does. */
export const flowDeletionSchema = z
  .object({
    /** Why it is refused now: the flow is published and enabled, or executions are not at their end. Null: it can be deleted. */
    refusal: z.string().nullable(),
    /** Not at their end; at most 10,000 are counted. */
    openExecutions: z.int(),
    /** At their end: they stay readable until their retention is over, but cannot be retried or reprocessed. At most 10,000 are counted. */
    keptExecutions: z.int(),
    /** These go with the flow. */
    versions: z.int(),
    samples: z.int(),
    /** Messages that nodes (an aggregator, a resequencer) still hold: they go with the flow, too. */
    heldMessages: z.int(),
  })
  .meta({ id: 'FlowDeletion' });

export type FlowActivity = z.output<typeof flowActivitySchema>;
export type FlowListEntry = z.output<typeof flowListEntrySchema>;
export type FlowDeletion = z.output<typeof flowDeletionSchema>;
export type FlowObstacle = z.output<typeof flowObstacleSchema>;
export type FlowSummary = z.output<typeof flowSummarySchema>;
export type SavedFlow = z.output<typeof savedFlowSchema>;
export type FlowVersion = z.output<typeof flowVersionSchema>;
export type NodeType = z.output<typeof nodeTypeSchema>;

export const flowRoutes = {
  listFlows: route({
    method: 'get',
    path: '/api/flows',
    summary: 'List flows',
    description: 'In order of id, unless another order is asked for.',
    permission: 'flow.read',
    query: z.strictObject({
      sort: z
        .enum(['id', 'name', 'owner', 'domain', 'updated'])
        .default('id')
        .describe('As the draft says it, capitals alike; then by id.'),
      direction: z.enum(['ascending', 'descending']).default('ascending'),
      search: z
        .string()
        .max(200)
        .optional()
        .describe('Part of id, name, owner or domain, or of a node type or connection that the draft names.'),
      nodeType: z.string().max(100).optional().describe('Node type that the draft names, such as http.request.'),
      connection: z.string().max(100).optional().describe('Id of a connection that the draft names.'),
      limit: limitSchema,
      cursor: cursorSchema,
    }),
    response: z.object({ flows: z.array(flowListEntrySchema), nextCursor: z.string().nullable() }),
  }),

  getFlow: route({
    method: 'get',
    path: '/api/flows/{id}',
    summary: 'Read a flow: its draft and what is wrong with it',
    permission: 'flow.read',
    params: flowParams,
    response: savedFlowSchema,
    refusals: [404],
  }),

  saveFlow: route({
    method: 'put',
    path: '/api/flows/{id}',
    summary: 'Save the draft',
    description:
      'Any JSON object is saved, valid or not; the answer lists what is wrong with it. When somebody else saved it since, the refusal is `draft-changed`: read the flow, merge, and save with the revision that was read.',
    permission: 'flow.edit',
    params: flowParams,
    query: z.strictObject({
      revision: z.coerce
        .number<number>()
        .int()
        .min(0)
        .optional()
        .describe(
          'The revision that the editor started from, 0 for a new flow. Refused when the draft was saved since.',
        ),
    }),
    body: jsonObjectSchema,
    bodyLimitBytes: 5 * 1024 * 1024,
    response: savedFlowSchema,
    refusals: [409],
  }),

  checkFlow: route({
    method: 'post',
    path: '/api/flows/{id}/check',
    summary: 'Check the saved draft',
    permission: 'flow.read',
    params: flowParams,
    response: z.object({ problems: z.array(flowProblemSchema) }),
    refusals: [404],
  }),

  publishFlow: route({
    method: 'post',
    path: '/api/flows/{id}/publish',
    summary: 'Publish the draft as a new version',
    description: 'Refused while the draft has errors. Unchanged content gets no new version.',
    permission: 'flow.publish',
    params: flowParams,
    body: z.strictObject({ note: z.string().max(2000).optional() }).prefault({}),
    response: z.object({ version: versionSchema, publishedAt: instantSchema, unchanged: z.boolean() }),
    refusals: [404, 409, 422],
  }),

  listFlowVersions: route({
    method: 'get',
    path: '/api/flows/{id}/versions',
    summary: 'List the published versions',
    description: 'Newest first.',
    permission: 'flow.read',
    params: flowParams,
    response: z.object({ versions: z.array(flowVersionSchema) }),
    refusals: [404],
  }),

  getFlowVersion: route({
    method: 'get',
    path: '/api/flows/{id}/versions/{version}',
    summary: 'Read a published version',
    permission: 'flow.read',
    params: flowParams.extend({ version: z.coerce.number<number>().int().min(1) }),
    response: flowVersionSchema.extend({ definition: jsonObjectSchema }).meta({ id: 'FlowVersionWithDefinition' }),
    refusals: [404],
  }),

  rollBackFlow: route({
    method: 'post',
    path: '/api/flows/{id}/roll-back',
    summary: 'Let another published version take the messages',
    description: 'The draft stays as it is. Executions go on with the version that they began with.',
    permission: 'flow.publish',
    params: flowParams,
    body: z.strictObject({ version: versionSchema }),
    response: flowSummarySchema,
    refusals: [404, 409, 422],
  }),

  enableFlow: route({
    method: 'post',
    path: '/api/flows/{id}/enable',
    summary: 'Let the flow take messages',
    permission: 'flow.publish',
    params: flowParams,
    response: flowSummarySchema,
    refusals: [404, 409],
  }),

  disableFlow: route({
    method: 'post',
    path: '/api/flows/{id}/disable',
    summary: 'Let the flow take no more messages',
    description: 'Messages that were accepted are worked on to their end.',
    permission: 'flow.publish',
    params: flowParams,
    response: flowSummarySchema,
    refusals: [404],
  }),

  getFlowDeletion: route({
    method: 'get',
    path: '/api/flows/{id}/deletion',
    summary: 'What deleting a flow would do',
    permission: 'flow.read',
    params: flowParams,
    response: flowDeletionSchema,
    refusals: [404],
  }),

  deleteFlow: route({
    method: 'delete',
    path: '/api/flows/{id}',
    summary: 'Delete a flow: its draft, its versions and its samples',
    description:
      'Refused while a published flow is enabled or executions are not at their end. Executions stay readable until their retention is over. A flow that is made anew under the same id goes on counting versions.',
    permission: 'flow.publish',
    params: flowParams,
    response: z.object({ id: flowParams.shape.id }),
    refusals: [404, 409],
  }),

  getFlowJsonSchema: route({
    method: 'get',
    path: '/api/flow.schema.json',
    summary: 'The flow format as JSON Schema',
    permission: 'public',
    response: jsonObjectSchema,
  }),

  listNodeTypes: route({
    method: 'get',
    path: '/api/node-types',
    summary: 'List the node types',
    permission: 'flow.read',
    response: z.object({ nodeTypes: z.array(nodeTypeSchema) }),
  }),
};
