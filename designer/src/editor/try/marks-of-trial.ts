import type { Trial } from '@lineshaft/api';
import { formatDuration } from '../../ui/format-time.ts';
import type { Mark } from '../canvas/draw-flow.ts';
import type { DraftFlow } from '../draft-flow.ts';
import { messages } from './messages.ts';
import { edgeCounts, type NodeTrace } from './trace-of-trial.ts';

const texts = messages.mark;

/** What the canvas shows at nodes: how they did, and which are pinned. */
export function nodeMarks(
  trial: Trial | undefined,
  trace: ReadonlyMap<string, NodeTrace>,
  pinned: ReadonlySet<string>,
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  if (trial && !trace.has(trial.entry))
    marks.set(trial.entry, trial.refused ? { tone: 'bad', below: texts.refused } : { tone: 'good', below: texts.came });
  for (const [nodeId, traced] of trace) marks.set(nodeId, markOf(traced));
  for (const { nodeId, keys } of trial?.kept ?? [])
    marks.set(nodeId, {
      tone: 'busy',
      below: [marks.get(nodeId)?.below, texts.keeps(keys.length)].filter(Boolean).join(' · '),
    });
  for (const nodeId of pinned) marks.set(nodeId, { ...marks.get(nodeId), isPinned: true });
  return marks;
}

/** What the canvas shows at edges: how many messages went over them. */
export function edgeMarks(flow: DraftFlow, trial: Trial | undefined): ReadonlyMap<string, Mark> {
  const counts = trial ? edgeCounts(flow, trial) : new Map<string, number>();
  return new Map([...counts].map(([key, count]) => [key, { tone: 'good', text: String(count) }]));
}

function markOf(traced: NodeTrace): Mark {
  const { state, stoodIn } = traced;
  const below = stateInWords(traced);
  if (stoodIn !== null) return { tone: stoodIn === 'stub' ? 'stub' : 'good', below };
  return { tone: state === 'failed' ? 'bad' : 'good', below };
}

/** State, time and attempts of a node, such as `Succeeded · 12 ms · 1 attempt`. */
export function stateInWords({ state, runs, attempts, durationMs, stoodIn }: NodeTrace): string {
  const several = runs.length > 1 ? [texts.runs(runs.length)] : [];
  if (stoodIn !== null) return [texts.stoodIn[stoodIn], ...several].join(' · ');
  const isLong = several.length > 0 && state === 'succeeded';
  return [
    ...(isLong ? [] : [texts.states[state]]),
    ...several,
    formatDuration(durationMs),
    texts.attempts(attempts),
  ].join(' · ');
}
