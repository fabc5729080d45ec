import type { FlowListEntry } from '@lineshaft/api';

/** The activity of all flows as one. The hours of all are the same. */
export function allActivity(flows: readonly Pick<FlowListEntry, 'activity'>[]) {
  const sum = (pick: (activity: FlowListEntry['activity']) => number) =>
    flows.reduce((total, { activity }) => total + pick(activity), 0);
  const hours = flows[0]?.activity.hours ?? [];
  return {
    waiting: sum(({ waiting }) => waiting),
    deadLettered: sum(({ deadLettered }) => deadLettered),
    succeeded: sum(({ succeeded }) => succeeded),
    failed: sum(({ failed }) => failed),
    hours: hours.map(({ from }, index) => ({
      from,
      succeeded: sum(activity => activity.hours[index]?.succeeded ?? 0),
      failed: sum(activity => activity.hours[index]?.failed ?? 0),
    })),
  };
}

/** Flows with failures in the last 24 hours or in the dead letter channel, the worst first. */
export function failingFlows(flows: readonly FlowListEntry[]): FlowListEntry[] {
  return flows
    .filter(({ activity }) => activity.failed > 0 || activity.deadLettered > 0)
    .toSorted((a, b) => b.activity.failed - a.activity.failed || b.activity.deadLettered - a.activity.deadLettered);
}
