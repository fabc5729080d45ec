import { defineConnection } from '@lineshaft/flow';
import { z } from 'zod';

/** A folder of this machine, or of a file server that is mounted here. */
export const folderConnectionManifest = defineConnection({
  type: 'folder',
  title: 'Folder',
  description: 'A folder of this machine or of a mounted file server: nodes reach nothing outside it.',
  settings: z.strictObject({
    path: z
      .string()
      .max(1000)
      .regex(/^(\/|[A-Za-z]:[\\/])[^\\/\0]/, 'Write the whole path, such as /srv/exchange; not the root of a disk.')
      .refine(path => !path.split(/[\\/]/).includes('..'), 'Write the path without "..".')
      .meta({
        title: 'Path',
        description: 'The whole path of the folder. Nodes name files and folders below it.',
        examples: ['/srv/exchange/erp'],
      }),
  }),
});
