import type { Field, FieldShape, JsonSchema, Option, Variant } from './field.ts';
import { labelOf } from './label-of.ts';

/**
 * The fields of an object's JSON Schema, in its order.
 * @example
 * readFields(z.toJSONSchema(settingsSchema, { io: 'input' }));
 */
export function readFields(schema: JsonSchema): Field[] {
  const required = new Set(listOf(schema['required']));
  return Object.entries(schemasOf(schema['properties'])).map(([key, property]) =>
    readField(property, key, required.has(key)),
  );
}

function readField(schema: JsonSchema, key: string, required: boolean): Field {
  const examples = listOf(schema['examples']);
  const [example] = examples.map(each => (Array.isArray(each) ? each.join(', ') : each));
  return {
    key,
    title: textOf(schema['title']) ?? labelOf(key),
    description: textOf(schema['description']),
    required,
    widget: textOf(schema['widget']),
    schema,
    secret: schema['secret'] === true,
    example: typeof example === 'string' || typeof example === 'number' ? String(example) : undefined,
    defaultValue: schema['default'],
    ...readShape(schema),
  };
}

function readShape(schema: JsonSchema): FieldShape {
  const alternatives = [...schemasIn(schema['oneOf']), ...schemasIn(schema['anyOf'])];
  if (alternatives.length > 0) return readAlternatives(alternatives);
  const options = optionsOf(schema);
  if (options) return { shape: 'choice', options };
  switch (schema['type']) {
    case 'string':
      return { shape: 'text' };
    case 'integer':
    case 'number':
      return {
        shape: 'number',
        min: numberOf(schema['minimum'], Number.MIN_SAFE_INTEGER),
        max: numberOf(schema['maximum'], Number.MAX_SAFE_INTEGER),
        whole: schema['type'] === 'integer',
      };
    case 'boolean':
      return { shape: 'switch' };
    case 'array':
      return readList(schemaOf(schema['items']));
    case 'object':
      return readObject(schema);
    default:
      return { shape: 'json' };
  }
}

function readList(items: JsonSchema | undefined): FieldShape {
  if (items === undefined) return { shape: 'json' };
  const entry = readField(items, '', true);
  if (entry.widget === undefined && entry.shape === 'choice') return { shape: 'choices', options: entry.options };
  const kinds = entry.shape === 'either' ? entry.options : [entry];
  const isShort = kinds.every(kind => kind.widget === undefined && ['text', 'number'].includes(kind.shape));
  if (isShort) return { shape: 'texts', numbers: kinds.some(kind => kind.shape === 'number') };
  return { shape: 'list', entry };
}

function readObject(schema: JsonSchema): FieldShape {
  if (schemaOf(schema['properties']) !== undefined) return { shape: 'object', fields: readFields(schema) };
  const value = schemaOf(schema['additionalProperties']);
  // A record of anything is better written as a whole.
  if (value === undefined || Object.keys(value).length === 0) return { shape: 'json' };
  return { shape: 'record', entry: readField(value, '', true) };
}

function readAlternatives(alternatives: JsonSchema[]): FieldShape {
  const options = alternatives.map(optionsOf);
  if (options.every(each => each !== undefined)) return { shape: 'choice', options: options.flat() };
  const discriminator = discriminatorOf(alternatives);
  if (discriminator !== undefined) {
    return { shape: 'variants', discriminator, variants: alternatives.map(each => readVariant(each, discriminator)) };
  }
  return { shape: 'either', options: alternatives.map(each => readField(each, '', true)) };
}

function readVariant(schema: JsonSchema, discriminator: string): Variant {
  const value = String(schemasOf(schema['properties'])[discriminator]?.['const']);
  const fields = readFields(schema).filter(field => field.key !== discriminator);
  return { value, label: textOf(schema['title']) ?? labelOf(value), fields };
}

/** The field that has a fixed text in each of these objects. */
function discriminatorOf(alternatives: JsonSchema[]): string | undefined {
  const [first] = alternatives;
  return Object.keys(schemasOf(first?.['properties'])).find(key => {
    const texts = alternatives.map(each => schemasOf(each['properties'])[key]?.['const']);
    return texts.every(text => typeof text === 'string') && new Set(texts).size === texts.length;
  });
}

function optionsOf(schema: JsonSchema): Option[] | undefined {
  if ('const' in schema) {
    return [{ value: schema['const'], label: textOf(schema['title']) ?? labelOf(String(schema['const'])) }];
  }
  if (!Array.isArray(schema['enum'])) return undefined;
  return schema['enum'].map((value: unknown) => ({ value, label: labelOf(String(value)) }));
}

function schemaOf(value: unknown): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;
}

function schemasOf(value: unknown): Record<string, JsonSchema> {
  return (schemaOf(value) ?? {}) as Record<string, JsonSchema>;
}

function schemasIn(value: unknown): JsonSchema[] {
  return listOf(value)
    .map(schemaOf)
    .filter(each => each !== undefined);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Undefined for a bound that says nothing. */
function numberOf(value: unknown, meaningless: number): number | undefined {
  return typeof value === 'number' && value !== meaningless ? value : undefined;
}
