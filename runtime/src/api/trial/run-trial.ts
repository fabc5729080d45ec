import {
  Body,
  type Connect,
  type Emitted,
  type ErrorRecord,
  LineshaftError,
  type Message,
  type NodeImplementations,
  toErrorRecord,
} from '@lineshaft/flow';
import { type MemoryTrace, runInMemory } from '../../engine/run-in-memory.ts';
import { type PreparedFlow, prepareFlow, type PreparedNode } from '../../engine/prepare-flow.ts';
import { KeyExpressions } from '../../intake/evaluate-keys.ts';
import { newId } from '../../ledger/ids.ts';
import type { Tryable } from './tryable-flow.ts';

export interface TrialOptions {
  implementations: NodeImplementations;
  sample: { contentType: string; headers: Record<string, string>; body: Body };
  /** What nodes send out instead of being run. */
  pins: ReadonlyMap<string, readonly Emitted[]>;
  /** Whether a node of this type does something outside of Lineshaft. */
  deliversOutside(this: void, nodeType: string): boolean;
  /** Sinks are run for real, over these connections. Left out: they are stubbed. */
  connectOf?: ((node: PreparedNode) => Connect) | undefined;
}

export interface RawTrial extends MemoryTrace {
  refused: ErrorRecord | undefined;
  keys: (readonly [name: string, value: string])[];
  endedBy: 'time' | 'runs' | null;
}

const patienceMs = 10_000;
const mostRuns = 2000;

/** Takes the sample through the flow, in memory and within bounds. @throws LineshaftError when it cannot be prepared */
export async function runTrial({ definition, entry, alone }: Tryable, options: TrialOptions): Promise<RawTrial> {
  const prepared = await prepareFlow(definition, 1, options.implementations);
  const accepted = accept(definition.keys, options.sample, alone);
  if (accepted.refused) return { ...accepted, executions: [], kept: [], endedBy: null };

  const ending = new AbortController();
  let endedBy: RawTrial['endedBy'] = null;
  let runs = 0;
  const end = (reason: 'time' | 'runs', message: string) => {
    endedBy ??= reason;
    ending.abort(new LineshaftError('timeout', message));
  };
  const timer = setTimeout(() => end('time', `A try takes at most ${patienceMs / 1000} s.`), patienceMs);
  try {
    const trace = await runInMemory({
      flow: alone ? leadingTo(prepared, entry) : prepared,
      sourceNodeId: entry,
      messages: [accepted.message],
      now: Date.now(),
      letTimePass: true,
      newId,
      signal: ending.signal,
      standIn: node => {
        if (++runs >= mostRuns) end('runs', `A try makes at most ${mostRuns} node runs.`);
        return standIn(node, options);
      },
      ...(options.connectOf ? { connectOf: options.connectOf } : {}),
    });
    return { ...accepted, ...trace, endedBy };
  } finally {
    clearTimeout(timer);
  }
}

/** The sample as the intake would take it in; a node that is run alone gets it as it is. */
function accept(
  keys: Tryable['definition']['keys'],
  sample: TrialOptions['sample'],
  alone: boolean,
): { message: Message; refused: ErrorRecord | undefined; keys: RawTrial['keys'] } {
  const id = newId();
  const correlationId = sample.headers['x-correlation-id'] ?? id;
  const message: Message = { id, correlationId, causationId: undefined, ...sample };
  if (alone) return { message, refused: undefined, keys: [] };
  try {
    const found = new KeyExpressions(keys).evaluate(message, { executionId: id, run: 0, clock: Date.now() });
    const taken = { ...message, correlationId: found.correlationId ?? correlationId };
    return { message: taken, refused: undefined, keys: found.business };
  } catch (error) {
    if (!(error instanceof LineshaftError)) throw error;
    return { message, refused: toErrorRecord(error), keys: [] };
  }
}

/** As if an edge led from the node into itself when the message comes in, and none later. */
function leadingTo(flow: PreparedFlow, nodeId: string): PreparedFlow {
  let isEntered = false;
  return {
    ...flow,
    next(from, port) {
      if (isEntered) return [];
      isEntered = true;
      return from === nodeId && port === 'out' ? [nodeId] : [];
    },
  };
}

function standIn(
  node: PreparedNode,
  { pins, connectOf, deliversOutside }: TrialOptions,
): readonly Emitted[] | undefined {
  const pinned = pins.get(node.node.id);
  if (pinned) return pinned;
  if (connectOf || !deliversOutside(node.node.type)) return undefined;
  const [firstPort] = node.ports;
  return firstPort === undefined
    ? []
    : [{ port: firstPort, contentType: 'application/json', headers: {}, body: Body.empty }];
}
