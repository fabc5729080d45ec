import { connectorImplementations } from '@lineshaft/connectors/implementations';
import { connectorManifests } from '@lineshaft/connectors/manifests';
import { type NodeImplementations, type NodeTypes, nodeTypesOf } from '@lineshaft/flow';
import { processorImplementations } from '@lineshaft/processors/implementations';
import { processorManifests } from '@lineshaft/processors/manifests';

/** Every node type that this build has. */
export const nodeTypes: NodeTypes = nodeTypesOf([...processorManifests, ...connectorManifests]);

/** Their code, loaded on first use. */
export const implementations: NodeImplementations = { ...processorImplementations, ...connectorImplementations };
