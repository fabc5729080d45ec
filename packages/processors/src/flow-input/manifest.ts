import { defineManifest } from '@lineshaft/flow';
import { z } from 'zod';

export const flowInputManifest = defineManifest({
  type: 'flow-input',
  version: 1,
  role: 'source',
  title: 'Flow input',
  description: 'Takes in what other flows send to this one.',
  config: z.strictObject({
    reply: z.boolean().default(false).meta({
      title: 'Answers',
      description: 'The calling flow may wait for the answer of a reply node.',
    }),
  }),
  outputs: () => [{ name: 'out', title: 'Message' }],
  migrations: {},
  awaitsReply: ({ reply }) => reply,
  callable: true,
});
