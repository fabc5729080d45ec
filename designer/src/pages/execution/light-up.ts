import type { ExecutionDetail, NodeRun, PendingRunView } from '@lineshaft/api';
import type { FlowVersionDefinition } from '@lineshaft/flow';
import { type EdgeDecoration, edgeKey, type NodeDecoration } from '../../flow-diagram/diagram-graph.ts';
import { formatDuration } from '../../ui/format-time.ts';
import { messages } from './messages.ts';

type Trace = Pick<ExecutionDetail, 'nodeRuns' | 'pending'>;

/** What the drawn flow shows of an execution. */
export function lightUp(definition: FlowVersionDefinition, trace: Trace) {
  return { nodes: nodeDecorations(definition, trace), edges: edgeDecorations(definition, trace.nodeRuns) };
}

function nodeDecorations(definition: FlowVersionDefinition, { nodeRuns, pending }: Trace) {
  const decorations = new Map<string, NodeDecoration>();
  for (const { id } of definition.nodes) {
    const attempts = nodeRuns.filter(({ nodeId }) => nodeId === id);
    const due = pending.filter(({ nodeId }) => nodeId === id);
    const decoration = decorationOf(attempts, due, nodeRuns);
    if (decoration) decorations.set(id, decoration);
  }
  for (const arrow of entries(definition, nodeRuns)) {
    if (!decorations.has(arrow.from)) decorations.set(arrow.from, { tone: 'succeeded', text: messages.diagram.came });
  }
  return decorations;
}

function decorationOf(
  attempts: readonly NodeRun[],
  due: readonly PendingRunView[],
  all: readonly NodeRun[],
): NodeDecoration | undefined {
  const last = attempts.at(-1);
  const texts = messages.diagram;
  if (due.some(({ dead }) => dead)) return { tone: 'failed', text: texts.dead(last?.attempt ?? 1) };
  if (due.some(({ held }) => held)) return { tone: 'waiting', text: texts.held };
  if (due.some(({ dueAt }) => dueAt !== null)) return { tone: 'waiting', text: texts.retry(last?.attempt ?? 0) };
  if (due.length > 0) return { tone: 'running', text: texts.due };
  if (!last) return undefined;
  const runs = new Set(attempts.map(({ run }) => run));
  const text = [
    formatDuration(attempts.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    ...(runs.size > 1 ? [texts.runs(runs.size)] : []),
    ...(attempts.length > runs.size ? [texts.attempts(attempts.length)] : []),
  ].join(' · ');
  if (all.some(({ undoes, state }) => undoes !== null && runs.has(undoes) && state === 'succeeded')) {
    return { tone: 'undone', text: texts.undone };
  }
  return { tone: last.state === 'succeeded' ? 'succeeded' : 'failed', text };
}

function edgeDecorations(definition: FlowVersionDefinition, nodeRuns: readonly NodeRun[]) {
  const byRun = new Map(nodeRuns.map(run => [run.run, run.nodeId]));
  const counts = new Map<string, Set<number>>();
  const count = (key: string, run: number) => counts.set(key, (counts.get(key) ?? new Set()).add(run));
  for (const { run, nodeId, input, undoes } of nodeRuns) {
    const from = input.fromRun === null ? undefined : byRun.get(input.fromRun);
    if (undoes !== null) {
      const undone = byRun.get(undoes);
      if (undone !== undefined) count(edgeKey({ from: undone, port: 'undo', to: nodeId }), run);
    } else if (from !== undefined && input.port !== null) {
      count(edgeKey({ from, port: input.port, to: nodeId }), run);
    }
  }
  for (const { from, port, to, run } of entries(definition, nodeRuns)) count(edgeKey({ from, port, to }), run);
  return new Map(
    [...counts].map(([key, runs]): [string, EdgeDecoration] => [
      key,
      { isLit: true, ...(runs.size > 1 ? { text: String(runs.size) } : {}) },
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
