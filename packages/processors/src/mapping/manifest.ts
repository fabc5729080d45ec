import { defineManifest, expressionSchema, isJson } from '@lineshaft/flow';
import { z } from 'zod';

export const mappingManifest = defineManifest({
  type: 'mapping',
  version: 1,
  role: 'processor',
  title: 'Mapping',
  description: 'Turns one JSON document into another with a JSONata expression.',
  config: z.strictObject({
    expression: expressionSchema.default('$').meta({
      title: 'Expression',
      description: 'JSONata over the body. Its result is the new body.',
      makes: 'document',
    }),
    contentType: z
      .string()
      .max(200)
      .refine(isJson, 'A mapping makes JSON. Name a JSON type, such as application/json or application/order+json.')
      .default('application/json')
      .meta({ title: 'Content type', description: 'What the result is called.' }),
  }),
  outputs: () => [{ name: 'out', title: 'Mapped' }],
  migrations: {},
});
