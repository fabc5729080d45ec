import { Body } from './body.ts';
import type { Message } from './message.ts';
import type { RunContext } from './node-implementation.ts';

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
    signal: new AbortController().signal,
    reply: () => false,
    ...rest,
  };
}
