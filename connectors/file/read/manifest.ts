import { defineManifest, durationMs, durationSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { isName, relativeFolderSchema } from '../relative-folder.ts';

const mebibyte = 1024 * 1024;

export const fileReadManifest = defineManifest({
  type: 'file.read',
  version: 1,
  role: 'source',
  title: 'Read files',
  description: 'Takes in the files that others put into a folder.',
  connection: { type: 'folder' },
  config: z
    .strictObject({
      folder: relativeFolderSchema.default('').meta({
        title: 'Folder',
        description: 'The folder that is looked at, below that of the connection. Left out: that one itself.',
        examples: ['orders/in'],
      }),
      pattern: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^/\\]+$/, 'Write a pattern for names, without folders, such as *.csv.')
        .default('*')
        .meta({
          title: 'Pattern',
          description: 'Which files are taken, by their names.',
          examples: ['*.csv', 'ORDERS_{A,B}*.xml'],
        }),
      every: durationSchema
        .refine(text => durationMs(text) >= 1000, 'It may be 1s at least.')
        .default('5s')
        .meta({ title: 'Every', description: 'How often the folder is looked at.' }),
      readyWhen: z.enum(['stable', 'marker']).default('stable').meta({
        title: 'Ready when',
        description: 'A file is whole when it has not changed for a while, or when a marker file lies beside it.',
      }),
      stableFor: durationSchema.default('5s').meta({
        title: 'Stable for',
        description: 'With stable: how long a file may not have changed.',
      }),
      markerSuffix: z
        .string()
        .max(20)
        .regex(/^\.\w+$/, 'Write an ending such as .done.')
        .default('.done')
        .meta({
          title: 'Marker',
          description: 'With marker: what the name of the marker file has behind the name of the file.',
        }),
      maxBytes: z
        .int()
        .min(1)
        .max(10 * mebibyte)
        .default(10 * mebibyte)
        .meta({ title: 'Largest file', description: 'In bytes; larger ones go to the error folder.' }),
      contentType: z
        .string()
        .max(200)
        .regex(/^[\w.+-]+\/[\w.+-]+(;.*)?$/, 'Write a media type, such as text/csv.')
        .optional()
        .meta({ title: 'Content type', description: 'Left out: by the ending of the name.' }),
      archive: relativeFolderSchema
        .default('archive')
        .refine(isPlace, 'Name a folder.')
        .meta({ title: 'Archive', description: 'Where files go that were taken, below the folder of the connection.' }),
      errors: relativeFolderSchema.default('error').refine(isPlace, 'Name a folder.').meta({
        title: 'Error folder',
        description: 'Where files go that cannot be taken, below the folder of the connection.',
      }),
    })
    .refine(({ folder, archive, errors }) => folder !== archive && folder !== errors, {
      path: ['archive'],
      error: 'Archive and error folder must be others than the folder that is looked at.',
    }),
  outputs: () => [{ name: 'out', title: 'File' }],
  migrations: {},
});

function isPlace(folder: string): boolean {
  return folder.split('/').every(isName);
}
