import type { z } from 'zod';
import { Body } from './body.ts';
import { TerminalError } from './errors.ts';
import { type FlowDefinition, flowDefinitionSchema, type FlowVersionDefinition } from './flow-definition.ts';
import { checkShape } from './check-flow/shape.ts';

/**
 * The one canonical file form of a flow: fields in schema order, the keys of free records (config, business keys,
 * layout …) sorted, two spaces, a line break at the end. Nodes and edges stay in the order they were drawn.
 *
 * A field that equals its default is left out. So a file shows what its author decided, and a new optional field in
 * the format changes neither old files nor the hash of their versions. The defaults of a format never change; a change
 * would be a new format.
 */
export function formatFlow(definition: FlowDefinition): string {
  return `${JSON.stringify(canonical(flowDefinitionSchema, definition), undefined, 2)}\n`;
}

/** The canonical text without layout and notes: two flows with the same content are the same version. */
export function versionContent(definition: FlowVersionDefinition): string {
  return formatFlow({ ...definition, layout: {}, notes: [] });
}

/**
 * Reads the text of a flow file. `readFlow(formatFlow(definition))` equals `definition`.
 * @throws TerminalError `body-malformed` when it is not JSON, `config-invalid` when it is no flow; says what and where.
 */
export function readFlow(text: string): FlowDefinition {
  const { value, faults } = checkShape(flowDefinitionSchema, Body.fromText(text).json(), 'The flow');
  if (value !== undefined) return value;
  throw new TerminalError('config-invalid', `This is not a flow: ${faults.map(fault => fault.message).join(' ')}`, {
    details: { faults: faults.map(({ path, message }) => ({ path, message })) },
  });
}

/** Undefined where the value equals the schema's default. */
function canonical(schema: z.core.$ZodType, value: unknown): unknown {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'default': {
      const inner = canonical(def.innerType, value);
      return JSON.stringify(inner) === JSON.stringify(canonical(def.innerType, def.defaultValue)) ? undefined : inner;
    }
    case 'optional':
      return value === undefined ? undefined : canonical(def.innerType, value);
    case 'object':
      return mapEntries(Object.keys(def.shape), value, (key, field) =>
        canonical(def.shape[key] as z.core.$ZodType, field),
      );
    case 'record':
      return mapEntries(sortedKeys(value), value, (_, field) => canonical(def.valueType, field));
    case 'array':
      return (value as unknown[]).map(entry => canonical(def.element, entry));
    case 'unknown':
      return sorted(value);
    default:
      return value;
  }
}

/** Of a node's config no more is known than that it is JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return mapEntries(sortedKeys(value), value, (_, field) => sorted(field));
}

function sortedKeys(value: unknown): string[] {
  return Object.keys(value as object).toSorted();
}

/** Builds by `fromEntries`, which takes any key, `__proto__` included, as a plain one. */
function mapEntries(keys: string[], value: unknown, map: (key: string, field: unknown) => unknown): object {
  const fields = value as Record<string, unknown>;
  return Object.fromEntries(keys.map(key => [key, map(key, fields[key])]));
}
