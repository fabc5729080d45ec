import { defineManifest, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { columnNameSchema, tableNameSchema } from '../names.ts';

const overRow = { over: 'row', variables: ['body'] };

const columnsSchema = z
  .record(columnNameSchema, expressionSchema.meta(overRow))
  .refine(columns => Object.keys(columns).length > 0, 'Name one column at least.')
  .meta({ title: 'Columns', description: 'JSONata over the row for each column.' });

const tableSchema = tableNameSchema.meta({ title: 'Table', description: 'Where the rows go.' });

const insertSchema = z
  .strictObject({ kind: z.literal('insert'), table: tableSchema, columns: columnsSchema })
  .meta({ title: 'Insert' });

const upsertSchema = z
  .strictObject({
    kind: z.literal('upsert'),
    table: tableSchema,
    columns: columnsSchema,
    keys: z
      .array(columnNameSchema)
      .min(1)
      .max(16)
      .meta({ title: 'Keys', description: 'The columns of a unique constraint, by which a row is known.' }),
  })
  .refine(({ keys, columns }) => keys.every(key => Object.hasOwn(columns, key)), {
    path: ['keys'],
    error: 'Each key must be one of the columns.',
  })
  .meta({ title: 'Insert or update' });

const callSchema = z
  .strictObject({
    kind: z.literal('call'),
    sql: z
      .string()
      .min(1)
      .max(20_000)
      .meta({
        title: 'Statement',
        description: 'One statement. Values stand in it as $name, never as text.',
        widget: 'sql',
        examples: ['select confirm_order($poNumber, $lines::jsonb)'],
      }),
    parameters: z
      .record(
        z.string().regex(/^[A-Za-z_]\w{0,62}$/, 'Name a parameter with letters and digits.'),
        expressionSchema.meta(overRow),
      )
      .default({})
      .meta({ title: 'Parameters', description: 'JSONata over the row for each $name.' }),
  })
  .meta({ title: 'Call' });

export const postgresWriteManifest = defineManifest({
  type: 'postgres.write',
  version: 1,
  role: 'sink',
  title: 'PostgreSQL write',
  description: 'Writes rows into a table, or runs a statement for each, in one transaction.',
  connection: { type: 'postgres' },
  config: z.strictObject({
    write: z
      .discriminatedUnion('kind', [insertSchema, upsertSchema, callSchema])
      .meta({ title: 'Write', description: 'What is done with each row.' }),
    rows: expressionSchema
      .optional()
      .meta({ title: 'Rows', description: 'JSONata for the list of rows. Left out: the body is the one row.' }),
    inbox: tableNameSchema.optional().meta({
      title: 'Inbox',
      description: 'A table in which deliveries are noted, so that a repeated one does nothing.',
      examples: ['lineshaft_inbox'],
    }),
  }),
  outputs: () => [{ name: 'written', title: 'Written' }],
  migrations: {},
});
