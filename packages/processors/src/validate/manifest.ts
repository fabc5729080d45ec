import { defineManifest } from '@lineshaft/flow';
import { z } from 'zod';

/** The port of documents that do not fit. */
export const invalidPort = 'invalid';

const schemaSchema = z
  .record(z.string(), z.unknown())
  .refine(refersOnlyToItself, 'Refer to parts of the schema itself only: "$ref" begins with #.');

export const validateManifest = defineManifest({
  type: 'validate',
  version: 1,
  role: 'processor',
  title: 'Validate',
  description: 'Lets documents through that fit a JSON Schema.',
  config: z.strictObject({
    schema: schemaSchema.meta({
      title: 'Schema',
      description: 'A JSON Schema (2020-12) for the body.',
      widget: 'json',
    }),
    onInvalid: z.enum(['fail', 'port']).default('fail').meta({
      title: 'When it does not fit',
      description: 'Fail the node, or send the document with its faults through the port invalid.',
    }),
  }),
  outputs: ({ onInvalid }) => [
    { name: 'out', title: 'Valid' },
    ...(onInvalid === 'port' ? [{ name: invalidPort, title: 'Invalid' }] : []),
  ],
  migrations: {},
});

/** Nothing is loaded from elsewhere: what a schema says must stand in the flow. */
function refersOnlyToItself(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  return Object.entries(schema).every(([key, value]) =>
    (key === '$ref' || key === '$dynamicRef') && typeof value === 'string'
      ? value.startsWith('#')
      : refersOnlyToItself(value),
  );
}
