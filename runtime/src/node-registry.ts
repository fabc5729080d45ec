import { connectionManifests } from '@lineshaft/connectors/connection-manifests';
import { connectionImplementations } from '@lineshaft/connectors/connections';
import { connectorImplementations } from '@lineshaft/connectors/implementations';
import { connectorManifests } from '@lineshaft/connectors/manifests';
import {
  type AnyNodeManifest,
  type ConnectionImplementations,
  type ConnectionManifest,
  type NodeImplementations,
  type NodeTypes,
  nodeTypesOf,
} from '@lineshaft/flow';
import { processorImplementations } from '@lineshaft/processors/implementations';
import { processorManifests } from '@lineshaft/processors/manifests';

/** Every node type that this build has. */
export const nodeTypes: NodeTypes = nodeTypesOf([...processorManifests, ...connectorManifests]);

/** Their code, loaded on first use. */
export const implementations: NodeImplementations = { ...processorImplementations, ...connectorImplementations };

/** Every kind of connection that this build has, by type. */
export const connectionTypes: ReadonlyMap<string, ConnectionManifest> = new Map(
  connectionManifests.map((manifest: ConnectionManifest) => [manifest.type, manifest]),
);

/** Their code, loaded on first use. */
export const connectionCode: ConnectionImplementations = connectionImplementations;

const connectorSinks = new Set(
  connectorManifests.filter((manifest: AnyNodeManifest) => manifest.role === 'sink').map(({ type }) => type),
) as ReadonlySet<string>;

/** Whether a node of this type does something outside of Lineshaft: replies and what is published stay within. */
export function deliversOutside(nodeType: string): boolean {
  return connectorSinks.has(nodeType);
}
