import { connectionLimitsSchema, type DeclaredConnection } from '@lineshaft/api';
import { checkShape, jsonPointer, separateSecrets } from '@lineshaft/flow';
import { z } from 'zod';
import { connectionTypes } from '../../node-registry.ts';
import type { ProjectProblem } from './project-problem.ts';
import type { ProjectFile } from './read-project.ts';

const outsideOfBindings =
  'A secret stands outside of the bindings: name it with { "env": "VARIABLE" } or { "file": "path" }.';

/** Where a secret stands: an environment variable, or a file by its path from the bindings file on. */
const secretSourceSchema = z
  .strictObject({ env: z.string().min(1).optional(), file: z.string().min(1).optional() }, outsideOfBindings)
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), outsideOfBindings);

export const bindingsSchema = z.strictObject({
  connections: z
    .record(
      z.string(),
      z.strictObject({
        settings: z.record(z.string(), z.unknown()).default({}),
        limits: connectionLimitsSchema.optional(),
        /** By JSON pointer into the settings, such as `/auth/password`. */
        secrets: z
          .record(
            z.string().regex(/^\//, 'Name the field by its JSON pointer, such as /auth/password.'),
            secretSourceSchema,
          )
          .default({}),
      }),
    )
    .default({}),
});

export type SecretSource = z.output<typeof secretSourceSchema>;

/** What is wrong with a bindings file: its shape, connections that nobody declares, secrets that stand in it. */
export function checkBindings(
  { path: file, value, fault }: ProjectFile,
  declared: ReadonlyMap<string, DeclaredConnection>,
): ProjectProblem[] {
  const problem = (keys: readonly PropertyKey[], message: string): ProjectProblem => ({
    file,
    path: jsonPointer(keys),
    severity: 'error',
    message,
  });
  if (fault !== undefined) return [problem([], fault)];
  const { value: bindings, faults } = checkShape(bindingsSchema, value, 'The bindings');
  if (!bindings) return faults.map(({ keys, message }) => problem(keys, message));
  return Object.entries(bindings.connections).flatMap(([id, { settings }]) => {
    const connection = declared.get(id);
    if (!connection) return [problem(['connections', id], `No connections.json declares the connection "${id}".`)];
    const manifest = connectionTypes.get(connection.type);
    if (!manifest) return [];
    return [...separateSecrets(manifest.settings, settings).secrets.keys()].map(pointer => ({
      ...problem(
        ['connections', id, 'settings'],
        `The secret ${pointer} of connection "${id}" stands in the file. Remove it from "settings" (and change it, if the file was shared), and name under "secrets" where it stands: { "${pointer}": { "env": "VARIABLE" } }.`,
      ),
      path: `${jsonPointer(['connections', id, 'settings'])}${pointer}`,
    }));
  });
}
