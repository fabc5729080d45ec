import { z } from 'zod';

/** A text that a schema marks as JSONata or as a template by `meta({ widget })`. */
export interface MarkedText {
  keys: PropertyKey[];
  widget: 'jsonata' | 'template';
  text: string;
}

/**
 * Finds the expressions and templates in a value by its schema, through objects, lists, records, unions and wrappers.
 * The value need not fit: what can be read is read, so a fault in one field does not hide one in another.
 */
export function markedTexts(schema: z.core.$ZodType, value: unknown, keys: PropertyKey[] = []): MarkedText[] {
  if (typeof value === 'string') {
    const widget = z.globalRegistry.get(schema)?.['widget'];
    if (widget === 'jsonata' || widget === 'template') return [{ keys, widget, text: value }];
  }
  if (value === undefined || value === null) return [];
  return inside(schema as z.core.$ZodTypes, value).flatMap(part =>
    markedTexts(part.schema, part.value, part.key === undefined ? keys : [...keys, part.key]),
  );
}

interface Part {
  schema: z.core.$ZodType;
  value: unknown;
  /** Undefined when the part is the same value seen through a wrapper. */
  key?: PropertyKey;
}

function inside(schema: z.core.$ZodTypes, value: unknown): Part[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([key, field]) =>
        has(value, key) ? [{ schema: field, ...at(value, key) }] : [],
      );
    case 'record':
      return isObject(value) ? Object.keys(value).map(key => ({ schema: def.valueType, ...at(value, key) })) : [];
    case 'array':
      return Array.isArray(value)
        ? value.map((entry, key) => ({ schema: def.element, value: entry as unknown, key }))
        : [];
    case 'tuple':
      return Array.isArray(value)
        ? def.items.map((item, key) => ({ schema: item, value: value[key] as unknown, key }))
        : [];
    case 'union':
      return chosenOptions(def, value).map(option => ({ schema: option, value }));
    case 'intersection':
      return [def.left, def.right].map(side => ({ schema: side, value }));
    case 'pipe':
      return [{ schema: def.in, value }];
    case 'lazy':
      return [{ schema: def.getter(), value }];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return [{ schema: def.innerType, value }];
    default:
      return [];
  }
}

/** The option that the value fits; when none, the one that the value names by its discriminator. */
function chosenOptions(def: z.core.$ZodUnionDef, value: unknown): z.core.$ZodType[] {
  const fitting = def.options.find(option => z.safeParse(option, value).success);
  if (fitting !== undefined) return [fitting];
  const discriminator = (def as Partial<z.core.$ZodDiscriminatedUnionDef>).discriminator;
  if (discriminator === undefined || !has(value, discriminator)) return [];
  const named = def.options.find(option =>
    option._zod.propValues?.[discriminator]?.has(at(value, discriminator).value as never),
  );
  return named === undefined ? [] : [named];
}

function at(value: unknown, key: string): { key: string; value: unknown } {
  return { key, value: (value as Record<string, unknown>)[key] };
}

function has(value: unknown, key: string): boolean {
  return isObject(value) && Object.hasOwn(value, key);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
