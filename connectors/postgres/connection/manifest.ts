import { defineConnection } from '@lineshaft/flow';
import { z } from 'zod';

export const postgresConnectionManifest = defineConnection({
  type: 'postgres',
  title: 'PostgreSQL',
  description: 'A PostgreSQL database: where it is and how to sign in.',
  settings: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .max(255)
        .regex(
          /^([^\s/\\@?#:[\]]+|[\da-fA-F]*:[\da-fA-F.]*:[\da-fA-F:.]*)$/,
          'Write a host name or an IP address, without port and path.',
        )
        .meta({ title: 'Host', description: 'Name or address of the server.', examples: ['db.example'] }),
      port: z.int().min(1).max(65_535).default(5432).meta({ title: 'Port', description: 'Port of the server.' }),
      database: z.string().min(1).max(63).meta({ title: 'Database', description: 'Name of the database.' }),
      user: z.string().min(1).max(63).meta({ title: 'User', description: 'Who signs in.' }),
      password: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .meta({ title: 'Password', description: 'Left out where the server asks for none.', secret: true }),
      tls: z.enum(['verify', 'off']).default('verify').meta({
        title: 'TLS',
        description: 'The certificate of the server is verified; off only inside the network.',
      }),
      ca: z
        .string()
        .max(100_000)
        .regex(/^\s*-----BEGIN /, 'Paste the PEM text, from -----BEGIN on.')
        .optional()
        .meta({
          title: 'Certificate authority',
          description: 'PEM certificates that are trusted here in place of the public ones.',
          widget: 'textarea',
        }),
      internal: z.boolean().default(false).meta({
        title: 'Inside the network',
        description: 'An administrator allows this one host and port although it lies inside the network.',
      }),
      poolSize: z.int().min(1).max(20).default(4).meta({
        title: 'Connections',
        description: 'How many connections one process of Lineshaft opens at most.',
      }),
    })
    .refine(({ tls, internal }) => tls === 'verify' || internal, {
      path: ['tls'],
      error: 'Without TLS, the database must lie inside the network.',
    }),
});
