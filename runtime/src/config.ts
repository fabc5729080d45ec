import { z } from 'zod';
import { decodeKey, type KeySettings } from './secrets/load-keys.ts';

const roleNames = ['api', 'intake', 'worker', 'scheduler'] as const;
export type Role = (typeof roleNames)[number];

const onOff = z.enum(['on', 'off']).transform(value => value === 'on');

const keySchema = z.string().transform((text, context) => {
  const key = decodeKey(text);
  if (key) return key;
  context.addIssue('must be 32 bytes in base64; make one with: openssl rand -base64 32');
  return z.NEVER;
});

const environmentSchema = z.object({
  LINESHAFT_HOST: z
    .string()
    .default('127.0.0.1')
    .refine(
      host => ['127.0.0.1', 'localhost', '::1'].includes(host),
      'only loopback (127.0.0.1, localhost or ::1) is allowed: the API has no sign-in yet, so whoever reaches it may do everything. Put a reverse proxy with sign-in in front of it.',
    ),
  LINESHAFT_PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'must begin with postgres:// or postgresql://; leave it out for the embedded database',
    )
    .optional(),
  LINESHAFT_DATA: z.string().min(1).default('.lineshaft'),
  LINESHAFT_ENVIRONMENT: z
    .string()
    .max(60)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'takes lower-case letters, digits and hyphens, such as test or production')
    .default('test'),
  LINESHAFT_KEK: keySchema.optional(),
  LINESHAFT_KEK_FILE: z.string().optional(),
  LINESHAFT_KEK_PREVIOUS: keySchema.optional(),
  LINESHAFT_EXAMPLES: onOff.default(true),
  LINESHAFT_ROLES: z
    .string()
    .default(roleNames.join(','))
    .transform(text =>
      text
        .split(',')
        .map(role => role.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(roleNames)).min(1)),
  LINESHAFT_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

/** What the environment says; every setting of the runtime stands here and nowhere else. */
export interface Config {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Undefined: the embedded database, PGlite. */
  databaseUrl: string | undefined;
  /** Folder of the embedded database. */
  dataFolder: string;
  /** Which settings of connections hold here, such as `test` or `production`. */
  environment: string;
  /** Where the key comes from that secrets are encrypted with. */
  keys: KeySettings;
  /** Deploy the examples and run the twin systems that feed them. */
  examples: boolean;
  roles: ReadonlySet<Role>;
  logLevel: string;
}

/** The environment is wrong: one sentence per setting. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const { data } = parsed;
  if (data.LINESHAFT_KEK && data.LINESHAFT_KEK_FILE !== undefined) {
    throw new ConfigError('LINESHAFT_KEK: LINESHAFT_KEK_FILE is set, too. Leave one of them out.');
  }
  return {
    host: data.LINESHAFT_HOST,
    port: data.LINESHAFT_PORT,
    databaseUrl: data.DATABASE_URL,
    dataFolder: data.LINESHAFT_DATA,
    environment: data.LINESHAFT_ENVIRONMENT,
    keys: { key: data.LINESHAFT_KEK, file: data.LINESHAFT_KEK_FILE, previous: data.LINESHAFT_KEK_PREVIOUS },
    examples: data.LINESHAFT_EXAMPLES,
    roles: new Set(data.LINESHAFT_ROLES),
    logLevel: data.LINESHAFT_LOG,
  };
}
