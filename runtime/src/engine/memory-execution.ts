import {
  Body,
  type Checkpoint,
  type Connect,
  type Emitted,
  type ErrorRecord,
  type ExecutionError,
  type ExecutionState,
  type InputOrigin,
  LineshaftError,
  type MemoryState,
  type Message,
  type NodeRole,
  type PendingRun,
  type Reply,
  type RunContext,
  type Sent,
} from '@lineshaft/flow';
import { nextDueAt, planNext, stateOf } from './plan-next.ts';
import type { PreparedFlow, PreparedNode } from './prepare-flow.ts';
import { type Outcome, runNode } from './run-node.ts';
import { undoMessage } from './undo-message.ts';

/** One message on its way through the flow. */
export interface TracedExecution {
  id: string;
  message: Message;
  /** The node that let its message go; undefined: the message came in by a source. */
  releasedBy: { nodeId: string; port: string } | undefined;
  state: ExecutionState;
  /** When a waiting one would go on, milliseconds since 1970. */
  dueAt: number | undefined;
  /** Why a dead-lettered one is. */
  error: ExecutionError | undefined;
  runs: TracedRun[];
}

/** One node on one message. */
export interface TracedRun {
  run: number;
  nodeId: string;
  nodeName: string;
  nodeType: string;
  role: NodeRole;
  /** The run that it undoes. */
  undoes: number | undefined;
  /** Where the clock stood, milliseconds since 1970. */
  at: number;
  /** Milliseconds that it took, by the real clock. */
  durationMs: number;
  input: Message;
  /** What sent the input; undefined: it is the message itself, or what undoes a run. */
  from: InputOrigin | undefined;
  /** Also what left by the error port. */
  emitted: readonly Emitted[];
  error: ErrorRecord | undefined;
  /** The node was not run: `emitted` is what stood in for its answer, and `input` is what it would have worked on. */
  stoodIn: boolean;
  /** What it answered the sender who waits. */
  reply: Reply | undefined;
  /** What it sent to other flows. */
  sent: TracedSent[];
}

export type TracedSent = { message: Sent } & ({ topic: string } | { flowId: string });

/** The flow, and what stands in for everything around it. */
export interface MemorySurroundings {
  flow: PreparedFlow;
  /** What a node emits instead of being run; undefined: it is run for real. Left out: every node is run for real. */
  standIn?: (node: PreparedNode, message: Message) => readonly Emitted[] | undefined;
  /** What another flow answers when the node calls it. Left out: an empty body. */
  answerCall?: (node: PreparedNode) => Sent | undefined;
  /** Left out: the nodes have no connections. */
  connectOf?: (node: PreparedNode) => Connect;
  /** Aborted: what is at work ends, and nothing else is begun. */
  signal?: AbortSignal;
}

interface MemoryExecutionOptions extends MemorySurroundings {
  id: string;
  message: Message;
  releasedBy: TracedExecution['releasedBy'];
  checkpoint: Checkpoint;
  now: () => number;
  stateOf: (nodeId: string) => MemoryState;
}

/** One execution, driven in memory: its runs one after the other, in the order they became due. */
export class MemoryExecution {
  readonly #options: MemoryExecutionOptions;
  readonly #begunAt: number;
  readonly #inputs = new Map<number, Message>();
  readonly #runs: TracedRun[] = [];
  #checkpoint: Checkpoint;
  #error: ExecutionError | undefined;

  constructor(options: MemoryExecutionOptions) {
    this.#options = options;
    this.#begunAt = options.now();
    this.#checkpoint = options.checkpoint;
  }

