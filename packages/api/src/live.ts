import { flowDefinitionSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { executionSummarySchema, executionFilterSchema } from './executions.ts';
import { route } from './route.ts';
import { instantSchema } from './values.ts';

/** What goes on in a flow now; each is the whole picture, so that none need be remembered. */
export const liveFlowSchema = z
  .object({
    at: instantSchema,
    /** What follows is said of this time before `at`. */
    windowSeconds: z.int(),
    /** More happened than is looked at: counts are at least this. */
    isPartial: z.boolean(),
    /** Attempts of nodes. */
    nodes: z.array(
      z.object({
        nodeId: z.string(),
        succeeded: z.int(),
        failed: z.int(),
        /** On average. */
        durationMs: z.number(),
      }),
    ),
    /** Messages that left a node through a port, sources included: each edge from that port carried so many. */
    ports: z.array(z.object({ nodeId: z.string(), port: z.string(), messages: z.int() })),
    /** Executions that came to their end. */
    ended: z.object({ succeeded: z.int(), failed: z.int(), cancelled: z.int() }),
    /** Where executions that are not at their end are now, and those in the dead letter channel. */
    open: z.array(
      z.object({
        nodeId: z.string(),
        /** Due or at work. */
        active: z.int(),
        /** For a time, such as the next attempt. */
        waiting: z.int(),
        /** Until deliveries over a connection are let through again. */
        held: z.int(),
        /** In the dead letter channel. */
        dead: z.int(),
      }),
    ),
  })
  .meta({ id: 'LiveFlow' });

export const liveExecutionsSchema = z
  .object({
    at: instantSchema,
    /** Those that are new or changed since the event before; with the first event all of the page. Newest first. */
    executions: z.array(executionSummarySchema),
    /** Ids of those that were in the page and do not fit the filter any more. */
    gone: z.array(z.string()),
    /** More came than a page holds: some are not shown. */
    skipped: z.boolean(),
  })
  .meta({ id: 'LiveExecutions' });

export type LiveFlow = z.output<typeof liveFlowSchema>;
export type LiveExecutions = z.output<typeof liveExecutionsSchema>;

/** Server-sent events, one JSON document each; whoever comes back begins anew. They end with the runtime. */
export const liveRoutes = {
  followFlow: route({
    method: 'get',
    path: '/api/flows/{id}/live',
    summary: 'Follow a flow: counts of the last minute and what is open, once a second',
    permission: 'execution.read',
    params: z.object({ id: flowDefinitionSchema.shape.id }),
    response: liveFlowSchema,
    events: true,
    refusals: [404],
  }),

  followExecutions: route({
    method: 'get',
    path: '/api/executions/live',
    summary: 'Follow the newest executions of a filter: what is new or changed, once a second',
    permission: 'execution.read',
    query: executionFilterSchema.extend({
      limit: z.coerce.number<number>().int().min(1).max(100).default(50),
    }),
    response: liveExecutionsSchema,
    events: true,
  }),
};
