import { LineshaftError, type NodeImplementations } from '@lineshaft/flow';
import { type PreparedFlow, prepareFlow } from '../engine/prepare-flow.ts';
import type { Flows } from './flows.ts';

/** Versions kept ready in memory; the one used longest ago goes first. */
const maxPrepared = 500;

/** Published versions, prepared on first use and kept: a version never changes. */
export class FlowVersions {
  readonly #flows: Flows;
  readonly #implementations: NodeImplementations;
  readonly #prepared = new Map<string, Promise<PreparedFlow>>();

  constructor(flows: Flows, implementations: NodeImplementations) {
    this.#flows = flows;
    this.#implementations = implementations;
  }

  prepared(flowId: string, version: number): Promise<PreparedFlow> {
    const key = `${flowId}@${version}`;
    const known = this.#prepared.get(key);
    const prepared = known ?? this.#prepare(flowId, version);
    if (known) this.#prepared.delete(key);
    this.#prepared.set(key, prepared);
    if (!known) {
      // A failure (the database is away, a node type is missing) is tried anew the next time.
      prepared.catch(() => this.#prepared.delete(key));
      const [oldest] = this.#prepared.keys();
      if (this.#prepared.size > maxPrepared && oldest !== undefined) this.#prepared.delete(oldest);
    }
    return prepared;
  }

  async #prepare(flowId: string, version: number): Promise<PreparedFlow> {
    const stored = await this.#flows.version(flowId, version);
    if (!stored) throw new LineshaftError('config-invalid', `Flow "${flowId}" has no version ${version}.`);
    return prepareFlow(stored.definition, version, this.#implementations);
  }
}
