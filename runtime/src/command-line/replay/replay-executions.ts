import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, apiRoutes, type Client, type ExecutionSummary } from '@lineshaft/api';
import { endStates, type ExecutionState } from '@lineshaft/flow';

export interface ReplayOptions {
  /** `retry`: again from the node that failed. `original`, `current`: again from the start, with that version. */
  how: 'retry' | 'original' | 'current';
  perSecond: number;
  /** Waits for each to come through before the next one is begun. */
  stopOnFailure: boolean;
  /** How long the last ones have to come to an end, milliseconds. */
  patienceMs: number;
  report(result: Replayed): void;
}

/** What came of one replay. */
export interface Replayed {
  executionId: string;
  /** The execution that goes on: the same one, or a new one. Undefined: the runtime refused. */
  replayedBy: string | undefined;
  /** Of that one, when it was last looked at. */
  state: ExecutionState | 'refused';
  failure: string | undefined;
}

const pollMs = 100;

/** Replays executions in the order given. @returns what came of each, and those that were not begun any more */
export async function replayExecutions(
  executions: readonly ExecutionSummary[],
  call: Client,
  options: ReplayOptions,
): Promise<{ results: Replayed[]; left: ExecutionSummary[] }> {
  const results: Replayed[] = [];
  const report = (result: Replayed) => {
    results.push(result);
    options.report(result);
  };
  const begun: Replayed[] = [];
  const startedAt = performance.now();
  for (const [index, execution] of executions.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1000) / options.perSecond - performance.now()));
    const replayed = await begin(execution, call, options.how);
    if (replayed.state !== 'refused' && !options.stopOnFailure) {
      begun.push(replayed);
      continue;
    }
    const result = await follow(replayed, call, performance.now() + options.patienceMs);
    report(result);
    if (options.stopOnFailure && result.failure !== undefined) return { results, left: executions.slice(index + 1) };
  }
  const deadline = performance.now() + options.patienceMs;
  for (const replayed of begun) report(await follow(replayed, call, deadline));
  return { results, left: [] };
}

async function begin({ id }: ExecutionSummary, call: Client, how: ReplayOptions['how']): Promise<Replayed> {
  const { retryExecution, reprocessExecution } = apiRoutes.executions;
  try {
    if (how === 'retry') {
      const { state } = await call(retryExecution, { params: { id } });
      return { executionId: id, replayedBy: id, state, failure: undefined };
    }
    const { executionId, state } = await call(reprocessExecution, { params: { id }, body: { version: how } });
    return { executionId: id, replayedBy: executionId, state, failure: undefined };
  } catch (error) {
    if (!(error instanceof ApiError) || ![404, 409].includes(error.status)) throw error;
    return { executionId: id, replayedBy: undefined, state: 'refused', failure: error.message };
  }
}

/** Until it has ended or failed, or its time is up: then its state is the last that was seen. */
async function follow(replayed: Replayed, call: Client, deadline: number): Promise<Replayed> {
  if (replayed.replayedBy === undefined) return replayed;
  for (;;) {
    const query = { bodyLimit: 0 };
    const found = await call(apiRoutes.executions.getExecution, { params: { id: replayed.replayedBy }, query });
    const { state, error } = found;
    const failed = state === 'dead-lettered' || (state === 'waiting' && error !== null);
    const failure = failed
      ? `${error?.code ?? 'unexpected'} at ${error?.nodeId ?? '?'}: ${error?.message ?? ''}`
      : undefined;
    if (failed || endStates.includes(state) || performance.now() > deadline) return { ...replayed, state, failure };
    await sleep(pollMs);
  }
}
