import { z } from 'zod';
import { route } from './route.ts';
import { jsonObjectSchema } from './values.ts';

export const healthRoutes = {
  getLiveness: route({
    method: 'get',
    path: '/health/live',
    summary: 'Whether the process runs',
    permission: 'public',
    response: z.object({ status: z.literal('live') }),
  }),

  getReadiness: route({
    method: 'get',
    path: '/health/ready',
    summary: 'Whether the process can take messages',
    description: 'Refused with 503 while something is missing; `detail` says what.',
    permission: 'public',
    response: z.object({ status: z.literal('ready') }),
    refusals: [503],
  }),

  getOpenApi: route({
    method: 'get',
    path: '/api/openapi.json',
    summary: 'This API as an OpenAPI document',
    permission: 'public',
    response: jsonObjectSchema,
  }),
};
