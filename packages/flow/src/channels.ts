import type { Emitted } from './message.ts';

/** The message that a node sends over an internal channel; its port does not matter. */
export type Sent = Omit<Emitted, 'port' | 'dueAt'>;

/** Internal channels between flows. What is sent over them is accepted like any message: once, however often a run is tried. */
export interface Channels {
  /**
   * Publish-Subscribe Channel: every enabled flow that subscribes to the topic gets the message, each as an execution of
   * its own.
   * @returns the ids of these flows
   */
  publish(topic: string, message: Sent): Promise<string[]>;
  /**
   * Hands the message to another flow's `flow-input`. Resolves when it is accepted there or, with `awaitReply`, with what
   * that flow's reply node answered.
   * @throws LineshaftError `target-failed` when that flow ended without a reply, `target-unreachable` when it is not
   * published or not enabled
   */
  call(flowId: string, message: Sent, awaitReply: boolean, signal: AbortSignal): Promise<Sent | undefined>;
}
