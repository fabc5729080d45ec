import type { ExecutionDetail, NodeRun, PendingRunView } from '@lineshaft/api';
import type { FlowVersionDefinition } from '@lineshaft/flow';
import type { Mark } from '../../editor/canvas/draw-flow.ts';
import { undoKey } from '../../editor/canvas/undo-arrows.ts';
import { edgeKey } from '../../editor/draft-flow.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { messages } from './messages.ts';

type Trace = Pick<ExecutionDetail, 'nodeRuns' | 'pending'>;

/** What the drawn flow shows of an execution. */
export function lightUp(definition: FlowVersionDefinition, trace: Trace) {
  return { nodes: nodeMarks(definition, trace), edges: edgeMarks(definition, trace.nodeRuns) };
}

function nodeMarks(definition: FlowVersionDefinition, { nodeRuns, pending }: Trace) {
  const marks = new Map<string, Mark>();
  for (const { id } of definition.nodes) {
    const attempts = nodeRuns.filter(({ nodeId }) => nodeId === id);
    const due = pending.filter(({ nodeId }) => nodeId === id);
    const mark = markOf(attempts, due, nodeRuns);
    if (mark) marks.set(id, mark);
  }
  for (const arrow of entries(definition, nodeRuns)) {
    if (!marks.has(arrow.from)) marks.set(arrow.from, { tone: 'good', below: messages.diagram.came });
  }
  return marks;
}

function markOf(
  attempts: readonly NodeRun[],
  due: readonly PendingRunView[],
  all: readonly NodeRun[],
): Mark | undefined {
  const last = attempts.at(-1);
  const texts = messages.diagram;
  if (due.some(({ dead }) => dead)) return { tone: 'bad', below: texts.dead(last?.attempt ?? 1) };
  if (due.some(({ held }) => held)) return { tone: 'busy', below: texts.held };
  if (due.some(({ dueAt }) => dueAt !== null)) return { tone: 'busy', below: texts.retry(last?.attempt ?? 0) };
  if (due.length > 0) return { tone: 'running', below: texts.due };
  if (!last) return undefined;
  const runs = new Set(attempts.map(({ run }) => run));
  const below = [
    formatDuration(attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    ...(runs.size > 1 ? [texts.runs(runs.size)] : []),
    ...(attempts.length > runs.size ? [texts.attempts(attempts.length)] : []),
  ].join(' · ');
  if (all.some(({ undoes, state }) => undoes !== null && runs.has(undoes) && state === 'succeeded')) {
    return { tone: 'undone', below: texts.undone };
  }
  return { tone: last.state === 'succeeded' ? 'good' : 'bad', below };
}

function edgeMarks(definition: FlowVersionDefinition, nodeRuns: readonly NodeRun[]) {
  const byRun = new Map(nodeRuns.map(run => [run.run, run.nodeId]));
  const counts = new Map<string, Set<number>>();
  const count = (key: string, run: number) => counts.set(key, (counts.get(key) ?? new Set()).add(run));
  for (const { run, nodeId, input, undoes } of nodeRuns) {
    const from = input.fromRun === null ? undefined : byRun.get(input.fromRun);
    if (undoes !== null) {
      const undone = byRun.get(undoes);
      if (undone !== undefined) count(undoKey({ from: undone, to: nodeId }), run);
    } else if (from !== undefined && input.port !== null) {
      count(edgeKey({ from, port: input.port, to: nodeId }), run);
    }
  }
  for (const { from, port, to, run } of entries(definition, nodeRuns)) count(edgeKey({ from, port, to }), run);
  return new Map(
    [...counts].map(([key, runs]): [string, Mark] => [
      key,
      { tone: 'good', ...(runs.size > 1 ? { text: String(runs.size) } : {}) },
    ]),
  );
}

/** Where the message came in. Which source it was is not recorded, so it is told only where there is one way. */
function entries(definition: FlowVersionDefinition, nodeRuns: readonly NodeRun[]) {
  return nodeRuns.flatMap(({ run, nodeId, input, undoes }) => {
    if (input.fromRun !== null || undoes !== null) return [];
    const [only, ...others] = definition.edges.filter(({ to }) => to === nodeId);
    return only && others.length === 0 ? [{ ...only, run }] : [];
  });
}
