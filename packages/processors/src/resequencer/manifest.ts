import { defineManifest, durationSchema, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of messages whose place in the sequence has passed, or is taken. */
export const stalePort = 'stale';

/** The port of messages that come after a gap which was not filled in time. */
export const gapPort = 'gap';

export const resequencerManifest = defineManifest({
  type: 'resequencer',
  version: 1,
  role: 'processor',
  title: 'Resequencer',
  description: 'Puts numbered messages in order, and holds what comes too early.',
  config: z.strictObject({
    key: expressionSchema.meta({
      title: 'Key',
      description: 'JSONata over the body: messages with the same value are numbered together.',
      examples: ['poNumber'],
    }),
    sequence: expressionSchema.meta({
      title: 'Number',
      description: "JSONata over the body that gives the message's whole number, one more than that of the one before.",
      examples: ['revision'],
    }),
    first: z.int().default(1).meta({ title: 'First number', description: 'The number that each key begins with.' }),
    patience: durationSchema.default('1h').meta({
      title: 'Patience',
      description: 'How long later messages wait for a missing one.',
    }),
    onGap: z.enum(['port', 'skip']).default('port').meta({
      title: 'When one stays missing',
      description: 'What comes after it leaves through the port gap, or goes on without it.',
    }),
    remember: durationSchema.default('90d').meta({
      title: 'Remember for',
      description: 'How long the number that is next is kept after the last message of a key.',
    }),
  }),
  outputs: ({ onGap }) => [
    { name: 'out', title: 'In order' },
    ...(onGap === 'port' ? [{ name: gapPort, title: 'After a gap' }] : []),
    { name: stalePort, title: 'Stale' },
  ],
  migrations: {},
  stateful: () => true,
});
