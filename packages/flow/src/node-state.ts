import type { Emitted, Message } from './message.ts';

/** A message that a node keeps until it lets it go on. */
export interface HeldMessage extends Message {
  /** Its place among the messages of its key. */
  sequence: number;
  /** The execution that brought it. */
  executionId: string;
}

/** What stands under a key while it is changed: nobody else changes it meanwhile. */
export interface Held<State> {
  /** JSON; undefined when nothing is kept under the key. */
  readonly state: State | undefined;
  /** Database clock, milliseconds since 1970. */
  readonly now: number;
  /** The messages that are held under the key, by sequence, then as they came. Read when asked for. */
  messages(): Promise<readonly HeldMessage[]>;
}

/** A message that goes on in an execution of its own, from a port of the node that releases it. */
export interface Released extends Emitted {
  correlationId: string;
  /** The message that it was made from. */
  causationId: string;
  /** The executions whose business keys and partner it takes over. */
  heirOf: readonly string[];
  /** Released messages with the same one go on one after the other, in the order they were released. */
  orderingKey?: string;
}

/** What becomes of a key. All of it happens in one commit, or nothing does. */
export interface Change<State> {
  /** Kept from now on, as JSON; undefined forgets the key with all messages that are held under it. */
  state: State | undefined;
  /** Holds the run's own message under the key. */
  hold?: { sequence: number };
  /** Lets go of held messages up to this sequence. */
  dropThrough?: number;
  /** Goes on in the execution of the run. */
  emitted?: Emitted[];
  /** Goes on in executions of their own. */
  released?: Released[];
  /** When `expire` of the node is to be called for this key, database clock; undefined: never. */
  expiresAt?: number;
}

/** What a processor keeps between messages, in the ledger: for manifests that say `stateful`. */
export interface NodeState {
  /**
   * Changes what is kept under a key of this node, with all that follows from it in the same commit. Once for each run:
   * a run that is tried again after a crash gets what it emitted the first time and changes nothing.
   * @returns what the change emitted
   */
  change<State>(key: string, change: (held: Held<State>) => Change<State> | Promise<Change<State>>): Promise<Emitted[]>;
  /** Lets messages go on in executions of their own, each once, however often the run is tried. */
  release(released: readonly Released[]): Promise<void>;
}
