import { Body, type Message } from '@lineshaft/flow';
import { readable } from './plan-next.ts';

type Content = Pick<Message, 'contentType' | 'body'>;

/** A run that was done, with what it worked on and what it sent out. */
export interface Done {
  run: number;
  input: Message;
  outputs: readonly Content[];
}

/** What the node that undoes a run works on: `{ input, output }` of that run, under its headers. */
export function undoMessage(executionId: string, { run, input, outputs }: Done): Message {
  return {
    id: `${executionId}/undo-${run}`,
    correlationId: input.correlationId,
    causationId: input.id,
    headers: input.headers,
    ...undoBody(input, outputs),
  };
}

/** `output` is null when the run sent out nothing, and a list when it sent out several messages. */
export function undoBody(input: Content, outputs: readonly Content[]): Content {
  const values = outputs.map(readable);
  const output = values.length > 1 ? values : (values[0] ?? null);
  return { contentType: 'application/json', body: Body.fromJson({ input: readable(input), output }) };
}
