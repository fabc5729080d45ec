import type { FlowRetention } from '@lineshaft/flow';
import type { Listeners } from './intake/listeners.ts';
import type { Sources } from './intake/sources.ts';
import type { Backlog } from './ledger/backlog.ts';
import type { Flows } from './store/flows.ts';
import type { Slots } from './worker/slots.ts';

export interface DeploymentContext {
  flows: Flows;
  /** Follows what becomes of connections; goes first, as sources are opened with them. */
  followConnections(): Promise<void>;
  /** Undefined in a process that takes no messages. */
  sources: Sources | undefined;
  /** Undefined in a process that works on none. */
  slots: Slots | undefined;
  backlog: Backlog;
  /** What flows send to each other goes through them. */
  listeners: Listeners;
  /** Says how long a flow keeps its messages; resolves when there are places for these. */
  keep(flowId: string, retention: FlowRetention): Promise<void>;
}

/** Brings this process in step with what is published: sources that are open, limits that hold. */
export class Deployment {
  readonly #context: DeploymentContext;
  readonly #known = new Map<string, number>();
  #refreshing: Promise<void> = Promise.resolve();

  constructor(context: DeploymentContext) {
    this.#context = context;
  }

  /** Reads what is published, in this process or another, and follows. One at a time: what was read earlier is not done later. */
  refresh(): Promise<void> {
    const refresh = () => this.#refresh();
    // Also after one that failed: its caller was told.
    this.#refreshing = this.#refreshing.then(refresh, refresh);
    return this.#refreshing;
  }

  async #refresh(): Promise<void> {
    const deployed = await this.#context.flows.deployed();
    // After the flows: one that names a new connection is published after the connection was made.
    await this.#context.followConnections();
    for (const { id, version } of deployed) await this.#follow(id, version);
    const { flows, listeners, sources } = this.#context;
    await listeners.reconcile(deployed, async (id, version) => (await flows.version(id, version))?.definition);
    await sources?.reconcile(deployed);
  }

  /** A flow that is disabled, or cannot run here, goes on within its limits with what it has accepted. */
  async #follow(flowId: string, version: number): Promise<void> {
    const { slots, flows } = this.#context;
    if (this.#known.get(flowId) === version) return;
    const stored = await flows.version(flowId, version);
    if (!stored) return;
    const { limits, retention } = stored.definition;
    slots?.setLimits(flowId, limits);
    this.#context.backlog.setLimits(flowId, limits);
    await this.#context.keep(flowId, retention);
    this.#known.set(flowId, version);
  }
}
