import { isHeaderValue } from '@lineshaft/flow';
import { z } from 'zod';
import { headerNameSchema } from '../header-name.ts';

/** An http or https address without query, fragment and credentials. */
export function isPlainAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s?#\\]+$/i.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '';
}

const secretSchema = z.string().min(1).max(10_000).meta({ secret: true });
const headerSecretSchema = secretSchema.refine(isHeaderValue, 'A header cannot carry this text.');
const nameSchema = z.string().min(1).max(1000);

/** How requests show who they come from. */
export const authSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'None' }),
  z
    .strictObject({
      kind: z.literal('basic'),
      username: nameSchema
        .refine(name => !name.includes(':'), 'A user name cannot hold a colon.')
        .meta({ title: 'User name', description: 'Sent with every request.' }),
      password: secretSchema.meta({ title: 'Password', description: 'Sent with every request.', secret: true }),
    })
    .meta({ title: 'User name and password' }),
  z
    .strictObject({
      kind: z.literal('bearer'),
      token: headerSecretSchema.meta({ title: 'Token', description: 'A token that does not run out.', secret: true }),
    })
    .meta({ title: 'Bearer token' }),
  z
    .strictObject({
      kind: z.literal('apiKey'),
      header: headerNameSchema.default('x-api-key').meta({ title: 'Header', description: 'Name of the header.' }),
      value: headerSecretSchema.meta({ title: 'Key', description: 'Value of the header.', secret: true }),
    })
    .meta({ title: 'API key' }),
  z
    .strictObject({
      kind: z.literal('oauth2ClientCredentials'),
      tokenUrl: z
        .string()
        .max(2000)
        .refine(isPlainAddress, 'Write an address with https:// or http://, without query, user name and password.')
        .meta({ title: 'Token address', description: 'The token endpoint of the authorization server.' }),
      internal: z.boolean().default(false).meta({
        title: 'Inside the network',
        description:
          'An administrator allows the host and port of the token address although it lies inside the network.',
      }),
      clientId: nameSchema.meta({ title: 'Client id', description: 'As registered there.' }),
      clientSecret: secretSchema.meta({ title: 'Client secret', description: 'As registered there.', secret: true }),
      scope: nameSchema.optional().meta({ title: 'Scope', description: 'What is asked for, separated by spaces.' }),
      audience: nameSchema
        .optional()
        .meta({ title: 'Audience', description: 'Whom the token is for, where that is asked.' }),
      clientAuthentication: z.enum(['basic', 'post']).default('basic').meta({
        title: 'Client authentication',
        description: 'Id and secret in the header authorization, or in the body.',
      }),
    })
    .meta({ title: 'OAuth 2.0 client credentials' }),
]);

export type Auth = z.output<typeof authSchema>;
export type ClientCredentials = Extract<Auth, { kind: 'oauth2ClientCredentials' }>;
