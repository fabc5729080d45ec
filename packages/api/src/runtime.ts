import { z } from 'zod';
import { environmentNameSchema } from './connections.ts';
import { route } from './route.ts';
import { jsonObjectSchema } from './values.ts';

export const exampleFlowSchema = z
  .object({
    /** Such as `procurement/order-to-supplier`: unique among the examples. */
    id: z.string(),
    name: z.string(),
    description: z.string(),
    domain: z.string(),
    definition: jsonObjectSchema,
  })
  .meta({ id: 'ExampleFlow' });

export type ExampleFlow = z.output<typeof exampleFlowSchema>;

export const runtimeRoutes = {
  getRuntime: route({
    method: 'get',
    path: '/api/runtime',
    summary: 'Which Lineshaft this is',
    permission: 'flow.read',
    response: z.object({
      version: z.string(),
      /** Which settings of connections hold here. */
      environment: environmentNameSchema,
      /** Whether the example flows and their twin systems were deployed here. */
      examples: z.boolean(),
    }),
  }),

  listExampleFlows: route({
    method: 'get',
    path: '/api/example-flows',
    summary: 'List the example flows that come with Lineshaft',
    description: 'To begin a flow of one’s own with; saving one needs another id.',
    permission: 'flow.read',
    response: z.object({ flows: z.array(exampleFlowSchema) }),
  }),
};
