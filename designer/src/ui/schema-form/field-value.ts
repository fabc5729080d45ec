import type { Field, Variant } from './field.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object with one field set; `undefined`, or what holds anyway, takes the field out. */
export function withField(object: unknown, field: Field, value: unknown): JsonObject {
  const { [field.key]: _, ...rest } = asObject(object);
  const kept = unlessDefault(field, value);
  if (kept === undefined) return rest;
  // In its old place, so that a document changes where it was edited.
  return Object.hasOwn(asObject(object), field.key)
    ? { ...asObject(object), [field.key]: kept }
    : { ...rest, [field.key]: kept };
}

/** Undefined for what holds anyway: the field's default, and an object that says nothing. */
export function unlessDefault(field: Field, value: unknown): unknown {
  if (field.defaultValue !== undefined && isSame(value, field.defaultValue)) return undefined;
  const saysNothing = field.shape === 'object' && !field.required && isSame(value, {});
  return saysNothing ? undefined : value;
}

/** What of an object no field edits. */
export function extraValues(object: unknown, fields: readonly Field[], discriminator?: string): JsonObject {
  const known = new Set([...fields.map(field => field.key), discriminator]);
  return Object.fromEntries(Object.entries(asObject(object)).filter(([key]) => !known.has(key)));
}

/** What a new entry of a list begins with. */
export function emptyValue(field: Field): unknown {
  if (field.defaultValue !== undefined) return field.defaultValue;
  switch (field.shape) {
    case 'object':
    case 'record':
      return {};
    case 'variants':
      return { [field.discriminator]: field.variants[0]?.value };
    case 'list':
    case 'texts':
    case 'choices':
      return [];
    case 'switch':
      return false;
    case 'text':
      return '';
    case 'choice':
      return field.options[0]?.value;
    case 'either':
      return field.options[0] && emptyValue(field.options[0]);
    default:
      return null;
  }
}

/** An object made into another variant: fields that both have keep their values. */
export function asVariant(object: unknown, discriminator: string, variant: Variant): JsonObject {
  const values = asObject(object);
  const kept = variant.fields.filter(field => Object.hasOwn(values, field.key));
  return {
    [discriminator]: variant.value,
    ...Object.fromEntries(kept.map(field => [field.key, values[field.key]])),
  };
}

/** Whether a value is of the field's kind, valid or not: what tells the options of an `either` apart. */
export function isOfKind(field: Field, value: unknown): boolean {
  switch (field.shape) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return field.options.some(option => isSame(option.value, value));
    case 'list':
    case 'texts':
    case 'choices':
      return Array.isArray(value);
    case 'object':
    case 'record':
    case 'variants':
      return isObject(value);
    default:
      return value !== undefined;
  }
}

/** The object, or an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** Same JSON, whatever the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((entry, i) => isSame(entry, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
