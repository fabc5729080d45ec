import { connectorManifests } from '@lineshaft/connectors/manifests';
import {
  type AnyNodeManifest,
  checkShape,
  nodeTypesOf,
  outputPorts,
  type Port,
  upgradeNodeConfig,
} from '@lineshaft/flow';
import { processorManifests } from '@lineshaft/processors/manifests';
import type { DraftNode } from './draft-flow.ts';

/** Every node type that can be drawn, by its type. */
export const nodeCatalog: ReadonlyMap<string, AnyNodeManifest> = nodeTypesOf([
  ...processorManifests,
  ...connectorManifests,
]);

const known = new WeakMap<DraftNode, Port[]>();

/**
 * The outputs of a node as far as they can be told: a config that is not valid yet has those of the parts that are, and a
 * node of unknown type those that edges already leave through, which the canvas adds.
 */
export function portsOf(node: DraftNode, catalog = nodeCatalog): Port[] {
  const found = known.get(node);
  if (found !== undefined) return found;
  const manifest = catalog.get(node.type);
  const ports = manifest === undefined ? [] : readPorts(node, manifest);
  known.set(node, ports);
  return ports;
}

function readPorts(node: DraftNode, manifest: AnyNodeManifest): Port[] {
  const { type, version = 1, config = {} } = node;
  const flowNode = { ...node, onFailure: node.onFailure === 'error-port' ? 'error-port' : 'dead-letter' } as never;
  try {
    const upgraded = upgradeNodeConfig({ type, version, config }, manifest);
    const { value } = checkShape(manifest.config, upgraded, 'The config');
    return outputPorts(flowNode, manifest, value ?? lenientConfig(manifest, upgraded));
  } catch {
    // Half-typed settings: the node is drawn without outputs until they can be read; its problems say why.
    return outputPorts(flowNode, { ...manifest, outputs: () => [] }, {});
  }
}

/** Defaults where a field is missing or wrong, so that a router keeps its ports while one of its conditions is typed. */
function lenientConfig(manifest: AnyNodeManifest, config: Record<string, unknown>): unknown {
  const shape = manifest.config.shape;
  return Object.fromEntries(
    Object.entries(shape).map(([key, schema]) => {
      const parsed = schema.safeParse(config[key]) as { success: boolean; data?: unknown };
      return [
        key,
        parsed.success ? parsed.data : (config[key] ?? (schema.safeParse(undefined) as { data?: unknown }).data),
      ];
    }),
  );
}
