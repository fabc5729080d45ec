import type { Emitted, Message, Released } from '@lineshaft/flow';

/** What a node made of one message, to go on in an execution of its own that inherits from the message's. */
export function releasedFrom(
  message: Pick<Message, 'id' | 'correlationId'>,
  executionId: string,
  emitted: Emitted,
  orderingKey?: string,
): Released {
  return {
    ...emitted,
    correlationId: message.correlationId,
    causationId: message.id,
    heirOf: [executionId],
    ...(orderingKey === undefined ? {} : { orderingKey }),
  };
}
