import { shapeOfSamples } from './from-samples.ts';
import { type Occurrence, type Shape, eitherShape, one } from './shape.ts';

/** As much of JSON Schema 2020-12 as is read; other keywords say nothing about the shape. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema | boolean>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | boolean;
  prefixItems?: (JsonSchema | boolean)[];
  minItems?: number;
  enum?: unknown[];
  const?: unknown;
  anyOf?: (JsonSchema | boolean)[];
  oneOf?: (JsonSchema | boolean)[];
  allOf?: (JsonSchema | boolean)[];
  $ref?: string;
  $defs?: Record<string, JsonSchema | boolean>;
  nullable?: boolean;
}

/** References that lead back to themselves are followed so often; beyond, nothing is known. */
const deepestReference = 12;

/**
 * What a document of this schema can hold. Fields that the schema does not name count as not there, unless
 * `additionalProperties` says that there are some.
 */
export function shapeOfSchema(schema: JsonSchema | boolean): Occurrence {
  return one(shapeIn(schema, schema, 0));
}

function shapeIn(schema: JsonSchema | boolean, root: JsonSchema | boolean, depth: number): Shape {
  if (typeof schema === 'boolean' || depth > deepestReference) return { any: true };
  if (schema.$ref !== undefined) return shapeIn(resolve(schema.$ref, root), root, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return choices.map(choice => shapeIn(withBase(schema, choice), root, depth + 1)).reduce(eitherShape, {});
  }
  if (schema.allOf !== undefined) return shapeIn(merged(schema, root), root, depth + 1);
  if ('const' in schema) return shapeOfConstants([schema.const]);
  if (schema.enum !== undefined) return shapeOfConstants(schema.enum);
  const shape = typesOf(schema)
    .map(type => shapeOfType(type, schema, root, depth))
    .reduce<Shape>(eitherShape, {});
  return schema.nullable === true ? { ...shape, null: true } : shape;
}

/** A choice says only what is different; what stands beside `anyOf` holds for each. */
function withBase(schema: JsonSchema, choice: JsonSchema | boolean): JsonSchema | boolean {
  const { anyOf: _anyOf, oneOf: _oneOf, ...base } = schema;
  if (typeof choice === 'boolean' || Object.keys(base).every(key => key.startsWith('$') || notes.has(key)))
    return choice;
  return { allOf: [base, choice] };
}

const notes = new Set(['title', 'description', 'default', 'examples']);

function merged(schema: JsonSchema, root: JsonSchema | boolean): JsonSchema {
  const { allOf = [], ...base } = schema;
  return allOf.reduce<JsonSchema>((all, part) => {
    const read = typeof part === 'object' && part.$ref !== undefined ? resolve(part.$ref, root) : part;
    if (typeof read === 'boolean') return all;
    const whole = read.allOf === undefined ? read : merged(read, root);
    const required = [...(all.required ?? []), ...(whole.required ?? [])];
    return { ...all, ...whole, required, properties: { ...all.properties, ...whole.properties } };
  }, base);
}

function resolve(reference: string, root: JsonSchema | boolean): JsonSchema | boolean {
  if (!reference.startsWith('#')) return true;
  let found: unknown = root;
  for (const part of reference.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined;
  }
  return (found as JsonSchema | undefined) ?? true;
}

function typesOf({ type, properties, items }: JsonSchema): string[] {
  if (type !== undefined) return [type].flat();
  if (properties !== undefined) return ['object'];
  return items === undefined ? ['any'] : ['array'];
}

function shapeOfType(type: string, schema: JsonSchema, root: JsonSchema | boolean, depth: number): Shape {
  switch (type) {
    case 'string':
      return { text: 'any' };
    case 'number':
    case 'integer':
      return { number: 'any' };
    case 'boolean':
      return { boolean: true };
    case 'null':
      return { null: true };
    case 'array': {
      const parts = [...(schema.prefixItems ?? []), ...(schema.items === undefined ? [] : [schema.items])];
      const shape = parts.map(part => shapeIn(part, root, depth + 1)).reduce<Shape>(eitherShape, {});
      const missing = (schema.minItems ?? 0) === 0;
      return { list: { shape: parts.length === 0 ? { any: true } : shape, missing, several: 'yes' } };
    }
    case 'object':
      return { object: objectOf(schema, root, depth) };
    default:
      return { any: true };
  }
}

function objectOf(schema: JsonSchema, root: JsonSchema | boolean, depth: number): NonNullable<Shape['object']> {
  const { properties, required = [], additionalProperties } = schema;
  const fields = new Map<string, Occurrence>();
  for (const [name, field] of Object.entries(properties ?? {})) {
    fields.set(name, { ...one(shapeIn(field, root, depth + 1)), missing: !required.includes(name) });
  }
  const closed = additionalProperties === false || (additionalProperties === undefined && properties !== undefined);
  if (closed) return { fields };
  const others = { ...one(shapeIn(additionalProperties ?? true, root, depth + 1)), missing: true };
  return { fields, others };
}

function shapeOfConstants(values: unknown[]): Shape {
  return values.map(shapeOfConstant).reduce<Shape>(eitherShape, {});
}

function shapeOfConstant(value: unknown): Shape {
  if (typeof value === 'string') return { text: new Set([value]) };
  if (typeof value === 'number') return { number: new Set([value]) };
  return shapeOfSamples([value]).shape;
}
