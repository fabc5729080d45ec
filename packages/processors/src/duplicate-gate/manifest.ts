import { defineManifest, durationSchema, expressionSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { versionOrders } from './compare-versions.ts';

export const duplicateGateManifest = defineManifest({
  type: 'duplicate-gate',
  version: 1,
  role: 'processor',
  title: 'Duplicate gate',
  description: 'Tells new documents, duplicates, corrections and contradictions apart.',
  config: z.strictObject({
    document: z
      .string()
      .min(1)
      .max(60)
      .meta({ title: 'Document', description: 'What kind of document it is, such as invoice.', examples: ['invoice'] }),
    key: expressionSchema.meta({
      title: 'Key',
      description: 'JSONata over the body: what makes it the same document, sender included.',
      examples: ["supplier & '/' & invoiceNo"],
    }),
    version: expressionSchema.optional().meta({
      title: 'Version',
      description: 'JSONata over the body: a number or text that grows with every correction.',
      examples: ['revision'],
    }),
    versionOrder: z.enum(versionOrders).default('automatic').meta({
      title: 'Order of versions',
      description: 'As numbers, as texts, or as numbers where both are.',
    }),
    content: expressionSchema.optional().meta({
      title: 'Content',
      description: 'JSONata over the body: what counts when it is sent again. Left out: all of it.',
      examples: ["$sift($, function($v, $k) { $k != 'sentAt' })"],
    }),
    remember: durationSchema.default('400d').meta({
      title: 'Remember for',
      description: 'How long a document is known after it was last seen.',
    }),
  }),
  outputs: () => [
    { name: 'new', title: 'New' },
    { name: 'amendment', title: 'Amendment' },
    { name: 'exact-duplicate', title: 'Exact duplicate' },
    { name: 'resend', title: 'Sent again' },
    { name: 'stale', title: 'Older version' },
    { name: 'conflict', title: 'Conflict' },
  ],
  migrations: {},
  stateful: () => true,
});
