import type { TickPlan } from './ticks.ts';

export interface MissedTicks {
  missedTicks: 'skip' | 'last' | 'all';
  maxMissedTicks: number;
  /** A tick that is later than this was missed. */
  toleranceMs: number;
}

/**
 * The ticks to take in now, the oldest first, milliseconds since 1970. However long nothing ran, this looks at no more
 * ticks than it returns.
 * @param handled the last tick that was taken in, or the instant at which the schedule began
 */
export function dueTicks(plan: TickPlan, handled: number, now: number, missed: MissedTicks): number[] {
  const punctual = now - missed.toleranceMs;
  const onTime = ticksBetween(plan, Math.max(handled, punctual), now);
  const newestFirst = missedOnes(plan, Math.min(punctual, now), onTime.length > 0, missed);
  return [...newestFirst.filter(tick => tick > handled).toReversed(), ...onTime];
}

/** Those after the first instant and up to the second. */
function ticksBetween(plan: TickPlan, from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let [tick] = plan.after(from, 1); tick !== undefined && tick <= to; [tick] = plan.after(tick, 1))
    ticks.push(tick);
  return ticks;
}

function missedOnes(plan: TickPlan, punctual: number, isCaughtUp: boolean, missed: MissedTicks): number[] {
  const { missedTicks, maxMissedTicks } = missed;
  if (missedTicks === 'skip' || (missedTicks === 'last' && isCaughtUp)) return [];
  // `before` looks at whole seconds and leaves its own out, `after` takes those that follow: none is seen by both.
  return plan.before(Math.floor(punctual / 1000) * 1000 + 1000, missedTicks === 'last' ? 1 : maxMissedTicks);
}
