import { durationSchema, errorCodes, flowDefinitionSchema } from '@lineshaft/flow';
import { z } from 'zod';
import { route } from './route.ts';
import { instantSchema, jsonObjectSchema } from './values.ts';

const connectionIdSchema = flowDefinitionSchema.shape.id;
const connectionParams = z.object({ id: connectionIdSchema });

/** Such as `test` or `production`; the setting LINESHAFT_ENVIRONMENT says which one a runtime is in. */
export const environmentNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'Use lower-case letters, digits and hyphens, such as test or production.');

/** What the other side can take, from all flows and all processes together. */
export const connectionLimitsSchema = z.strictObject({
  concurrency: z
    .int()
    .min(1)
    .optional()
    .meta({ title: 'At the same time', description: 'Deliveries at work at the same time.' }),
  rate: z
    .strictObject({
      count: z.int().min(1).meta({ title: 'Deliveries', description: 'Begun; retries count.' }),
      per: durationSchema.default('1s').meta({ title: 'Within', description: 'This span of time.' }),
    })
    .optional()
    .meta({ title: 'Rate', description: 'Deliveries begun in a span of time.' }),
});

const descriptiveFields = {
  /** A kind of connection, such as `http`. */
  type: z.string().min(1).max(100),
  name: z.string().min(1).max(120),
  description: z.string().max(2000).optional(),
};

/**
 * A file `connections.json`: connections with settings by environment, such as
 * `[{ "id": "erp", "type": "http", "name": "ERP", "environments": { "test": { "baseUrl": "http://127.0.0.1:4410" } } }]`.
 * Secrets stand in it like any setting, so it is for made-up ones only, such as those of stand-in systems. Projects of flows
 * as code leave environments out: their values stand in bindings.
 */
export const connectionsFileSchema = z.array(
  z.strictObject({
    id: connectionIdSchema,
    ...descriptiveFields,
    /** Settings by environment, as the connection's type wants them. */
    environments: z.record(environmentNameSchema, jsonObjectSchema).default({}),
    /** Limits by environment. */
    limits: z.record(environmentNameSchema, connectionLimitsSchema).default({}),
  }),
);

export const connectionModes = ['normal', 'hold', 'drain'] as const;

/**
 * `normal`; `hold`: deliveries are parked; `drain`: what is parked goes out in order of acceptance at a set rate, what
 * comes meanwhile is parked behind it, and when nothing is parked any more the mode is normal again.
 */
export const connectionModeSchema = z.enum(connectionModes);

/** `open`: the other side failed too often, and nothing is sent until a single delivery (`half-open`) gets through. */
export const circuitStateSchema = z.enum(['closed', 'open', 'half-open']);

export const connectionTestStepSchema = z
  .object({
    title: z.string(),
    state: z.enum(['passed', 'failed']),
    durationMs: z.number(),
    error: z.object({ code: z.enum(errorCodes), message: z.string() }).optional(),
  })
  .meta({ id: 'ConnectionTestStep' });

/** How far a test has come; each is the whole picture. */
export const connectionTestProgressSchema = z
  .object({
    /** Null: it goes on. */
    passed: z.boolean().nullable(),
    /** Those that are over, in order, and the one that is under way. */
    steps: z.array(connectionTestStepSchema.extend({ state: z.enum(['running', 'passed', 'failed']) })),
  })
  .meta({ id: 'ConnectionTestProgress' });

export const connectionHealthSchema = z
  .object({
    state: z.enum(['passed', 'failed']),
    checkedAt: instantSchema,
    durationMs: z.number(),
    /** The step that failed, and why. */
    failedStep: z.string().optional(),
    error: z.object({ code: z.enum(errorCodes), message: z.string() }).optional(),
  })
  .meta({ id: 'ConnectionHealth' });

export const connectionSummarySchema = z
  .object({
    id: connectionIdSchema,
    type: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    mode: connectionModeSchema,
    /** Deliveries let go each second while the mode is `drain`. */
    drainRate: z.number().nullable(),
    modeSince: instantSchema,
    /** Why the mode was set, as whoever did it said. */
    modeNote: z.string().nullable(),
    /** Executions that wait until the mode lets them go on. */
    parked: z.int(),
    /** The environment of the runtime that answers: what follows is said of it. */
    environment: environmentNameSchema,
    hasSettings: z.boolean(),
    circuit: circuitStateSchema,
    /** Set while the circuit is open: what the runtime would do, if a person agrees. */
    proposedMode: connectionModeSchema.nullable(),
    /** Null: not looked at yet. Connections that no flow names are not looked at. */
    health: connectionHealthSchema.nullable(),
    /** Flows whose draft or current version names it. */
    usedBy: z.array(z.object({ flowId: z.string(), published: z.boolean(), draft: z.boolean() })),
    updatedAt: instantSchema,
  })
  .meta({ id: 'ConnectionSummary' });

export const connectionSettingsSchema = z
  .object({
    environment: environmentNameSchema,
    /** Without secrets. */
    settings: jsonObjectSchema,
    /** JSON pointers of the secrets that are set, such as `/auth/password`. Their values are never shown. */
    secretsSet: z.array(z.string()),
    limits: connectionLimitsSchema,
    /** Counts the changes of these settings. */
    revision: z.int(),
    updatedAt: instantSchema,
  })
  .meta({ id: 'ConnectionSettings' });

