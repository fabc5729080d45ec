import { defineManifest, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of messages that have no parts. */
export const emptyPort = 'empty';

export const splitterManifest = defineManifest({
  type: 'splitter',
  version: 1,
  role: 'processor',
  title: 'Splitter',
  description: 'Takes a document apart and sends each part on by itself.',
  config: z.strictObject({
    parts: expressionSchema.meta({
      title: 'Parts',
      description: 'JSONata over the body that gives the list of parts.',
      examples: ['lines'],
    }),
    part: expressionSchema.optional().meta({
      title: 'Part',
      description: 'JSONata over the whole body that makes a part, from $part and $index. Left out: the part as it is.',
      examples: ["$merge([$part, { 'poNumber': poNumber }])"],
      variables: ['part', 'index'],
    }),
    mode: z.enum(['automatic', 'inline', 'executions']).default('automatic').meta({
      title: 'Parts run',
      description:
        'In the same execution (inline), each in an execution of its own (executions), or inline up to 20 parts (automatic).',
    }),
    orderingKey: expressionSchema.optional().meta({
      title: 'Ordering key',
      description: 'As Part, for executions: parts with the same key go on one after the other.',
      variables: ['part', 'index'],
    }),
    empty: z.enum(['end', 'port']).default('end').meta({
      title: 'No parts',
      description: 'A message without parts ends here, or leaves through the port empty.',
    }),
  }),
  outputs: ({ empty }) => [
    { name: 'out', title: 'Parts' },
    ...(empty === 'port' ? [{ name: emptyPort, title: 'No parts' }] : []),
  ],
  migrations: {},
  stateful: ({ mode }) => mode !== 'inline',
});
