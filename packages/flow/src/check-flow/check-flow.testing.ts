import { z } from 'zod';
import { expressionSchema, templateSchema } from '../flow-definition.ts';
import { defineManifest, nodeTypesOf } from '../node-manifest.ts';

const webhook = defineManifest({
  type: 'test.webhook',
  version: 1,
  role: 'source',
  title: 'Webhook',
  description: 'Takes in what is posted to it.',
  config: z.strictObject({ path: z.string().min(1), answer: z.enum(['at-once', 'by-flow']).default('at-once') }),
  outputs: () => [{ name: 'out', title: 'Message' }],
  migrations: {},
  awaitsReply: config => config.answer === 'by-flow',
});

const mapping = defineManifest({
  type: 'test.mapping',
  version: 2,
  role: 'processor',
  title: 'Mapping',
  description: 'Turns one document into another.',
  config: z.strictObject({ expression: expressionSchema }),
  outputs: () => [{ name: 'out', title: 'Result' }],
  migrations: { 1: ({ jsonata, ...config }) => ({ ...config, expression: jsonata }) },
});

/** A port for each case and one for what fits none. */
const router = defineManifest({
  type: 'test.router',
  version: 1,
  role: 'processor',
  title: 'Content-Based Router',
  description: 'Sends a message on by its content.',
  config: z.strictObject({
    cases: z.array(z.strictObject({ port: z.string().min(1), when: expressionSchema })).min(1),
  }),
  outputs: ({ cases }) => [
    ...cases.map(each => ({ name: each.port, title: each.port })),
    { name: 'else', title: 'Else' },
  ],
  migrations: {},
});

const request = defineManifest({
  type: 'test.request',
  version: 1,
  role: 'sink',
  title: 'HTTP request',
  description: 'Sends the message to an address.',
  config: z.strictObject({
    url: templateSchema,
    headers: z.record(z.string(), templateSchema).default({}),
    body: expressionSchema.optional(),
    authentication: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({ kind: z.literal('key'), header: z.string().min(1), value: templateSchema }),
      ])
      .default({ kind: 'none' }),
    patience: z.union([z.int().min(1), z.literal('unlimited')]).default(10),
    children: z.array(z.lazy(() => childSchema)).optional(),
  }),
  outputs: () => [{ name: 'response', title: 'Response' }],
  migrations: {},
});

interface Child {
  when: string;
  children?: Child[] | undefined;
}

const childSchema: z.ZodType<Child> = z.strictObject({
  when: expressionSchema,
  get children() {
    return z.array(childSchema).optional();
  },
});

const query = defineManifest({
  type: 'test.query',
  version: 1,
  role: 'sink',
  title: 'Query',
  description: 'Asks a database.',
  config: z.object({}),
  outputs: () => [{ name: 'response', title: 'Rows' }],
  migrations: {},
  connection: { type: 'database' },
});

const reply = defineManifest({
  type: 'test.reply',
  version: 1,
  role: 'sink',
  title: 'Reply',
  description: 'Answers the sender who waits.',
  config: z.strictObject({ status: z.int().min(200).max(599).default(200) }),
  outputs: () => [],
  migrations: {},
  sendsReply: true,
});

/** Node types for the tests of this package: every role, ports by config, a migration, every kind of field. */
export const testNodeTypes = nodeTypesOf([webhook, mapping, router, request, query, reply]);

/** A flow without a fault: a webhook, a router, two mappings with one failing aside, two requests. */
export const orderFlow = {
  format: 'lineshaft/flow@1',
  id: 'orders',
  name: 'Orders',
  owner: 'Purchasing IT',
  domain: 'procurement',
  keys: { business: { poNumber: 'order.number' }, orderingKey: 'order.number' },
  limits: { rate: { count: 10 } },
  nodes: [
    { id: 'receive', type: 'test.webhook', name: 'Receive orders', config: { path: 'orders' } },
    {
      id: 'route',
      type: 'test.router',
      name: 'Route by kind',
      config: { cases: [{ port: 'urgent', when: 'kind = "urgent"' }] },
      onFailure: 'error-port',
    },
    { id: 'map', type: 'test.mapping', version: 2, name: 'Map order', config: { expression: '{ "po": number }' } },
    { id: 'map-old', type: 'test.mapping', name: 'Map order, old', config: { jsonata: '$' } },
    {
      id: 'send',
      type: 'test.request',
      name: 'Send to ERP',
      config: { url: 'http://erp/{{ number }}', headers: { 'x-po': '{{ number }}', accept: 'application/json' } },
      retry: { attempts: 'unlimited', delay: '5s' },
      timeout: '10s',
    },
    { id: 'alert', type: 'test.request', name: 'Alert', config: { url: 'http://alerts/' } },
  ],
  edges: [
    { from: 'receive', to: 'route' },
    { from: 'route', port: 'urgent', to: 'map' },
    { from: 'route', port: 'else', to: 'map-old' },
    { from: 'route', port: 'error', to: 'alert' },
    { from: 'map', to: 'send' },
    { from: 'map-old', to: 'send' },
  ],
  layout: { send: { x: 10, y: 20 }, receive: { x: 0, y: 0 } },
};
