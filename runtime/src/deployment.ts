import type { Sources } from './intake/sources.ts';
import type { FlowVersions } from './store/flow-versions.ts';
import type { Flows } from './store/flows.ts';
import type { Logger } from './telemetry/log.ts';
import type { Slots } from './worker/slots.ts';

export interface DeploymentContext {
  flows: Flows;
  versions: FlowVersions;
  /** Undefined in a process that takes no messages. */
  sources: Sources | undefined;
  /** Undefined in a process that works on none. */
  slots: Slots | undefined;
  log: Logger;
}

/** Brings this process in step with what is published: sources that are open, limits that hold. */
export class Deployment {
  readonly #context: DeploymentContext;
  #limitsOf = new Map<string, number>();

  constructor(context: DeploymentContext) {
    this.#context = context;
  }

  /** Reads what is published, in this process or another, and follows. */
  async refresh(): Promise<void> {
    const deployed = await this.#context.flows.deployed();
    for (const { id, version } of deployed) await this.#setLimits(id, version);
    await this.#context.sources?.reconcile(deployed);
  }

  /** A flow that is disabled takes no messages any more; what it has accepted goes on within its limits. */
  async #setLimits(flowId: string, version: number): Promise<void> {
    const { slots, versions, log } = this.#context;
    if (!slots || this.#limitsOf.get(flowId) === version) return;
    try {
      slots.setLimits(flowId, (await versions.prepared(flowId, version)).definition.limits);
    } catch (error) {
      log.error({ err: error, flowId, version }, 'A published flow version cannot run here');
      slots.setLimits(flowId, {});
    }
    this.#limitsOf.set(flowId, version);
  }
}
