import { type FlowVersionDefinition, LineshaftError, type NodeTypes, parseNodeConfig } from '@lineshaft/flow';
import type { OpenSource } from './accept-message.ts';
import { KeyExpressions } from './evaluate-keys.ts';

interface Listener extends OpenSource {
  /** What it subscribes to; undefined: other flows call it. */
  topic: string | undefined;
}

interface Known {
  version: number;
  listeners: Listener[];
  /** Why nothing can be handed to the flow here. */
  fault: unknown;
}

/** The sources that listen on internal channels, of every enabled flow: known to every process that works. */
export class Listeners {
  readonly #nodeTypes: NodeTypes;
  #flows: ReadonlyMap<string, Known> = new Map();

  constructor(nodeTypes: NodeTypes) {
    this.#nodeTypes = nodeTypes;
  }

  /** @param definitionOf the published version; asked for what is new only */
  async reconcile(
    deployed: readonly { id: string; version: number; enabled: boolean }[],
    definitionOf: (flowId: string, version: number) => Promise<FlowVersionDefinition | undefined>,
  ): Promise<void> {
    const flows = new Map<string, Known>();
    for (const { id, version, enabled } of deployed) {
      if (!enabled) continue;
      const before = this.#flows.get(id);
      flows.set(id, before?.version === version ? before : this.#read(await definitionOf(id, version), version));
    }
    // At once: whoever publishes meanwhile finds the old version or the new one, never neither.
    this.#flows = flows;
  }

  /** @throws LineshaftError `unavailable` when a subscriber cannot take messages: they are not to pass it by */
  subscribers(topic: string): OpenSource[] {
    return [...this.#flows].flatMap(([flowId, { listeners, fault }]) => {
      const found = listeners.filter(listener => listener.topic === topic);
      if (found.length > 0 && fault !== undefined) throw unusable(flowId, fault);
      return found;
    });
  }

  /** @throws LineshaftError `target-unreachable` when the flow is not enabled or takes no calls */
  callable(flowId: string): OpenSource {
    const flow = this.#flows.get(flowId);
    const found = flow?.listeners.find(listener => listener.topic === undefined);
    if (!found) {
      const fault = flow ? 'has no source that other flows call' : 'is not published, or not enabled';
      throw new LineshaftError('target-unreachable', `The flow "${flowId}" ${fault}. Correct it, then retry.`);
    }
    if (flow?.fault !== undefined) throw unusable(flowId, flow.fault);
    return found;
  }

  #read(definition: FlowVersionDefinition | undefined, version: number): Known {
    if (!definition) return { version, listeners: [], fault: undefined };
    const listeners: Listener[] = [];
    let fault: unknown;
    let keys: KeyExpressions | undefined;
    try {
      keys = new KeyExpressions(definition.keys);
    } catch (error) {
      fault = error;
    }
    for (const node of definition.nodes) {
      const manifest = this.#nodeTypes.get(node.type);
      if (!manifest?.topic && !manifest?.callable) continue;
      const topic = manifest.topic?.(parseNodeConfig(node, manifest) as never);
      listeners.push({
        flow: { id: definition.id, version },
        nodeId: node.id,
        keys: keys ?? new KeyExpressions({ business: {} }),
        topic,
      });
    }
    return { version, listeners, fault };
  }
}

function unusable(flowId: string, cause: unknown): LineshaftError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LineshaftError('unavailable', `The flow "${flowId}" cannot take messages here: ${reason}`, { cause });
}
