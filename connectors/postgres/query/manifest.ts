import { defineManifest, durationMs, durationSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { columnNameSchema } from '../names.ts';

export const postgresQueryManifest = defineManifest({
  type: 'postgres.query',
  version: 1,
  role: 'source',
  title: 'PostgreSQL query',
  description: 'Takes in the rows of a query that are new since the last look.',
  connection: { type: 'postgres' },
  config: z
    .strictObject({
      sql: z
        .string()
        .min(1)
        .max(20_000)
        .regex(/[^;\s]\s*$/, 'Leave out the semicolon at the end.')
        .meta({
          title: 'Query',
          description: 'One select. Which rows of it are new, and their order, is added to it.',
          widget: 'sql',
          examples: ['select id, status, changed_at from sales.orders'],
        }),
      watermark: z
        .array(columnNameSchema)
        .min(1)
        .max(4)
        .refine(columns => new Set(columns).size === columns.length, 'Name each column once.')
        .meta({
          title: 'Watermark',
          description: 'Columns of the query by which rows are new: they only grow, and together are of one row.',
          examples: [['changed_at', 'id']],
        }),
      initial: z
        .string()
        .max(1000)
        .optional()
        .meta({
          title: 'Initial watermark',
          description: 'The first column is at least this at the first look. Left out: all rows are taken.',
          examples: ['2026-01-01T00:00:00Z'],
        }),
      overlap: durationSchema.default('0s').meta({
        title: 'Overlap',
        description: 'How far behind the watermark rows are looked for again, as some are committed late.',
      }),
      as: z
        .enum(['rows', 'batch'])
        .default('rows')
        .meta({ title: 'As', description: 'A message for each row, or one for each batch of rows.' }),
      batch: z.int().min(1).max(10_000).default(100).meta({
        title: 'Batch',
        description: 'How many rows are read at once.',
      }),
      every: durationSchema
        .refine(text => durationMs(text) >= 1000, 'It may be 1s at least.')
        .default('10s')
        .meta({ title: 'Every', description: 'How often new rows are looked for.' }),
    })
    .refine(({ as, overlap }) => as === 'rows' || durationMs(overlap) === 0, {
      path: ['overlap'],
      error: 'With batches there is no overlap: a batch is known by where it begins and ends, not by its rows.',
    }),
  outputs: ({ as }) => [{ name: 'out', title: as === 'rows' ? 'Row' : 'Batch' }],
  migrations: {},
});
