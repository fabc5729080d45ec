import type { ExecutionDetail, NodeRun, PendingRunView } from '@lineshaft/api';

/** One bar: an attempt, or what is still to do (without `attempt`). Places are shares of the whole width, 0 to 1. */
export interface WaterfallRow {
  key: string;
  run: number;
  nodeId: string;
  nodeName: string;
  start: number;
  width: number;
  attempt?: NodeRun;
  pending?: PendingRunView;
}

/** A time in which nothing was at work, folded so that the rest can be seen. */
export interface Fold {
  at: number;
  width: number;
  durationMs: number;
}

export interface Waterfall {
  rows: WaterfallRow[];
  folds: Fold[];
  /** Milliseconds from acceptance to the last thing known. */
  durationMs: number;
}

interface Span {
  from: number;
  to: number;
}

type Trace = Pick<ExecutionDetail, 'acceptedAt' | 'nodeRuns' | 'pending'>;

/** A fold is as wide as this share of all that was at work. */
const foldShare = 0.06;
/** A pause that is longer than all work together, times this, is folded. */
const longPause = 0.5;

/** Lays attempts out in time. Long pauses (retries hours later) are folded. @param nodeNames by id */
export function layOutWaterfall(
  { acceptedAt, nodeRuns, pending }: Trace,
  nodeNames: ReadonlyMap<string, string> = new Map(),
): Waterfall {
  const accepted = Date.parse(acceptedAt);
  const spanOf = ({ startedAt, durationMs }: NodeRun): Span => {
    const from = Math.max(Date.parse(startedAt) - accepted, 0);
    return { from, to: from + Math.max(durationMs, 0) };
  };
  const busy = joined([{ from: 0, to: 0 }, ...nodeRuns.map(spanOf)]);
  const axis = foldedAxis(busy);
  const rows = nodeRuns.map((attempt): WaterfallRow => {
    const { from, to } = spanOf(attempt);
    const start = axis.place(from);
    return {
      key: `${attempt.run}.${attempt.attempt}`,
      run: attempt.run,
      nodeId: attempt.nodeId,
      nodeName: attempt.nodeName,
      start,
      width: axis.place(to) - start,
      attempt,
    };
  });
  const open = pending.map((due): WaterfallRow => ({
    key: `${due.run}.due`,
    run: due.run,
    nodeId: due.nodeId,
    nodeName: nodeNames.get(due.nodeId) ?? due.nodeId,
    start: 1,
    width: 0,
    pending: due,
  }));
  return { rows: [...rows, ...open], folds: axis.folds, durationMs: busy.at(-1)?.to ?? 0 };
}

/** Overlapping spans as one, in order. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

function foldedAxis(busy: readonly Span[]): { place(at: number): number; folds: Fold[] } {
  const work = Math.max(
    busy.reduce((sum, { from, to }) => sum + to - from, 0),
    1,
  );
  const pauses = busy.slice(1).map((span, index) => ({ from: busy[index]?.to ?? 0, to: span.from }));
  const folded = pauses
    .filter(({ from, to }) => to - from > work * longPause)
    .map(pause => ({ ...pause, drawn: work * foldShare }));
  const drawnAt = (at: number) =>
    folded.reduce((sum, { from, to, drawn }) => {
      const inside = Math.min(Math.max(at - from, 0), to - from);
      return sum - inside + (inside / (to - from)) * drawn;
    }, at);
  const whole = Math.max(drawnAt(busy.at(-1)?.to ?? 0), Number.MIN_VALUE);
  const place = (at: number) => drawnAt(at) / whole;
  return {
    place,
    folds: folded.map(({ from, to }) => ({ at: place(from), width: place(to) - place(from), durationMs: to - from })),
  };
}
