import { type Endpoint, type FlowVersionDefinition, type NodeTypes, parseNodeConfig } from '@lineshaft/flow';

/**
 * The endpoint that a definition opens although another published flow has it, as a sentence; undefined when there is none.
 */
export function endpointConflict(
  definition: FlowVersionDefinition,
  published: readonly FlowVersionDefinition[],
  nodeTypes: NodeTypes,
): string | undefined {
  for (const other of published) {
    if (other.id === definition.id) continue;
    const theirs = new Set(endpointsOf(other, nodeTypes).map(endpointKey));
    const taken = endpointsOf(definition, nodeTypes).find(endpoint => theirs.has(endpointKey(endpoint)));
    if (taken) {
      return `${taken.method} /in/${taken.path} is served by flow "${other.name}" (${other.id}) already. Give this flow another path, or change that one first.`;
    }
  }
  return undefined;
}

/** What a definition opens below `/in/`. @throws z.ZodError when a config does not fit its node type */
export function endpointsOf(definition: FlowVersionDefinition, nodeTypes: NodeTypes): Endpoint[] {
  return definition.nodes.flatMap(node => {
    const manifest = nodeTypes.get(node.type);
    return manifest?.endpoints?.(parseNodeConfig(node, manifest) as never) ?? [];
  });
}

const endpointKey = ({ method, path }: Endpoint) => `${method} ${path}`;