export const connectionSchema = connectionSummarySchema
  .extend({ environments: z.array(connectionSettingsSchema) })
  .meta({ id: 'Connection' });

export const connectionTypeSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    /** JSON Schema 2020-12 of the settings; `secret` marks what is write-only. */
    settings: jsonObjectSchema,
  })
  .meta({ id: 'ConnectionType' });

export type ConnectionLimits = z.output<typeof connectionLimitsSchema>;
export type ConnectionsFile = z.output<typeof connectionsFileSchema>;
export type DeclaredConnection = ConnectionsFile[number];
export type ConnectionMode = z.output<typeof connectionModeSchema>;
export type CircuitState = z.output<typeof circuitStateSchema>;
export type ConnectionTestStep = z.output<typeof connectionTestStepSchema>;
export type ConnectionTestProgress = z.output<typeof connectionTestProgressSchema>;
export type ConnectionHealth = z.output<typeof connectionHealthSchema>;
export type ConnectionSummary = z.output<typeof connectionSummarySchema>;
export type ConnectionEnvironment = z.output<typeof connectionSettingsSchema>;

export const connectionRoutes = {
  listConnections: route({
    method: 'get',
    path: '/api/connections',
    summary: 'List connections',
    description: 'All of them, in order of id, with their health and where they are used.',
    permission: 'connection.read',
    response: z.object({ connections: z.array(connectionSummarySchema) }),
  }),

  getConnection: route({
    method: 'get',
    path: '/api/connections/{id}',
    summary: 'Read a connection with its settings',
    description: 'Of secrets it is only said which are set.',
    permission: 'connection.read',
    params: connectionParams,
    response: connectionSchema,
    refusals: [404],
  }),

  saveConnection: route({
    method: 'put',
    path: '/api/connections/{id}',
    summary: 'Make a connection, or change its name',
    description: 'The type of a connection that has settings cannot be changed.',
    permission: 'connection.edit',
    params: connectionParams,
    body: z.strictObject(descriptiveFields),
    response: connectionSchema,
    refusals: [409, 422],
  }),

  saveConnectionSettings: route({
    method: 'put',
    path: '/api/connections/{id}/environments/{environment}',
    summary: 'Set the settings of one environment',
    description:
      'Secrets that are left out are kept, those given as null are removed, and those that the new settings have no place for (another kind of sign-in) are forgotten. Everything else is replaced.',
    permission: 'connection.edit',
    params: connectionParams.extend({ environment: environmentNameSchema }),
    query: z.strictObject({
      revision: z.coerce.number<number>().int().min(0).optional().meta({
        description:
          'The revision that the settings were made from, 0 when there were none; refused with 409 when there is another one by now. Left out: whatever there is is replaced.',
      }),
    }),
    body: z.strictObject({ settings: jsonObjectSchema, limits: connectionLimitsSchema.default({}) }),
    response: connectionSettingsSchema,
    refusals: [404, 409, 422],
  }),

  deleteConnection: route({
    method: 'delete',
    path: '/api/connections/{id}',
    summary: 'Delete a connection',
    description: 'Refused while a flow names it or a delivery over it is parked.',
    permission: 'connection.edit',
    params: connectionParams,
    response: z.object({ id: connectionIdSchema }),
    refusals: [404, 409],
  }),

  testConnection: route({
    method: 'post',
    path: '/api/connections/{id}/test',
    summary: 'Test a connection, step by step',
    description:
      'With its settings in the environment of this runtime. Changes nothing on the other side. The step that fails is the last one.',
    permission: 'connection.operate',
    params: connectionParams,
    response: z.object({ passed: z.boolean(), steps: z.array(connectionTestStepSchema) }),
    refusals: [404],
  }),

  followConnectionTest: route({
    method: 'post',
    path: '/api/connections/{id}/test/live',
    summary: 'Test a connection and follow each step as it happens',
    description: 'As above. Ends with the test; whoever leaves does not end it.',
    permission: 'connection.operate',
    params: connectionParams,
    response: connectionTestProgressSchema,
    events: true,
    refusals: [404],
  }),

  setConnectionMode: route({
    method: 'put',
    path: '/api/connections/{id}/mode',
    summary: 'Hold deliveries, or let them go again',
    permission: 'connection.operate',
    params: connectionParams,
    body: z
      .strictObject({
        mode: connectionModeSchema,
        drainRate: z
          .number()
          .positive()
          .max(10_000)
          .optional()
          .meta({ description: 'Deliveries let go each second; with `drain` only.' }),
        note: z.string().max(500).optional(),
      })
      .refine(
        ({ mode, drainRate }) => (mode === 'drain') === (drainRate !== undefined),
        'The mode drain needs a "drainRate" (deliveries each second), the others take none.',
      ),
    response: connectionSummarySchema,
    refusals: [404],
  }),

  listConnectionTypes: route({
    method: 'get',
    path: '/api/connection-types',
    summary: 'List the kinds of connection',
    permission: 'connection.read',
    response: z.object({ connectionTypes: z.array(connectionTypeSchema) }),
  }),
};
