import { flowDefinitionSchema, flowNodeSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { maxSampleBytes, messageInputSchema, pinnedOutputsSchema } from './message-input.ts';
import { route } from './route.ts';
import { idSchema, instantSchema } from './values.ts';

const flowParams = z.object({ id: flowDefinitionSchema.shape.id });
const sampleParams = flowParams.extend({ sampleId: idSchema });
const pinParams = flowParams.extend({ nodeId: flowNodeSchema.shape.id });

/** Base64 takes a third more than the bytes. */
const bodyLimitBytes = Math.ceil((maxSampleBytes * 4) / 3) + 1024 * 1024;

const sampleNameSchema = z.string().min(1).max(120);

const sampleContentSchema = messageInputSchema.extend({ name: sampleNameSchema });

export const sampleSummarySchema = z
  .object({
    id: idSchema,
    name: z.string(),
    contentType: z.string(),
    /** Bytes of the body. */
    size: z.int(),
    /** The execution whose message it was. */
    createdFrom: idSchema.nullable(),
    updatedAt: instantSchema,
  })
  .meta({ id: 'SampleSummary' });

/** A sample with the whole of its body. */
export const sampleSchema = sampleSummarySchema
  .extend({
    headers: z.record(z.string(), z.string()),
    body: messageInputSchema.shape.body,
  })
  .meta({ id: 'Sample' });

export const pinSchema = z
  .object({ nodeId: z.string(), outputs: pinnedOutputsSchema, updatedAt: instantSchema })
  .meta({ id: 'Pin' });

export type SampleSummary = z.output<typeof sampleSummarySchema>;
export type Sample = z.output<typeof sampleSchema>;
export type Pin = z.output<typeof pinSchema>;

/** What is kept with a flow to try it: messages, and outputs that nodes are pinned to. Neither is part of a version. */
export const sampleRoutes = {
  listSamples: route({
    method: 'get',
    path: '/api/flows/{id}/samples',
    summary: 'List the samples of a flow',
    description: 'In order of name, without their bodies.',
    permission: 'flow.read',
    params: flowParams,
    response: z.object({ samples: z.array(sampleSummarySchema) }),
    refusals: [404],
  }),

  getSample: route({
    method: 'get',
    path: '/api/flows/{id}/samples/{sampleId}',
    summary: 'Read a sample with its body',
    permission: 'flow.read',
    params: sampleParams,
    response: sampleSchema,
    refusals: [404],
  }),

  addSample: route({
    method: 'post',
    path: '/api/flows/{id}/samples',
    summary: 'Keep a sample: a given message, or one taken from a real execution',
    description:
      'From an execution: its message, or (with `run`) what came into that node run. Headers that carry credentials were never recorded. Refused with 409 when the payload is gone, or 100 samples are kept.',
    permission: 'flow.edit',
    params: flowParams,
    body: z.union([
      sampleContentSchema,
      z.strictObject({
        executionId: idSchema,
        run: z.int().min(1).optional(),
        /** Left out: made of business key, node and time. */
        name: sampleNameSchema.optional(),
      }),
    ]),
    bodyLimitBytes,
    response: sampleSummarySchema,
    refusals: [404, 409],
  }),

  saveSample: route({
    method: 'put',
    path: '/api/flows/{id}/samples/{sampleId}',
    summary: 'Change a sample',
    permission: 'flow.edit',
    params: sampleParams,
    body: sampleContentSchema,
    bodyLimitBytes,
    response: sampleSummarySchema,
    refusals: [404],
  }),

  deleteSample: route({
    method: 'delete',
    path: '/api/flows/{id}/samples/{sampleId}',
    summary: 'Delete a sample',
    permission: 'flow.edit',
    params: sampleParams,
    response: z.object({ id: idSchema }),
    refusals: [404],
  }),

  listPins: route({
    method: 'get',
    path: '/api/flows/{id}/pins',
    summary: 'List the outputs that nodes are pinned to',
    permission: 'flow.read',
    params: flowParams,
    response: z.object({ pins: z.array(pinSchema) }),
    refusals: [404],
  }),

  savePin: route({
    method: 'put',
    path: '/api/flows/{id}/pins/{nodeId}',
    summary: 'Pin what a node sends out when the flow is tried',
    permission: 'flow.edit',
    params: pinParams,
    body: z.strictObject({ outputs: pinnedOutputsSchema }),
    response: pinSchema,
    refusals: [404],
  }),

  deletePin: route({
    method: 'delete',
    path: '/api/flows/{id}/pins/{nodeId}',
    summary: 'Let a node run again when the flow is tried',
    permission: 'flow.edit',
    params: pinParams,
    response: z.object({ nodeId: z.string() }),
    refusals: [404],
  }),
};
