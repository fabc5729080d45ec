import { setTimeout as sleep } from 'node:timers/promises';
import {
  Body,
  type Channels,
  LineshaftError,
  type Message,
  type Receipt,
  type Reply,
  type Sent,
} from '@lineshaft/flow';
import { newId } from '../ledger/ids.ts';
import type { ReplyLook } from '../ledger/read-reply.ts';
import { acceptMessage, type IntakeContext, type OpenSource } from './accept-message.ts';
import type { Listeners } from './listeners.ts';
import type { WaitingSenders } from './waiting-senders.ts';

export interface InternalChannelsContext {
  intake: IntakeContext;
  listeners: Listeners;
  senders: WaitingSenders;
  /** What the ledger knows of the reply of an execution. */
  lookForReply(executionId: string): Promise<ReplyLook | undefined>;
}

/** The run that sends. */
export interface SendingRun {
  /** Its input, from which what it sends has its correlation id. */
  message: Message;
  /** The same for every attempt. */
  idempotencyKey: string;
}

/** How often the ledger is asked for a reply that was given in another process, milliseconds. */
const lookMs = 500;

/** Longer than any node may take. */
const patienceMs = 2 ** 31 - 1;

/** Publish-subscribe and calls between flows. Messages are accepted as any other: receipts make sure of once. */
export class InternalChannels {
  readonly #context: InternalChannelsContext;

  constructor(context: InternalChannelsContext) {
    this.#context = context;
  }

  of(run: SendingRun): Channels {
    return {
      publish: async (topic, message) => {
        const sources = this.#context.listeners.subscribers(topic);
        await Promise.all(sources.map(source => this.#accept(source, run, message, newId())));
        return sources.map(source => source.flow.id);
      },
      call: (flowId, message, awaitReply, signal) => this.#call(flowId, run, message, awaitReply, signal),
    };
  }

  #accept(source: OpenSource, run: SendingRun, message: Sent, executionId: string): Promise<Receipt> {
    const incoming = {
      contentType: message.contentType,
      headers: message.headers,
      body: message.body,
      idempotencyKey: `sent ${run.idempotencyKey} ${source.nodeId}`,
    };
    const origin = { correlationId: run.message.correlationId, causationId: run.message.id };
    return acceptMessage(this.#context.intake, source, incoming, { executionId, origin });
  }

  async #call(
    flowId: string,
    run: SendingRun,
    message: Sent,
    awaitReply: boolean,
    signal: AbortSignal,
  ): Promise<Sent | undefined> {
    const source = this.#context.listeners.callable(flowId);
    const executionId = newId();
    // Noted down first: the execution may reply before the receipt is back here.
    const waiting = awaitReply ? this.#context.senders.wait(executionId, patienceMs) : undefined;
    try {
      const receipt = await this.#accept(source, run, message, executionId);
      return waiting && (await this.#awaitReply(receipt.executionId, waiting.reply, signal));
    } finally {
      waiting?.leave();
    }
  }

  /** The reply given in this process, or found in the ledger: by another process, or to an earlier attempt. */
  async #awaitReply(executionId: string, here: Promise<Reply | undefined>, signal: AbortSignal): Promise<Sent> {
    let local: Promise<Reply | undefined> | undefined = here;
    for (;;) {
      const reply = await Promise.race([...(local ? [local] : []), sleep(lookMs, 'not yet' as const)]);
      signal.throwIfAborted();
      if (reply === undefined) local = undefined;
      else if (reply !== 'not yet') return sentOf(reply);
      const found = await this.#findReply(executionId);
      if (found) return found;
    }
  }

  /** @throws LineshaftError `target-failed` when the execution ended without a reply */
  async #findReply(executionId: string): Promise<Sent | undefined> {
    const found = await this.#context.lookForReply(executionId);
    if (!found?.ended || found.reply) return found?.reply;
    throw new LineshaftError(
      'target-failed',
      `The flow "${found.flowId}" ended without a reply (execution ${executionId}, ${found.state}). Clear it there, then retry.`,
    );
  }
}

function sentOf({ status, headers, contentType, body }: Reply): Sent {
  return { contentType, headers: { ...headers, 'x-http-status': String(status) }, body: Body.fromBytes(body) };
}
