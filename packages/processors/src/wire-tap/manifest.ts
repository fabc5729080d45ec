import { defineManifest, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const wireTapManifest = defineManifest({
  type: 'wire-tap',
  version: 1,
  role: 'processor',
  title: 'Wire Tap',
  description: 'Passes each message on and sends a copy aside, which never disturbs the main way.',
  config: z.strictObject({
    select: expressionSchema.optional().meta({
      title: 'Select',
      description: 'JSONata over the body that makes the copy. Left out: the whole message.',
    }),
  }),
  outputs: () => [
    { name: 'out', title: 'Main way' },
    { name: 'tap', title: 'Copy' },
  ],
  migrations: {},
  stateful: () => true,
});