  async runDue(): Promise<void> {
    const isDue = (run: PendingRun) => !run.dead && (run.dueAt ?? 0) <= this.#options.now();
    for (let run = this.#checkpoint.pending.find(isDue); run; run = this.#checkpoint.pending.find(isDue)) {
      if (this.#options.signal?.aborted) return;
      await this.#attempt(run);
    }
  }

  /** When its next run is due; undefined when none waits. */
  dueAt(): number | undefined {
    return nextDueAt(this.#checkpoint);
  }

  trace(): TracedExecution {
    const { id, message, releasedBy, now } = this.#options;
    const state = stateOf(this.#checkpoint, now(), false);
    return { id, message, releasedBy, state, dueAt: this.dueAt(), error: this.#error, runs: this.#runs };
  }

  async #attempt(run: PendingRun): Promise<void> {
    const { flow, now } = this.#options;
    const node = flow.node(run.nodeId);
    const message = this.#inputOf(run);
    const traced: TracedRun = {
      run: run.run,
      nodeId: node.node.id,
      nodeName: node.node.name,
      nodeType: node.node.type,
      role: node.role,
      undoes: run.undoes,
      at: now(),
      durationMs: 0,
      input: message,
      from: run.from,
      emitted: [],
      error: undefined,
      stoodIn: false,
      reply: undefined,
      sent: [],
    };
    this.#runs.push(traced);
    const startedAt = performance.now();
    const outcome = await this.#outcome(node, message, run, traced);
    traced.durationMs = performance.now() - startedAt;
    const plan = planNext({
      flow,
      checkpoint: this.#checkpoint,
      run,
      message,
      outcome,
      busy: new Set([run.run]),
      now: now(),
      random: 0,
    });
    this.#checkpoint = plan.checkpoint;
    this.#error = plan.deadLettered ?? this.#error;
    traced.emitted = plan.emitted;
    traced.error = outcome.kind === 'failed' ? outcome.error : undefined;
    for (const started of plan.started) this.#keepInput(started, plan.emitted, message);
  }

  async #outcome(node: PreparedNode, message: Message, run: PendingRun, traced: TracedRun): Promise<Outcome> {
    const emitted = this.#options.standIn?.(node, message);
    if (emitted) {
      traced.stoodIn = true;
      return { kind: 'succeeded', emitted: [...emitted] };
    }
    const outcome = await runNode(node, message, this.#runContext(node, message, run, traced));
    return outcome.kind === 'failed' ? { ...outcome, terminal: true } : outcome;
  }

  #inputOf(run: PendingRun): Message {
    const undone = run.from ? undefined : this.#runs.find(traced => traced.run === run.undoes);
    if (!undone) return this.#inputs.get(run.run) ?? this.#options.message;
    return undoMessage(this.#options.id, { run: undone.run, input: undone.input, outputs: undone.emitted });
  }

  #keepInput(run: PendingRun, emitted: readonly Emitted[], cause: Message): void {
    const item = run.from && emitted[run.from.item];
    if (!run.from || !item) return;
    const { headers, contentType, body } = item;
    const id = `${this.#options.id}/${run.from.run}.${run.from.item}`;
    const { correlationId, id: causationId } = cause;
    this.#inputs.set(run.run, { id, correlationId, causationId, headers, contentType, body });
  }

  #runContext(node: PreparedNode, message: Message, run: PendingRun, traced: TracedRun): RunContext {
    const { flow, id, now, stateOf, answerCall, connectOf = noConnection, signal } = this.#options;
    const idempotencyKey = `${id}-${run.nodeId}-${run.run}`;
    return {
      flowId: flow.id,
      flowVersion: flow.version,
      nodeId: run.nodeId,
      executionId: id,
      run: run.run,
      attempt: 1,
      idempotencyKey,
      traceparent: `00-${id.replaceAll('-', '').padStart(32, '0').slice(-32)}-${String(run.run).padStart(16, '0')}-00`,
      clock: this.#begunAt,
      now: now(),
      connectionId: node.node.connection,
      connect: connectOf(node),
      state: stateOf(run.nodeId).of(message, id, idempotencyKey),
      channels: {
        publish: async (topic, message) => {
          traced.sent.push({ topic, message });
          return [someSubscriber];
        },
        call: async (flowId, message, awaitReply) => {
          traced.sent.push({ flowId, message });
          return awaitReply ? (answerCall?.(node) ?? emptyAnswer) : undefined;
        },
      },
      signal: signal ?? new AbortController().signal,
      reply: reply => {
        traced.reply = reply;
        return true;
      },
    };
  }
}

function noConnection(node: PreparedNode): Connect {
  return () => {
    throw new LineshaftError('connection-unusable', `Node "${node.node.name}" has no connection here.`);
  };
}

/** Nobody subscribes in memory, which to a publisher would be a failure. */
const someSubscriber = 'in-memory';

const emptyAnswer: Sent = { contentType: 'application/json', headers: {}, body: Body.empty };
