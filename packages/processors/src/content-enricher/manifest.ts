import { defineManifest, expressionSchema, flowDefinitionSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const contentEnricherManifest = defineManifest({
  type: 'content-enricher',
  version: 1,
  role: 'sink',
  title: 'Content Enricher',
  description: 'Asks another flow for what the document lacks, and adds it.',
  config: z.strictObject({
    flow: flowDefinitionSchema.shape.id.meta({
      title: 'Flow',
      description: 'Id of a flow that has a flow input and answers.',
      widget: 'flow',
    }),
    request: expressionSchema.optional().meta({
      title: 'Request',
      description: 'JSONata over the body: what is asked. Left out: the whole message.',
      examples: ["{ 'sku': lines.sku }"],
    }),
    combine: expressionSchema.default('$merge([$, $reply])').meta({
      title: 'Combine',
      description: 'JSONata over the body that adds $reply to it.',
      variables: ['reply', 'replyHeaders'],
    }),
  }),
  outputs: () => [{ name: 'out', title: 'Enriched' }],
  migrations: {},
});
