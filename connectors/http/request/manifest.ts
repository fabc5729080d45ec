import { defineManifest, templateSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { headerNameSchema } from '../header-name.ts';

const mebibyte = 1024 * 1024;

export const httpRequestManifest = defineManifest({
  type: 'http.request',
  version: 1,
  role: 'sink',
  title: 'HTTP request',
  description: 'Sends the message to an HTTP address and passes on what comes back.',
  config: z.strictObject({
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
      .default('POST')
      .meta({ title: 'Method', description: 'HTTP method of the request.' }),
    url: templateSchema
      .refine(text => /^https?:\/\//i.test(text), 'Start the address with https:// or http://.')
      .meta({
        title: 'Address',
        description: 'Inserted values are encoded; the text around them is not.',
        examples: ['https://erp.example/orders/{{ poNumber }}'],
      }),
    headers: z
      .record(headerNameSchema, templateSchema)
      .default({})
      .meta({ title: 'Headers', description: 'Headers of the request, by lower-case name.' }),
    sendBody: z
      .boolean()
      .default(true)
      .meta({ title: 'Send the body', description: 'Requests with GET and HEAD never have one.' }),
    successCodes: z
      .array(z.union([z.int().min(200).max(599), z.string().regex(/^[2-5]xx$/, 'Write 404, or 2xx for all of them.')]))
      .min(1)
      .default(['2xx'])
      .meta({ title: 'Success', description: 'Statuses that mean success, such as 2xx or 409.' }),
    maxResponseBytes: z
      .int()
      .min(0)
      .max(50 * mebibyte)
      .default(mebibyte)
      .meta({ title: 'Largest response', description: 'In bytes; a larger response is a failure.' }),
  }),
  outputs: () => [{ name: 'response', title: 'Response' }],
  migrations: {},
});
