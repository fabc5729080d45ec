import type { Field } from './field.ts';
import { asObject, isSame } from './field-value.ts';

/**
 * Whether a field means anything beside the others, by `meta({ onlyWith: { reply: 'flow' } })`: values of fields of the same
 * object. A value that stands there is shown in any case.
 */
export function isOfUse(field: Field, object: unknown, fields: readonly Field[]): boolean {
  const values = asObject(object);
  if (values[field.key] !== undefined) return true;
  return Object.entries(asObject(field.schema['onlyWith'])).every(([key, wanted]) => {
    const holds = values[key] ?? fields.find(other => other.key === key)?.defaultValue;
    return isSame(holds, wanted);
  });
}
