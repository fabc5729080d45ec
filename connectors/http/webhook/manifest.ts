import { defineManifest, durationMs, durationSchema } from '@lineshaft/flow';
import { z } from 'zod';

const mebibyte = 1024 * 1024;
const longestPatience = '5m';

export const httpWebhookManifest = defineManifest({
  type: 'http.webhook',
  version: 1,
  role: 'source',
  title: 'Webhook',
  description: 'Takes in what other systems send to an HTTP address.',
  config: z.strictObject({
    path: z
      .string()
      .max(200)
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._~-]*(\/[A-Za-z0-9][A-Za-z0-9._~-]*)*$/,
        'Write the path without a slash at its start or end, such as erp/purchase-orders.',
      )
      .meta({
        title: 'Path',
        description: 'The address below /in/.',
        widget: 'intake-path',
        examples: ['erp/purchase-orders'],
      }),
    methods: z
      .array(z.enum(['POST', 'PUT', 'PATCH']))
      .min(1)
      .default(['POST'])
      .meta({ title: 'Methods', description: 'HTTP methods that are taken.' }),
    contentTypes: z
      .array(
        z
          .string()
          .max(200)
          .regex(/^([\w.+-]+\/([\w.+-]+|\*)|\*\/\*)$/, 'Write a media type, such as application/json, text/* or */*.'),
      )
      .min(1)
      .default(['application/json'])
      .meta({ title: 'Content types', description: 'Media types that are taken; others are refused with 415.' }),
    maxBytes: z
      .int()
      .min(1)
      .max(10 * mebibyte)
      .default(mebibyte)
      .meta({ title: 'Largest body', description: 'In bytes; larger ones are refused with 413.' }),
    reply: z.enum(['receipt', 'flow']).default('receipt').meta({
      title: 'Reply',
      description: 'The receipt as soon as the message is safe, or what a reply node of the flow answers.',
    }),
    patience: durationSchema
      .refine(text => durationMs(text) <= durationMs(longestPatience), `A sender can wait ${longestPatience} at most.`)
      .default('10s')
      .meta({
        title: 'Patience',
        onlyWith: { reply: 'flow' },
        description: 'How long the sender waits for the reply of the flow, before it gets the receipt.',
      }),
  }),
  outputs: () => [{ name: 'out', title: 'Message' }],
  endpoints: ({ path, methods, contentTypes }) => methods.map(method => ({ method, path, contentTypes })),
  awaitsReply: ({ reply }) => reply === 'flow',
  migrations: {},
});
