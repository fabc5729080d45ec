import {
  type AnyNodeManifest,
  type Behaviours,
  defaultNodeTimeout,
  defaultProcessorRetry,
  defaultSinkRetry,
  durationMs,
  type FlowNode,
  type FlowVersionDefinition,
  LineshaftError,
  type NodeImplementations,
  outputPorts,
  parseNodeConfig,
  type Problem,
  type RetryPolicy,
  toErrorRecord,
} from '@lineshaft/flow';

interface PreparedBase {
  node: FlowNode;
  manifest: AnyNodeManifest;
  /** Names of the ports that the node may emit on. */
  ports: ReadonlySet<string>;
  retry: RetryPolicy;
  timeoutMs: number;
  /** What it does outlasts its run: what it did is settled before anything that depends on it goes out. */
  lasting: boolean;
}

export type PreparedNode =
  | (PreparedBase & { role: 'source'; behaviour: Behaviours['source'] })
  | (PreparedBase & { role: 'processor'; behaviour: Behaviours['processor'] })
  | (PreparedBase & { role: 'sink'; behaviour: Behaviours['sink'] });

/** A published version, ready to run: configs parsed, expressions compiled, edges indexed. */
export interface PreparedFlow {
  id: string;
  version: number;
  definition: FlowVersionDefinition;
  has(nodeId: string): boolean;
  node(id: string): PreparedNode;
  /** The nodes that get what `nodeId` sends out through `port`, in drawing order. */
  next(nodeId: string, port: string): readonly string[];
}

/**
 * Loads the code of every node and prepares it, once per version.
 * @throws LineshaftError `config-invalid` or what a node's own preparation throws, naming the node.
 */
export async function prepareFlow(
  definition: FlowVersionDefinition,
  version: number,
  implementations: NodeImplementations,
): Promise<PreparedFlow> {
  const nodes = new Map<string, PreparedNode>();
  for (const node of definition.nodes) nodes.set(node.id, await prepareNode(node, implementations));

  const targets = new Map<string, string[]>();
  for (const { from, port, to } of definition.edges) {
    const key = edgeKey(from, port);
    targets.set(key, [...(targets.get(key) ?? []), to]);
  }

  return {
    id: definition.id,
    version,
    definition,
    has: nodeId => nodes.has(nodeId),
    node(id) {
      const prepared = nodes.get(id);
      if (!prepared)
        throw new LineshaftError('config-invalid', `Flow "${definition.id}" version ${version} has no node "${id}".`);
      return prepared;
    },
    next: (nodeId, port) => targets.get(edgeKey(nodeId, port)) ?? [],
  };
}

/**
 * What only a node's own code can find wrong with its config, such as a JSON Schema that does not compile. For flows in
 * which `checkFlow` finds no errors.
 */
export async function checkPreparation(
  definition: FlowVersionDefinition,
  implementations: NodeImplementations,
): Promise<Problem[]> {
  const problems = definition.nodes.map(async (node, index): Promise<Problem[]> => {
    try {
      await prepareNode(node, implementations);
      return [];
    } catch (error) {
      const { message } = toErrorRecord(error);
      const path = `/nodes/${index}/config`;
      return [{ path, nodeId: node.id, severity: 'error', code: 'config-invalid', message }];
    }
  });
  return (await Promise.all(problems)).flat();
}

async function prepareNode(node: FlowNode, implementations: NodeImplementations): Promise<PreparedNode> {
  const load = implementations[node.type];
  if (!load) {
    throw new LineshaftError('config-invalid', `Node "${node.name}": this runtime has no node type "${node.type}".`);
  }
  const implementation = await load();
  const { manifest } = implementation;
  try {
    const config = parseNodeConfig(node, manifest);
    const lasting = manifest.role === 'sink' || (manifest.stateful?.(config as never) ?? false);
    return {
      node,
      manifest,
      ports: new Set(outputPorts(node, manifest, config).map(port => port.name)),
      retry: node.retry ?? (lasting ? defaultSinkRetry : defaultProcessorRetry),
      timeoutMs: durationMs(node.timeout ?? defaultNodeTimeout),
      lasting,
      role: manifest.role,
      behaviour: implementation.prepare(config as never),
    } as PreparedNode;
  } catch (cause) {
    const code = cause instanceof LineshaftError ? cause.code : 'config-invalid';
    throw new LineshaftError(code, `Node "${node.name}": ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

const edgeKey = (nodeId: string, port: string) => `${nodeId}\n${port}`;
