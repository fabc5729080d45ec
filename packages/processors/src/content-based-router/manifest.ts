import { defineManifest, errorPort, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of messages that no route takes. */
export const otherwisePort = 'otherwise';

const portSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Name a port with lower-case letters, digits and hyphens, such as acme.')
  .refine(
    name => name !== otherwisePort && name !== errorPort,
    'The ports otherwise and error have a meaning of their own.',
  );

const routeSchema = z.strictObject({
  port: portSchema.meta({ title: 'Port', description: 'Where a message that meets the condition leaves.' }),
  title: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .meta({ title: 'Title', description: 'What the port is called when drawn.' }),
  when: expressionSchema.meta({ title: 'Condition', description: 'JSONata over the body, true or not.' }),
});

export const contentBasedRouterManifest = defineManifest({
  type: 'content-based-router',
  version: 1,
  role: 'processor',
  title: 'Content-Based Router',
  description: 'Sends each message through the first route whose condition it meets.',
  config: z.strictObject({
    routes: z
      .array(routeSchema)
      .max(100)
      .refine(
        routes => new Set(routes.map(route => route.port)).size === routes.length,
        'Each route needs a port of its own.',
      )
      .default([])
      .meta({ title: 'Routes', description: 'Tried in this order.' }),
    otherwise: z.enum(['fail', 'port']).default('fail').meta({
      title: 'When no route matches',
      description: 'Fail the node, or send the message through the port otherwise.',
    }),
  }),
  outputs: ({ routes, otherwise }) => [
    ...routes.map(({ port, title }) => ({ name: port, title: title ?? port })),
    ...(otherwise === 'port' ? [{ name: otherwisePort, title: 'Otherwise' }] : []),
  ],
  migrations: {},
});
