import { type Connect, type FlowNode, type IncomingMessage, type SourceContext, toErrorRecord } from '@lineshaft/flow';
import type { Pool } from 'pg';
import type { PreparedFlow } from '../engine/prepare-flow.ts';
import type { Epoch } from '../ledger/epoch.ts';
import { newId } from '../ledger/ids.ts';
import type { PollingSource } from '../ledger/source-cursor.ts';
import type { Logger } from '../telemetry/log.ts';
import { acceptMessage, type IntakeContext, type OpenSource } from './accept-message.ts';
import { KeyExpressions } from './evaluate-keys.ts';
import type { HttpRoutes } from './http-routes.ts';
import { pollSource } from './poll-source.ts';
import type { WaitingSenders } from './waiting-senders.ts';

export interface SourcesContext {
  intake: IntakeContext;
  routes: HttpRoutes;
  senders: WaitingSenders;
  log: Logger;
  /** For what sources poll. */
  pool: Pool;
  epoch: Epoch;
  /** @param nodeName for the error when the connection cannot be used */
  connect: (connectionId: string | undefined, nodeName: string) => Connect;
  /** Another number whenever the settings of the connection are others. */
  revisionOf: (connectionId: string) => number | undefined;
  /** Takes the secrets of connections out of what is shown. */
  redact: (text: string) => string;
  prepared(flowId: string, version: number): Promise<PreparedFlow>;
}

interface OpenFlow {
  flow: PreparedFlow;
  /** The connections of its sources when they were opened, with the revisions of their settings. */
  connections: string;
  close(): Promise<void>;
}

/** Keeps the sources of every published and enabled flow open, each at the version that runs. */
export class Sources {
  readonly #context: SourcesContext;
  readonly #open = new Map<string, OpenFlow>();
  /** Flows whose sources could not be opened, by id: shown by the health page, tried again at each change. */
  readonly #failed = new Map<string, { version: number; reason: string }>();
  /** Why the last turn of a source that polls failed, by flow and node. */
  readonly #failedTurns = new Map<string, { flowId: string; reason: string }>();
  #changing: Promise<void> = Promise.resolve();

  constructor(context: SourcesContext) {
    this.#context = context;
  }

  /** Opens what is new, closes what is gone, changes over what has another version. One change at a time. */
  reconcile(deployed: readonly { id: string; version: number; enabled: boolean }[]): Promise<void> {
    const change = () => this.#reconcile(deployed);
    // Also after a change that failed: its caller was told.
    this.#changing = this.#changing.then(change, change);
    return this.#changing;
  }

  async closeAll(): Promise<void> {
    await this.reconcile([]);
  }

