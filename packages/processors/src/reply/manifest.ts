import { defineManifest, templateSchema } from '@lineshaft/flow';
import { z } from 'zod';

const framingHeaders = ['connection', 'content-length', 'content-type', 'transfer-encoding'];

const headerNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Write a header name in lower case, such as x-order-number.')
  .refine(
    name => !framingHeaders.includes(name),
    'This header follows from the reply itself. Set the content type in its own field.',
  );

export const replyManifest = defineManifest({
  type: 'reply',
  version: 1,
  role: 'sink',
  title: 'Reply',
  description: 'Answers the sender who waits for this flow with the body of the message.',
  config: z.strictObject({
    status: z.int().min(200).max(599).default(200).meta({ title: 'Status', description: 'HTTP status of the answer.' }),
    contentType: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ title: 'Content type', description: 'Left out: that of the message.' }),
    headers: z
      .record(headerNameSchema, templateSchema)
      .default({})
      .meta({ title: 'Headers', description: 'Headers of the answer, by lower-case name.' }),
  }),
  outputs: () => [
    { name: 'answered', title: 'Answered' },
    { name: 'late', title: 'Nobody waiting' },
  ],
  migrations: {},
  sendsReply: true,
});
