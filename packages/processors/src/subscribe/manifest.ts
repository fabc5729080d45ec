import { defineManifest } from '@lineshaft/flow';
import { z } from 'zod';
import { topicSchema } from '../topic-schema.ts';

export const subscribeManifest = defineManifest({
  type: 'subscribe',
  version: 1,
  role: 'source',
  title: 'Subscribe',
  description: 'Takes in what other flows publish on a topic.',
  config: z.strictObject({
    topic: topicSchema.meta({
      title: 'Topic',
      description: 'The name under which other flows publish.',
      widget: 'topic',
      examples: ['orders.released'],
    }),
  }),
  outputs: () => [{ name: 'out', title: 'Message' }],
  migrations: {},
  topic: ({ topic }) => topic,
});
