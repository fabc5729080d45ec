import { defineConnection, isHeaderValue } from '@lineshaft/flow';
import { z } from 'zod';
import { headerNameSchema } from '../header-name.ts';
import { isKeptBack } from '../headers.ts';
import { authSchema, isPlainAddress } from './auth.ts';

const pemSchema = z
  .string()
  .max(100_000)
  .regex(/^\s*-----BEGIN /, 'Paste the PEM text, from -----BEGIN on.');

const tlsSchema = z
  .strictObject({
    ca: pemSchema.optional().meta({
      title: 'Certificate authority',
      description: 'PEM certificates that are trusted here in place of the public ones.',
      widget: 'textarea',
    }),
    certificate: pemSchema.optional().meta({
      title: 'Client certificate',
      description: 'PEM certificate with which this side shows who it is.',
      widget: 'textarea',
    }),
    key: pemSchema.optional().meta({
      title: 'Private key',
      description: 'PEM key of the client certificate.',
      widget: 'textarea',
      secret: true,
    }),
  })
  .refine(
    ({ certificate, key }) => (certificate === undefined) === (key === undefined),
    'A client certificate needs its private key, and a key its certificate.',
  );

/** An HTTP service: where it is and how to sign in. */
export const httpConnectionManifest = defineConnection({
  type: 'http',
  title: 'HTTP service',
  description: 'A system that is reached over HTTP: its address, credentials and trust.',
  settings: z.strictObject({
    baseUrl: z
      .string()
      .max(2000)
      .refine(isPlainAddress, 'Write an address with https:// or http://, without query, user name and password.')
      .meta({
        title: 'Base address',
        description: 'Paths of requests are put behind it.',
        examples: ['https://erp.example/api'],
      }),
    internal: z.boolean().default(false).meta({
      title: 'Inside the network',
      description: 'An administrator allows this one host and port although it lies inside the network.',
    }),
    headers: z
      .record(
        headerNameSchema.refine(name => !isKeptBack(name), 'Secrets belong in the sign-in, where they are encrypted.'),
        z.string().max(2000).refine(isHeaderValue, 'A header cannot carry this text.'),
      )
      .default({})
      .meta({ title: 'Headers', description: 'Sent with every request, by lower-case name. No secrets.' }),
    auth: authSchema
      .default({ kind: 'none' })
      .meta({ title: 'Sign-in', description: 'How requests show who they come from.' }),
    tls: tlsSchema.default({}).meta({ title: 'TLS', description: 'Trust and client certificate, with https.' }),
    healthPath: z
      .string()
      .max(500)
      .regex(/^\/(?!\/)/, 'Start the path with one slash.')
      .optional()
      .meta({ title: 'Health path', description: 'What the test asks for. Left out: the base address.' }),
  }),
});
