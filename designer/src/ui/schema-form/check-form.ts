import { checkShape, type Fault, insertSecrets, separateSecrets } from '@lineshaft/flow';
import type { z } from 'zod';
import type { JsonObject } from './field-value.ts';

/** Stands for a secret that is set and not shown: fits wherever a text does, PEM included. */
const keptSecret = '-----BEGIN ';

/**
 * What is wrong with the values of a form.
 * @param secretsSet JSON pointers of the secrets that are set: what is not given of them stays, and `null` removes it
 */
export function checkForm(schema: z.ZodObject, value: JsonObject, secretsSet: readonly string[] = []): Fault[] {
  const { settings, secrets } = separateSecrets(schema, { ...value });
  const kept = secretsSet.filter(pointer => !secrets.has(pointer));
  const whole = new Map([...secrets].filter(([, secret]) => secret !== null));
  for (const pointer of kept) whole.set(pointer, keptSecret);
  const { faults } = checkShape(schema, insertSecrets(schema, settings, whole), 'The form');
  return faults.filter(fault => !kept.includes(fault.path));
}
