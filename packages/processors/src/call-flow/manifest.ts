import { defineManifest, flowDefinitionSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const callFlowManifest = defineManifest({
  type: 'call-flow',
  version: 1,
  role: 'sink',
  title: 'Call flow',
  description: 'Hands the message to another flow, and may wait for its answer.',
  config: z.strictObject({
    flow: flowDefinitionSchema.shape.id.meta({
      title: 'Flow',
      description: 'Id of a flow that has a flow input.',
      widget: 'flow',
    }),
    awaitReply: z.boolean().default(false).meta({
      title: 'Wait for the answer',
      description: 'What the other flow answers goes on, in place of the message.',
    }),
  }),
  outputs: ({ awaitReply }) => [
    awaitReply ? { name: 'reply', title: 'Answer' } : { name: 'out', title: 'Handed over' },
  ],
  migrations: {},
});
