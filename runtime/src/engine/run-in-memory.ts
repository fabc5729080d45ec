import { LineshaftError, MemoryState, type Message, type Released } from '@lineshaft/flow';
import { MemoryExecution, type MemorySurroundings, type TracedExecution } from './memory-execution.ts';
import { firstCheckpoint } from './plan-next.ts';

export interface MemoryRunOptions extends MemorySurroundings {
  /** The source by which the message comes in. */
  sourceNodeId: string;
  /** The next one comes in when the one before has gone as far as it goes without waiting. */
  messages: readonly Message[];
  /** Where the clock stands, milliseconds since 1970. */
  now: number;
  /** Jump from one wait to the next (delays, expiries of state) until nothing waits. Left out: what waits is left waiting. */
  letTimePass?: boolean;
  /** Ids of executions and of messages that begin one: the same ones give the same trace. */
  newId: () => string;
}

/** What became of the messages. */
export interface MemoryTrace {
  /** Those of the messages and those that nodes released, as they began. */
  executions: TracedExecution[];
  /** Keys of which a node still keeps something. */
  kept: { nodeId: string; keys: string[] }[];
}

/** More waits in a row than any flow that comes to an end needs. */
const mostWaits = 1000;

/**
 * Takes messages through a flow, without ledger or worker: nodes run or are stood in for, what waits is shown.
 * A failed attempt counts as the last one: trying again is a matter of time, not of the flow.
 * @throws LineshaftError `config-invalid` when the flow has no such source
 */
export async function runInMemory(options: MemoryRunOptions): Promise<MemoryTrace> {
  const memory = new Memory(options);
  for (const message of options.messages) {
    memory.begin(message, options.sourceNodeId, 'out');
    await memory.runDue();
  }
  if (options.letTimePass) await memory.letTimePass();
  return memory.trace();
}

/** The clock, what nodes keep, and the executions of one try. */
class Memory {
  readonly #options: MemoryRunOptions;
  readonly #executions: MemoryExecution[] = [];
  readonly #states = new Map<string, MemoryState>();
  #now: number;

  constructor(options: MemoryRunOptions) {
    this.#options = options;
    this.#now = options.now;
  }

  begin(message: Message, nodeId: string, port: string, releasedBy?: TracedExecution['releasedBy']): void {
    const execution = new MemoryExecution({
      ...this.#options,
      id: this.#options.newId(),
      message,
      releasedBy,
      checkpoint: firstCheckpoint(this.#options.flow, nodeId, port),
      now: () => this.#now,
      stateOf: id => this.#stateOf(id),
    });
    this.#executions.push(execution);
  }

  async runDue(): Promise<void> {
    // What is released meanwhile is appended, and so comes its turn.
    for (const execution of this.#executions) {
      await execution.runDue();
      this.#beginReleased();
    }
  }

  async letTimePass(): Promise<void> {
    for (let waits = 0; waits < mostWaits; waits++) {
      const next = this.#nextInstant();
      if (next === undefined || this.#options.signal?.aborted) return;
      this.#now = Math.max(this.#now, next);
      await this.#expireStates();
      await this.runDue();
    }
    throw new LineshaftError('timeout', `The flow still waits after ${mostWaits} waits: it may never come to an end.`);
  }

  trace(): MemoryTrace {
    const kept = [...this.#states].map(([nodeId, { keys }]) => ({ nodeId, keys }));
    return {
      executions: this.#executions.map(execution => execution.trace()),
      kept: kept.filter(({ keys }) => keys.length > 0),
    };
  }

  #stateOf(nodeId: string): MemoryState {
    let state = this.#states.get(nodeId);
    if (!state) this.#states.set(nodeId, (state = new MemoryState(() => this.#now)));
    return state;
  }

  #beginReleased(): void {
    for (const [nodeId, { released }] of this.#states) {
      for (const one of released.splice(0))
        this.begin(this.#messageOf(one), nodeId, one.port, { nodeId, port: one.port });
    }
  }

  #messageOf({ correlationId, causationId, headers, contentType, body }: Released): Message {
    return { id: this.#options.newId(), correlationId, causationId, headers, contentType, body };
  }

  async #expireStates(): Promise<void> {
    for (const [nodeId, state] of this.#states) {
      const node = this.#options.flow.node(nodeId);
      if (node.role !== 'processor' || !node.behaviour.expire) continue;
      await state.expireDue(node.behaviour.expire.bind(node.behaviour));
    }
    this.#beginReleased();
  }

  #nextInstant(): number | undefined {
    const waits = [
      ...this.#executions.map(execution => execution.dueAt()),
      ...[...this.#states.values()].map(state => state.nextExpiry),
    ].filter(instant => instant !== undefined);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }
}
