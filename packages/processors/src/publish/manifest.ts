import { defineManifest } from '@lineshaft/flow';
import { z } from 'zod';
import { topicSchema } from '../topic-schema.ts';

export const publishManifest = defineManifest({
  type: 'publish',
  version: 1,
  role: 'sink',
  title: 'Publish',
  description: 'Sends the message to every flow that subscribes to a topic.',
  config: z.strictObject({
    topic: topicSchema.meta({
      title: 'Topic',
      description: 'What the message is about, by a name that subscribing flows use.',
      widget: 'topic',
      examples: ['orders.released'],
    }),
    onNobody: z.enum(['fail', 'go-on']).default('fail').meta({
      title: 'When nobody subscribes',
      description: 'Fail, to be tried again by the retry policy, or go on.',
    }),
  }),
  outputs: () => [{ name: 'out', title: 'Published' }],
  migrations: {},
});
