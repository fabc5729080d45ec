import { defineManifest, expressionSchema, templateSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { headerNameSchema } from '../header-name.ts';

const mebibyte = 1024 * 1024;

const listed = {
  items: expressionSchema.default('$').meta({
    title: 'Items',
    description: 'JSONata over one page: what it holds of the list.',
    over: 'page',
  }),
  maxPages: z
    .int()
    .min(1)
    .max(1000)
    .default(100)
    .meta({ title: 'Most pages', description: 'More of them is a failure, not a shorter list.' }),
};

const parameterSchema = z.string().min(1).max(100);

const paginationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'None' }),
  z.strictObject({ kind: z.literal('link'), ...listed }).meta({ title: 'Link to the next page' }),
  z
    .strictObject({
      kind: z.literal('cursor'),
      cursor: expressionSchema.meta({
        title: 'Cursor',
        description: 'JSONata over one page: where the next one begins. No value at the end.',
        over: 'page',
      }),
      parameter: parameterSchema.meta({ title: 'Parameter', description: 'Of the query, for the cursor.' }),
      ...listed,
    })
    .meta({ title: 'Cursor' }),
  z
    .strictObject({
      kind: z.literal('page'),
      parameter: parameterSchema
        .default('page')
        .meta({ title: 'Parameter', description: 'Of the query, for the number of the page.' }),
      start: z.int().min(0).default(1).meta({ title: 'First page', description: 'Its number.' }),
      ...listed,
    })
    .meta({ title: 'Page numbers' }),
]);

export const httpRequestManifest = defineManifest({
  type: 'http.request',
  version: 1,
  role: 'sink',
  title: 'HTTP request',
  description: 'Sends the message to an HTTP address and passes on what comes back.',
  connection: { type: 'http', optional: true },
  config: z.strictObject({
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
      .default('POST')
      .meta({ title: 'Method', description: 'HTTP method of the request.' }),
    url: templateSchema
      .refine(
        text => /^(https?:\/\/|\/(?!\/))/i.test(text),
        'Start the address with https:// or http://, or with one / for a path behind the base address of the connection.',
      )
      .meta({
        title: 'Address',
        description: 'Whole, or a path of the connection. Inserted values are encoded; the text around them is not.',
        examples: ['/orders/{{ poNumber }}', 'https://erp.example/orders/{{ poNumber }}'],
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
    redirects: z
      .int()
      .min(0)
      .max(3)
      .default(0)
      .meta({ title: 'Redirects', description: 'How many are followed, where that loses nothing.' }),
    pagination: paginationSchema
      .default({ kind: 'none' })
      .meta({ title: 'Pages', description: 'How to get a list that comes in pages; the response is the whole list.' }),
    maxResponseBytes: z
      .int()
      .min(0)
      .max(10 * mebibyte)
      .default(mebibyte)
      .meta({ title: 'Largest response', description: 'In bytes, all pages together; a larger one is a failure.' }),
    combine: expressionSchema.optional().meta({
      title: 'Combine',
      description: 'JSONata over the body of the message, with $response: what goes on in place of the response.',
      variables: ['response'],
    }),
  }),
  outputs: () => [{ name: 'response', title: 'Response' }],
  migrations: {},
});

export type Pagination = z.output<typeof paginationSchema>;
