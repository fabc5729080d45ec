import { randomUUID } from 'node:crypto';
import {
  type Connect,
  type ErrorRecord,
  type FlowDefinition,
  LineshaftError,
  type Message,
  toErrorRecord,
} from '@lineshaft/flow';
import { prepareFlow, type PreparedNode } from '../../engine/prepare-flow.ts';
import { type MemoryTrace, runInMemory } from '../../engine/run-in-memory.ts';
import { KeyExpressions } from '../../intake/evaluate-keys.ts';
import { implementations, nodeTypes } from '../../node-registry.ts';
import { UsageError } from '../command.ts';
import type { Input } from './read-input.ts';
import { standInFor, type StandIns } from './stand-ins.ts';

export interface TryOptions {
  /** Left out: the flow's only source. */
  sourceNodeId?: string | undefined;
  /** Milliseconds since 1970. */
  now: number;
  letTimePass: boolean;
  standIns: StandIns;
  /** Set: sinks of connectors are run for real, with these connections and under ids of their own. */
  send?: { connectOf: (node: PreparedNode) => Connect };
}

export interface Try extends MemoryTrace {
  sourceNodeId: string;
  /** Why the messages from some place on were refused before they were accepted. */
  refused: ErrorRecord | undefined;
}

/**
 * Takes messages through a flow in memory, as the runtime would take them in. The same messages at the same instant give
 * the same trace, unless they are sent.
 * @throws UsageError when the flow has no such source, LineshaftError when it cannot be prepared
 */
export async function tryFlow(definition: FlowDefinition, inputs: readonly Input[], options: TryOptions): Promise<Try> {
  const { now, letTimePass, standIns, send } = options;
  const sourceNodeId = sourceOf(definition, options.sourceNodeId);
  const flow = await prepareFlow(definition, 1, implementations);
  const newId = send ? randomUUID : numberedIds();
  const { messages, refused } = accepted(new KeyExpressions(definition.keys), inputs, newId, now);
  const trace = await runInMemory({
    flow,
    sourceNodeId,
    messages,
    now,
    letTimePass,
    newId,
    answerCall: ({ node }) => standIns.get(node.id)?.answer,
    ...(send ?? { standIn: sink => standInFor(sink, standIns) }),
  });
  return { ...trace, sourceNodeId, refused };
}

function sourceOf(definition: FlowDefinition, asked: string | undefined): string {
  const sources = definition.nodes.filter(node => nodeTypes.get(node.type)?.role === 'source').map(node => node.id);
  const known = `Flow "${definition.id}" has the sources ${sources.join(', ')}`;
  if (asked !== undefined) {
    if (sources.includes(asked)) return asked;
    throw new UsageError(`${known}, but no "${asked}".`);
  }
  const [only, ...others] = sources;
  if (only === undefined)
    throw new UsageError(`Flow "${definition.id}" has no source by which a message could come in.`);
  if (others.length > 0) throw new UsageError(`${known}: name one of them with --source.`);
  return only;
}

/** Evaluates the keys, as the intake does, up to the first message that it would refuse. */
function accepted(keys: KeyExpressions, inputs: readonly Input[], newId: () => string, clock: number) {
  const messages: Message[] = [];
  for (const { contentType, headers, body } of inputs) {
    const id = newId();
    const correlationId = headers['x-correlation-id'] ?? id;
    const message: Message = { id, correlationId, causationId: undefined, headers, contentType, body };
    try {
      const found = keys.evaluate(message, { executionId: id, run: 0, clock });
      messages.push({ ...message, correlationId: found.correlationId ?? correlationId });
    } catch (error) {
      if (!(error instanceof LineshaftError)) throw error;
      return { messages, refused: toErrorRecord(error) };
    }
  }
  return { messages, refused: undefined };
}

function numberedIds(): () => string {
  let last = 0;
  return () => `00000000-0000-7000-8000-${String(++last).padStart(12, '0')}`;
}
