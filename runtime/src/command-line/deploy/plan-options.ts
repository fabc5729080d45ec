import { environmentNameSchema } from '@lineshaft/api';
import { UsageError } from '../command.ts';
import type { PlanOptions } from './plan-project.ts';

/** Options that `plan` and `apply` share. */
export const planOptions = {
  to: { type: 'string', value: 'URL', description: 'The runtime, such as http://127.0.0.1:4400.' },
  environment: { type: 'string', value: 'NAME', description: 'Whose values connections get: bindings/NAME.json.' },
  prune: { type: 'boolean', description: 'Remove what the project does not have.' },
  'write-secrets': {
    type: 'boolean',
    description: 'Write secrets also where there are some; they cannot be compared.',
  },
} as const;

/** @throws UsageError */
export function readPlanOptions(
  options: { environment?: string; prune?: boolean; 'write-secrets'?: boolean },
  variables: PlanOptions['variables'],
): PlanOptions {
  const { environment, prune = false, 'write-secrets': writeSecrets = false } = options;
  if (environment !== undefined && !environmentNameSchema.safeParse(environment).success)
    throw new UsageError(`--environment ${environment} is no name such as test or production.`);
  return { environment, variables, prune, writeSecrets };
}
