import type { Trial, TriedExecution, TriedRun } from '@lineshaft/api';
import { type DraftFlow, edgeKey } from '../draft-flow.ts';

/** One run of a node, with the execution that it is part of. */
export interface TracedRun {
  run: TriedRun;
  execution: TriedExecution;
}

/** What a node did in a try. */
export interface NodeTrace {
  nodeId: string;
  /** At least one, in the order in which they were made. */
  runs: readonly TracedRun[];
  state: TriedRun['state'];
  attempts: number;
  durationMs: number;
  stoodIn: TriedRun['stoodIn'];
}

/** By id of the node, in the order in which they were first run; nodes that were run alone since show that run. */
export function traceOfTrial(
  trial: Trial | undefined,
  alone: ReadonlyMap<string, Trial> = new Map(),
): ReadonlyMap<string, NodeTrace> {
  const runs = trial ? runsOf(trial) : [];
  const byNode = Map.groupBy(runs, ({ run }) => run.nodeId);
  for (const [nodeId, single] of alone) byNode.set(nodeId, runsOf(single));
  return new Map([...byNode].flatMap(([nodeId, traced]) => summarized(nodeId, traced)));
}

/** How many messages went over each edge, by its key. */
export function edgeCounts(flow: DraftFlow, trial: Trial): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { run, execution } of runsOf(trial)) {
    if (run.undoes !== null) continue;
    const from = originOf(run, execution, trial.entry);
    const edge = flow.edges.find(
      each => each.from === from?.nodeId && each.to === run.nodeId && (each.port ?? 'out') === (from.port ?? 'out'),
    );
    if (edge) counts.set(edgeKey(edge), (counts.get(edgeKey(edge)) ?? 0) + 1);
  }
  return counts;
}

/** The node that failed and ended an execution, the sample's own first. */
export function failedNode({ executions }: Trial): string | undefined {
  return executions.find(({ error }) => error !== null)?.error?.nodeId;
}

/** Where the input of a run came from; undefined when it is the sample that a node got which was run alone. */
export function originOf(
  { input, nodeId }: TriedRun,
  { runs, releasedBy }: TriedExecution,
  entry: string,
): { nodeId: string; port: string | null } | undefined {
  if (input.fromRun !== null) {
    const sender = runs.find(({ run }) => run === input.fromRun);
    return sender && { nodeId: sender.nodeId, port: input.port };
  }
  if (releasedBy) return releasedBy;
  return entry === nodeId ? undefined : { nodeId: entry, port: null };
}

function runsOf({ executions }: Trial): TracedRun[] {
  return executions.flatMap(execution => execution.runs.map(run => ({ run, execution })));
}

function summarized(nodeId: string, runs: readonly TracedRun[]): [string, NodeTrace][] {
  if (runs.length === 0) return [];
  const trace = {
    nodeId,
    runs,
    state: runs.some(({ run }) => run.state === 'failed') ? ('failed' as const) : ('succeeded' as const),
    attempts: runs.reduce((sum, { run }) => sum + run.attempts, 0),
    durationMs: runs.reduce((sum, { run }) => sum + run.durationMs, 0),
    stoodIn: runs[0]?.run.stoodIn ?? null,
  };
  return [[nodeId, trace]];
}
