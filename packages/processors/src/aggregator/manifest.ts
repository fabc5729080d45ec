import { defineManifest, durationSchema, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of aggregates whose time ran out before they were complete. */
export const incompletePort = 'incomplete';

/** The port of messages whose group is complete already. */
export const latePort = 'late';

const configSchema = z
  .strictObject({
    key: expressionSchema.default('$headers."x-split-id"').meta({
      title: 'Group',
      description: 'JSONata over the body: messages with the same value belong together.',
    }),
    count: z
      .union([z.int().min(1), expressionSchema])
      .optional()
      .meta({
        title: 'Complete at',
        description: 'How many messages make a group complete: a number, or JSONata over the body of each.',
        examples: ['$headers."x-split-count"'],
      }),
    when: expressionSchema.optional().meta({
      title: 'Complete when',
      description: 'JSONata over { messages, count }, asked after each message; true makes the group complete.',
      over: 'group',
    }),
    timeout: durationSchema.optional().meta({
      title: 'Time out',
      description: 'How long after its first message a group is closed as it is.',
    }),
    onTimeout: z.enum(['port', 'release']).default('port').meta({
      title: 'Out of time',
      description:
        'A group that is not complete in time leaves through the port incomplete, or is released like others.',
    }),
    combine: expressionSchema.optional().meta({
      title: 'Combine',
      description: 'JSONata over { messages, headers, key, count, complete }. Left out: the list of bodies.',
      over: 'group',
    }),
    partKey: expressionSchema.optional().meta({
      title: 'Part',
      description: 'JSONata over the body: of messages with the same value in a group, only the first counts.',
      examples: ['$headers."x-split-index"'],
    }),
    late: z.enum(['new-group', 'port']).default('new-group').meta({
      title: 'Late messages',
      description: 'After a group is closed, begin a new one, or leave through the port late.',
    }),
    remember: durationSchema.default('1d').meta({
      title: 'Remember for',
      description: 'How long a message counts as late after its group was closed or another late one came.',
    }),
  })
  .refine(({ count, when, timeout }) => count !== undefined || when !== undefined || timeout !== undefined, {
    path: ['count'],
    message: 'Say when a group is complete: by "count", "when" or "timeout".',
  });

export const aggregatorManifest = defineManifest({
  type: 'aggregator',
  version: 1,
  role: 'processor',
  title: 'Aggregator',
  description: 'Collects messages that belong together and sends one on in their place.',
  config: configSchema,
  outputs: config => [
    { name: 'out', title: 'Aggregate' },
    ...(mayBeIncomplete(config) && config.onTimeout === 'port' ? [{ name: incompletePort, title: 'Incomplete' }] : []),
    ...(config.late === 'port' ? [{ name: latePort, title: 'Late' }] : []),
  ],
  migrations: {},
  stateful: () => true,
});

/** Where time alone closes a group, it is complete by that. */
export function mayBeIncomplete({ count, when, timeout }: z.output<typeof configSchema>): boolean {
  return timeout !== undefined && (count !== undefined || when !== undefined);
}
