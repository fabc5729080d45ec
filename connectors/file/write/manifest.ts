import { defineManifest, templateSchema } from '@lineshaft/flow';
import { z } from 'zod';

export const fileWriteManifest = defineManifest({
  type: 'file.write',
  version: 1,
  role: 'sink',
  title: 'Write a file',
  description: 'Puts the message into a folder as a file, whole or not at all.',
  connection: { type: 'folder' },
  config: z.strictObject({
    folder: templateSchema.optional().meta({
      title: 'Folder',
      description: 'The folder below that of the connection, made if need be. Left out: that one itself.',
      examples: ['{{ supplier }}/orders'],
    }),
    name: templateSchema.meta({
      title: 'Name',
      description: 'The name of the file. What cannot stand in a name is percent-encoded in inserted values.',
      examples: ['order-{{ poNumber }}.json'],
    }),
    ifExists: z.enum(['same-is-success', 'fail', 'replace']).default('same-is-success').meta({
      title: 'If it exists',
      description: 'When a file of this name is there: done if its content is the same, failed, or replaced.',
    }),
  }),
  outputs: () => [{ name: 'written', title: 'Written' }],
  migrations: {},
});
