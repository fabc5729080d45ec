import { z } from 'zod';
import type { ConnectionManifest } from './connection.ts';
import { flowDefinitionSchema, flowNodeSchema } from './flow-definition.ts';
import type { AnyNodeManifest, NodeTypes } from './node-manifest.ts';

/** A JSON Schema as plain data. */
export type JsonSchema = Record<string, unknown>;

/**
 * The flow format as JSON Schema 2020-12, for editors and other programs. With node types, `type` is one of them and
 * `config` must fit the current version of its type; a config of an older version is left to `checkFlow`.
 * The widget hints of the fields (`widget`, `secret`) stand in the schema as annotations.
 */
export function flowJsonSchema(nodeTypes?: NodeTypes): JsonSchema {
  const schema = { ...z.toJSONSchema(flowDefinitionSchema, { io: 'input' }), title: 'Lineshaft flow' };
  if (nodeTypes === undefined || nodeTypes.size === 0) return schema;
  const manifests = [...nodeTypes.values()].toSorted((a, b) => (a.type < b.type ? -1 : 1));
  const nodes = { ...(schema.properties?.['nodes'] as JsonSchema), items: nodeJsonSchema(manifests) };
  return { ...schema, properties: { ...schema.properties, nodes } };
}

/** The config schema of a node type as JSON Schema: what a program may write, so fields with a default may be missing. */
export function configJsonSchema(manifest: AnyNodeManifest): JsonSchema {
  return inputJsonSchema(manifest.config);
}

/** The same of the settings of a kind of connection. */
export function settingsJsonSchema(manifest: ConnectionManifest): JsonSchema {
  return inputJsonSchema(manifest.settings);
}

function inputJsonSchema(schema: z.ZodObject): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
}

function nodeJsonSchema(manifests: readonly AnyNodeManifest[]): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(flowNodeSchema, { io: 'input' });
  const type = { type: 'string', enum: manifests.map(manifest => manifest.type) };
  return { ...schema, properties: { ...schema.properties, type }, allOf: manifests.map(configRule) };
}

function configRule(manifest: AnyNodeManifest): JsonSchema {
  const config = configJsonSchema(manifest);
  const isRequired = Array.isArray(config['required']) && config['required'].length > 0;
  return {
    if: {
      properties: { type: { const: manifest.type }, version: { const: manifest.version } },
      required: manifest.version === 1 ? ['type'] : ['type', 'version'],
    },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { properties: { config: embedded(config, manifest) }, ...(isRequired ? { required: ['config'] } : {}) },
  };
}

/** References within an embedded schema are relative to it, so it needs an id of its own. */
function embedded(config: JsonSchema, manifest: AnyNodeManifest): JsonSchema {
  const hasReferences = JSON.stringify(config).includes('"$ref"');
  const description = { title: manifest.title, description: manifest.description };
  return { ...(hasReferences ? { $id: `urn:lineshaft:node-type:${manifest.type}` } : {}), ...description, ...config };
}
