import { defineManifest, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of messages that do not meet the condition. */
export const discardedPort = 'discarded';

export const messageFilterManifest = defineManifest({
  type: 'message-filter',
  version: 1,
  role: 'processor',
  title: 'Message Filter',
  description: 'Lets the messages through that meet a condition.',
  config: z.strictObject({
    when: expressionSchema.meta({ title: 'Condition', description: 'JSONata over the body, true or not.' }),
    otherwise: z.enum(['end', 'port']).default('end').meta({
      title: 'Other messages',
      description: 'End here, or leave through the port discarded.',
    }),
  }),
  outputs: ({ otherwise }) => [
    { name: 'out', title: 'Passed' },
    ...(otherwise === 'port' ? [{ name: discardedPort, title: 'Discarded' }] : []),
  ],
  migrations: {},
});
