import type { Trial, TriedExecution, TriedRun } from '@lineshaft/api';
import type { Body, ErrorRecord } from '@lineshaft/flow';
import type { TracedExecution, TracedRun } from '../../engine/memory-execution.ts';
import { viewBody } from '../body-view.ts';
import type { RawTrial } from './run-trial.ts';

export interface TrialViewOptions {
  entry: string;
  durationMs: number;
  /** Bytes of each body to show. */
  bodyLimit: number;
  isPinned(this: void, nodeId: string): boolean;
  /** Takes secrets out of an error. */
  redact(this: void, error: ErrorRecord): ErrorRecord;
}

/** Bytes of all bodies together: what comes after is cut off wholly. */
const totalLimit = 20 * 1024 * 1024;

/** A try as it is shown: bodies in the form that shows best, cut off. */
export function viewTrial(trial: RawTrial, options: TrialViewOptions): Trial {
  const bodies = new Bodies(options.bodyLimit);
  const keys = Map.groupBy(trial.keys, ([name]) => name);
  return {
    entry: options.entry,
    refused: trial.refused ? options.redact(trial.refused) : null,
    keys: Object.fromEntries([...keys].map(([name, found]) => [name, found.map(([, value]) => value)])),
    executions: trial.executions.map(execution => viewExecution(execution, bodies, options)),
    kept: trial.kept,
    endedBy: trial.endedBy,
    durationMs: options.durationMs,
  };
}

function viewExecution(execution: TracedExecution, bodies: Bodies, options: TrialViewOptions): TriedExecution {
  const { id, releasedBy, state, dueAt, error, message, runs } = execution;
  return {
    id,
    releasedBy: releasedBy ?? null,
    state,
    dueAt: state === 'waiting' ? instant(dueAt) : null,
    error: error ? { ...options.redact(error), nodeId: error.nodeId } : null,
    message: bodies.view(message),
    runs: runs.map(run => viewRun(run, runs, bodies, options)),
  };
}

function viewRun(run: TracedRun, all: readonly TracedRun[], bodies: Bodies, options: TrialViewOptions): TriedRun {
  const { from, input, emitted, reply } = run;
  const sender = from && all.find(one => one.run === from.run);
  return {
    run: run.run,
    nodeId: run.nodeId,
    nodeName: run.nodeName,
    nodeType: run.nodeType,
    state: run.error ? 'failed' : 'succeeded',
    attempts: 1,
    undoes: run.undoes ?? null,
    stoodIn: run.stoodIn ? (options.isPinned(run.nodeId) ? 'pin' : 'stub') : null,
    startedAt: new Date(run.at).toISOString(),
    durationMs: run.durationMs,
    input: {
      ...bodies.view(input),
      fromRun: from?.run ?? null,
      port: (from && sender?.emitted[from.item]?.port) ?? null,
    },
    outputs: emitted.map(item => ({
      ...bodies.view(item),
      port: item.port,
      dueAt: instant(item.dueAt),
      unchanged: item.body === input.body,
    })),
    error: run.error ? options.redact(run.error) : null,
    reply: reply ? { ...bodies.viewBytes(reply.contentType, reply.headers, reply.body), status: reply.status } : null,
    sent: run.sent.map(({ message, ...target }) => ({ ...bodies.view(message), ...target })),
  };
}

/** Cuts bodies off, each and all together. */
class Bodies {
  readonly #limit: number;
  #left = totalLimit;

  constructor(limit: number) {
    this.#limit = limit;
  }

  view({ contentType, headers, body }: { contentType: string; headers: Readonly<Record<string, string>>; body: Body }) {
    return this.viewBytes(contentType, headers, body.bytes());
  }

  viewBytes(contentType: string, headers: Readonly<Record<string, string>>, body: Uint8Array) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    const limit = Math.min(this.#limit, this.#left);
    this.#left -= Math.min(limit, bytes.length);
    return { ...viewBody(contentType, { size: bytes.length, bytes }, limit), headers: { ...headers } };
  }
}

const instant = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
