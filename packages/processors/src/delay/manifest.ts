import { defineManifest, durationSchema, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const delayManifest = defineManifest({
  type: 'delay',
  version: 1,
  role: 'processor',
  title: 'Delay',
  description: 'Lets a message go on later: after a while, or at an instant that it names.',
  config: z
    .strictObject({
      for: durationSchema.optional().meta({ title: 'For', description: 'How long the message waits here.' }),
      until: expressionSchema.optional().meta({
        title: 'Until',
        description: 'JSONata over the body that gives an instant, such as 2026-01-31T12:00:00Z.',
      }),
    })
    .refine(config => (config.for === undefined) !== (config.until === undefined), {
      path: ['for'],
      message: 'Give either a duration ("for") or an instant ("until").',
    }),
  outputs: () => [{ name: 'out', title: 'Later' }],
  migrations: {},
});
