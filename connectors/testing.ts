import { Body, type Message, type RunContext } from '@lineshaft/flow';

/** A message as it would come from a webhook. */
export function messageOf(body: unknown, rest: Partial<Message> = {}): Message {
  return {
    id: 'message-1',
    correlationId: 'order-45',
    causationId: undefined,
    headers: { plant: 'DE01' },
    contentType: 'application/json',
    body: typeof body === 'string' ? Body.fromText(body) : Body.fromText(JSON.stringify(body)),
    ...rest,
  };
}

/** A run that `signal` may abort. */
export function runContext(signal: AbortSignal = new AbortController().signal): RunContext {
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
    signal,
    reply: () => false,
  };
}
