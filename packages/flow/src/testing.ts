import { Body } from './body.ts';
import type { Message } from './message.ts';
import type {
  HttpRoute,
  IncomingMessage,
  PollTurn,
  Receipt,
  Reply,
  RunContext,
  SourceContext,
} from './node-implementation.ts';

/** A message as it would come from a webhook; a text is the body as it stands, anything else becomes JSON. */
export function messageOf(body: unknown, rest: Partial<Message> = {}): Message {
  return {
    id: 'message-1',
    correlationId: 'order-45',
    causationId: undefined,
    headers: { plant: 'DE01' },
    contentType: 'application/json',
    body: Body.fromText(typeof body === 'string' ? body : JSON.stringify(body)),
    ...rest,
  };
}

/** A node's third run in its execution, which nothing aborts and whose sender does not wait. */
export function runContext(rest: Partial<RunContext> = {}): RunContext {
  return {
    flowId: 'flow',
    flowVersion: 1,
    nodeId: 'node',
    executionId: 'execution-1',
    run: 3,
    attempt: 1,
    idempotencyKey: 'execution-1/3',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    clock: Date.UTC(2026, 0, 31, 12),
    now: Date.UTC(2026, 0, 31, 12, 0, 1),
    connectionId: undefined,
    connect: () => {
      throw new Error('The test gave this node no connection.');
    },
    state: {
      change: () => Promise.reject(new Error('The test gave this node no state.')),
      release: () => Promise.reject(new Error('The test gave this node no state.')),
    },
    channels: {
      publish: () => Promise.reject(new Error('The test gave this node no channels.')),
      call: () => Promise.reject(new Error('The test gave this node no channels.')),
    },
    signal: new AbortController().signal,
    reply: () => false,
    ...rest,
  };
}

/** The part of the runtime that a source sees, keeping what it is given. Polls only when the test says so. */
export class TestIntake implements SourceContext {
  readonly flowId = 'flow';
  readonly nodeId = 'in';
  /** What was accepted, each idempotency key once. */
  readonly accepted: IncomingMessage[] = [];
  readonly routes: HttpRoute[] = [];
  receipt: Receipt = { messageId: 'm', executionId: 'e', correlationId: 'c', duplicate: false };
  reply: Reply | undefined;
  patienceMs: number | undefined;
  /** Set: `accept` rejects with it. */
  refusal: Error | undefined;
  cursor: unknown;
  everyMs: number | undefined;
  connect: SourceContext['connect'] = () => {
    throw new Error('The test gave this source no connection.');
  };
  #turn: Parameters<SourceContext['poll']>[1] | undefined;
  readonly #keys = new Set<string>();

  async accept(message: IncomingMessage): Promise<Receipt> {
    if (this.refusal) throw this.refusal;
    const { idempotencyKey: key } = message;
    if (key !== undefined && this.#keys.has(key)) return { ...this.receipt, duplicate: true };
    if (key !== undefined) this.#keys.add(key);
    this.accepted.push(message);
    return this.receipt;
  }

  async acceptAndAwaitReply(message: IncomingMessage, patienceMs: number) {
    this.patienceMs = patienceMs;
    return { receipt: await this.accept(message), reply: this.reply };
  }

  serve(route: HttpRoute): void {
    this.routes.push(route);
  }

  poll(everyMs: number, turn: Parameters<SourceContext['poll']>[1]): void {
    this.everyMs = everyMs;
    this.#turn = turn;
  }

  /** One turn of what the source polls. */
  async turn(changes: Partial<PollTurn> = {}): Promise<{ more: boolean }> {
    if (!this.#turn) throw new Error('The source does not poll.');
    return this.#turn({
      cursor: this.cursor,
      saveCursor: async cursor => {
        this.cursor = structuredClone(cursor);
      },
      now: Date.now(),
      signal: new AbortController().signal,
      ...changes,
    });
  }
}