  /** Flows that should take messages and cannot, with the reason. */
  failures(): { flowId: string; reason: string }[] {
    return [
      ...[...this.#failed].map(([flowId, { reason }]) => ({ flowId, reason })),
      ...[...this.#failedTurns].map(([, failure]) => failure),
    ];
  }

  async #reconcile(deployed: readonly { id: string; version: number; enabled: boolean }[]): Promise<void> {
    const wanted = new Map(deployed.filter(flow => flow.enabled).map(flow => [flow.id, flow.version]));
    // What closes goes first: a path may move from one flow to another.
    for (const [flowId, flow] of this.#open) {
      if (!wanted.has(flowId)) {
        await flow.close();
        this.#open.delete(flowId);
      }
    }
    for (const flowId of this.#failed.keys()) if (!wanted.has(flowId)) this.#failed.delete(flowId);
    for (const [flowId, version] of wanted) {
      const open = this.#open.get(flowId);
      const isCurrent = open?.flow.version === version && open.connections === this.#connectionsOf(open.flow);
      if (!isCurrent) await this.#changeOver(flowId, version);
    }
  }

  async #changeOver(flowId: string, version: number): Promise<void> {
    try {
      const flow = await this.#context.prepared(flowId, version);
      const keys = new KeyExpressions(flow.definition.keys);
      // From here to the new version's endpoints being open nothing else runs, so that no request finds them closed.
      await this.#open.get(flowId)?.close();
      this.#open.delete(flowId);
      const connections = this.#connectionsOf(flow);
      this.#open.set(flowId, { flow, connections, close: await this.#openSources(flow, keys) });
      this.#failed.delete(flowId);
    } catch (error) {
      const reason = this.#context.redact(error instanceof Error ? error.message : String(error));
      if (this.#failed.get(flowId)?.reason !== reason)
        this.#context.log.error({ err: error, flowId, version }, 'The sources of a flow could not be opened');
      this.#failed.set(flowId, { version, reason });
    }
  }

  #connectionsOf(flow: PreparedFlow): string {
    const sources = flow.definition.nodes.filter(({ id }) => flow.node(id).role === 'source');
    const used = sources.map(({ connection }) => connection);
    return used.map(id => (id === undefined ? '' : `${id}@${this.#context.revisionOf(id) ?? ''}`)).join();
  }

  async #openSources(flow: PreparedFlow, keys: KeyExpressions): Promise<() => Promise<void>> {
    const closers: (() => Promise<void> | void)[] = [];
    const close = async () => {
      for (const closer of closers.splice(0)) {
        try {
          await closer();
        } catch (error) {
          // The others are closed all the same, and nothing that comes after depends on it.
          this.#context.log.error(
            { err: error, flowId: flow.id },
            'A source could not be closed; restart to be rid of it',
          );
        }
      }
    };
    try {
      for (const { id } of flow.definition.nodes) {
        const node = flow.node(id);
        if (node.role === 'source') {
          const source: OpenSource = { flow, nodeId: id, keys };
          closers.push(await node.behaviour.receive(this.#sourceContext(source, node.node, closers)));
        }
      }
    } catch (error) {
      await close();
      throw error;
    }
    return close;
  }

  #sourceContext(source: OpenSource, node: FlowNode, closers: (() => Promise<void> | void)[]): SourceContext {
    const { intake, routes, senders, pool, epoch, connect } = this.#context;
    return {
      flowId: source.flow.id,
      nodeId: source.nodeId,
      accept: message => acceptMessage(intake, source, message),
      acceptAndAwaitReply: (message, patienceMs) => this.#acceptAndAwaitReply(source, message, patienceMs, senders),
      serve: route => {
        closers.push(routes.open(route, source.flow.id));
      },
      connect: connect(node.connection, node.name),
      poll: (everyMs, turn) => {
        const place = { flowId: source.flow.id, nodeId: source.nodeId };
        const onTurn = (error: unknown) => this.#noteTurn(place, error);
        closers.push(pollSource({ pool, epoch, onTurn }, place, everyMs, turn));
      },
    };
  }

  /** The log says when turns begin to fail and when they work again, not every time in between. */
  #noteTurn({ flowId, nodeId }: PollingSource, error: unknown): void {
    const key = `${flowId} ${nodeId}`;
    const failing = this.#failedTurns.has(key);
    if (error === undefined) {
      if (failing) this.#context.log.warn({ flowId, nodeId }, 'A source polls again');
      this.#failedTurns.delete(key);
      return;
    }
    if (!failing) this.#context.log.warn({ err: error, flowId, nodeId }, 'A source cannot poll; trying again');
    this.#failedTurns.set(key, { flowId, reason: this.#context.redact(toErrorRecord(error).message) });
  }

  async #acceptAndAwaitReply(
    source: OpenSource,
    message: IncomingMessage,
    patienceMs: number,
    senders: WaitingSenders,
  ) {
    const executionId = newId();
    // Noted down first: the execution may reply before the receipt is back here.
    const waiting = senders.wait(executionId, patienceMs);
    try {
      const receipt = await acceptMessage(this.#context.intake, source, message, { executionId });
      if (receipt.duplicate) waiting.leave();
      return { receipt, reply: await waiting.reply };
    } finally {
      waiting.leave();
    }
  }
}
