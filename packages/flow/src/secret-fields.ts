import { z } from 'zod';
import { jsonPointer } from './check-flow/problem.ts';

type Json = Record<string, unknown>;

/** Settings taken apart: what may be shown, and the secrets by JSON pointer, such as `/auth/password`. */
export interface SeparatedSettings {
  settings: Json;
  /** Null: given as null, to be removed. */
  secrets: Map<string, unknown>;
}

/**
 * Takes the values of the fields that say `meta({ secret: true })` out of settings. What is not in the result of
 * `secretFields` stays: the settings need not fit their schema.
 */
export function separateSecrets(schema: z.core.$ZodType, settings: Json): SeparatedSettings {
  const rest = structuredClone(settings);
  const secrets = new Map<string, unknown>();
  for (const keys of secretKeys(schema, settings, [])) {
    const parent = keys.slice(0, -1).reduce<unknown>((value, key) => fieldOf(value, key), rest);
    const last = keys.at(-1) ?? '';
    if (!isObject(parent) || !Object.hasOwn(parent, last)) continue;
    secrets.set(jsonPointer(keys), parent[last]);
    delete parent[last];
  }
  return { settings: rest, secrets };
}

/** Settings with secrets put in, where these settings have a place for them: another kind of sign-in drops those of the last. */
export function insertSecrets(schema: z.core.$ZodType, settings: Json, secrets: ReadonlyMap<string, unknown>): Json {
  const whole = structuredClone(settings);
  for (const keys of secretKeys(schema, settings, [])) {
    const secret = secrets.get(jsonPointer(keys));
    if (secret === undefined) continue;
    let parent = whole;
    for (const key of keys.slice(0, -1)) {
      const next = fieldOf(parent, key) ?? {};
      if (!Object.hasOwn(parent, key)) parent[key] = next;
      parent = next as Json;
    }
    parent[keys.at(-1) ?? ''] = secret;
  }
  return whole;
}

/** JSON pointers of the secrets that such settings can have, whether or not they are there. Lists hold none. */
export function secretFields(schema: z.core.$ZodType, settings: Json): string[] {
  return secretKeys(schema, settings, []).map(jsonPointer);
}

function secretKeys(schema: z.core.$ZodType, value: unknown, keys: string[]): string[][] {
  if (z.globalRegistry.get(schema)?.['secret'] === true) return [keys];
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      // What is no object cannot take a field.
      if (value !== undefined && !isObject(value)) return [];
      return Object.entries(def.shape).flatMap(([key, field]) =>
        secretKeys(field, fieldOf(value, key), [...keys, key]),
      );
    case 'record':
      if (!isObject(value)) return [];
      return Object.keys(value).flatMap(key => secretKeys(def.valueType, value[key], [...keys, key]));
    case 'union':
      return optionsOf(def, value).flatMap(option => secretKeys(option, value, keys));
    case 'intersection':
      return [def.left, def.right].flatMap(side => secretKeys(side, value, keys));
    case 'pipe':
      return secretKeys(def.in, value, keys);
    case 'lazy':
      return secretKeys(def.getter(), value, keys);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return secretKeys(def.innerType, value, keys);
    default:
      return [];
  }
}

/** The option that the value names by its discriminator; without one, any may be meant. */
function optionsOf(def: z.core.$ZodUnionDef, value: unknown): readonly z.core.$ZodType[] {
  const discriminator = (def as Partial<z.core.$ZodDiscriminatedUnionDef>).discriminator;
  if (discriminator === undefined) return def.options;
  const named = fieldOf(value, discriminator);
  return def.options.filter(option => option._zod.propValues?.[discriminator]?.has(named as never));
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
