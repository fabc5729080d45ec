import { Body, type Message } from '@lineshaft/flow';
import { readable } from './plan-next.ts';

/** A run that was done, with what it worked on and what it sent out. */
export interface Done {
  run: number;
  input: Message;
  outputs: readonly Pick<Message, 'contentType' | 'body'>[];
}

/**
 * What the node that undoes a run works on: `{ input, output }` of that run, under its headers. `output` is null when it
 * sent out nothing, and a list when it sent out several messages.
 */
export function undoMessage(executionId: string, { run, input, outputs }: Done): Message {
  const values = outputs.map(readable);
  return {
    id: `${executionId}/undo-${run}`,
    correlationId: input.correlationId,
    causationId: input.id,
    contentType: 'application/json',
    headers: input.headers,
    body: Body.fromJson({ input: readable(input), output: values.length > 1 ? values : (values[0] ?? null) }),
  };
}
