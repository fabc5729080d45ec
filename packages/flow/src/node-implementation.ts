import type { z } from 'zod';
import type { Body } from './body.ts';
import type { Channels } from './channels.ts';
import type { Connect } from './connection.ts';
import type { Emitted, Message } from './message.ts';
import type { AnyNodeManifest, NodeManifest, NodeRole } from './node-manifest.ts';
import type { Change, Held, NodeState } from './node-state.ts';

/** What a node may know about the run it is in. */
export interface RunContext {
  readonly flowId: string;
  readonly flowVersion: number;
  readonly nodeId: string;
  readonly executionId: string;
  /** Number of this node run within its execution. */
  readonly run: number;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The same for every attempt of this run, even after a crash: receivers drop what they know by it. */
  readonly idempotencyKey: string;
  /** W3C Trace Context to pass on with outgoing calls. */
  readonly traceparent: string;
  /** The execution's clock, milliseconds since 1970: when its message was accepted. Stands still, so runs repeat exactly. */
  readonly clock: number;
  /** Database clock, milliseconds since 1970: another one for every attempt. */
  readonly now: number;
  /** The connection that the node names; undefined when it names none. */
  readonly connectionId: string | undefined;
  /** The node's connection. */
  readonly connect: Connect;
  /** What this node keeps between messages. */
  readonly state: NodeState;
  /** The way to other flows. */
  readonly channels: Channels;
  /** Aborts at the node's timeout, on cancel and on shut-down. */
  readonly signal: AbortSignal;
  /** Answers the sender who waits for this execution. False when nobody waits any more. */
  reply(answer: Reply): boolean;
}

/** A flow's own answer to the sender of its message. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  contentType: string;
  body: Uint8Array;
}

/** A message as it comes in, before it has an id. */
export interface IncomingMessage {
  contentType: string;
  headers: Record<string, string>;
  /** What the source has parsed of it is not parsed again. */
  body: Body;
  /**
   * A message that comes again under the same key is answered with the first one's receipt. For sources that know what
   * they have taken; the flow's own expression, then the header `idempotency-key`, count when it is left out.
   */
  idempotencyKey?: string;
}

/** What the sender of an accepted message gets. */
export interface Receipt {
  messageId: string;
  executionId: string;
  correlationId: string;
  /** True when the message was known already: nothing was run again, and the ids are those of the first one. */
  duplicate: boolean;
}

/** What the runtime offers a source. */
export interface SourceContext {
  readonly flowId: string;
  readonly nodeId: string;
  /** Takes the message in. Resolves after it is committed; rejects when it was not accepted. */
  accept(message: IncomingMessage): Promise<Receipt>;
  /** As `accept`, then waits up to `patienceMs` for the flow's reply; `reply` is undefined when none came in time. */
  acceptAndAwaitReply(
    message: IncomingMessage,
    patienceMs: number,
  ): Promise<{ receipt: Receipt; reply: Reply | undefined }>;
  /** Serves `/in/<path>`. Throws when another source has the path and method. */
  serve(route: HttpRoute): void;
  /** The node's connection. A source is opened anew when its settings change. */
  readonly connect: Connect;
  /**
   * Calls `turn` every `everyMs`, in one process only however many there are, never two at a time, with the next one at
   * once when it says that there is more. A turn that fails is logged, shown by the health page and followed by the next.
   * Ends with the source.
   */
  poll(everyMs: number, turn: (turn: PollTurn) => Promise<{ more: boolean }>): void;
}

/** One look at what a source polls. */
export interface PollTurn {
  /** What was saved last (JSON), such as a watermark; undefined at the first turn of all. */
  readonly cursor: unknown;
  /** Durable. Save it after what it stands for is accepted: a crash in between accepts again, under the same idempotency keys. */
  saveCursor(cursor: unknown): Promise<void>;
  /** Database clock, milliseconds since 1970. */
  readonly now: number;
  /** Aborts when the source closes or another process has taken over. */
  readonly signal: AbortSignal;
}

/** An HTTP endpoint that a source opens below `/in/`. */
export interface HttpRoute {
  /** Without leading slash, such as `erp/purchase-orders`. */
  path: string;
  methods: readonly string[];
  handle(request: HttpRequest): Promise<Reply>;
}

export interface HttpRequest {
  method: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** @throws TerminalError `body-too-large` as soon as more than `limitBytes` have come. */
  body(limitBytes: number): Promise<Uint8Array>;
}

/** What a prepared node does, by its role. */
export interface Behaviours {
  /** Opens what receives messages; returns how to close it. */
  source: { receive(context: SourceContext): Promise<() => Promise<void>> };
  /** Works on a message and touches nothing outside: the same message and context give the same result. */
  processor: {
    process(message: Message, context: RunContext): Emitted[] | Promise<Emitted[]>;
    /** For keys of a stateful node whose `expiresAt` has come. `emitted` and `hold` do not apply: no run is at work. */
    expire?(key: string, held: Held<never>): Change<unknown> | Promise<Change<unknown>>;
  };
  /** Hands a message to the outside. Emits what came back, if anything. */
  sink: { deliver(message: Message, context: RunContext): Promise<Emitted[]> };
}

/** The code of a node type: `prepare` is called once per node of a published version, its result for every message. */
export interface NodeImplementation<Role extends NodeRole = NodeRole, Config extends z.ZodObject = z.ZodObject> {
  manifest: NodeManifest<Role, Config>;
  /** @throws LineshaftError when the config cannot work, such as an expression that does not parse. */
  prepare(config: z.output<Config>): Behaviours[Role];
}

/**
 * Binds code to a manifest. The config type and what `prepare` must return follow from the manifest, so a missing or
 * wrong implementation does not compile.
 * @example
 * export const mapping = implement(mappingManifest, config => {
 *   const expression = compile(config.expression);
 *   return { process: async (message, context) => [...] };
 * });
 */
export function implement<Role extends NodeRole, Config extends z.ZodObject>(
  manifest: NodeManifest<Role, Config>,
  prepare: (config: z.output<Config>) => Behaviours[Role],
): NodeImplementation<Role, Config> {
  return { manifest, prepare };
}

/** An implementation whose config type no longer matters: what the runtime keeps in its registry. */
export interface AnyNodeImplementation {
  manifest: AnyNodeManifest;
  prepare(config: never): Behaviours[NodeRole];
}

/** Loads the code of node types on first use, by type. */
export type NodeImplementations = Readonly<Record<string, () => Promise<AnyNodeImplementation>>>;
