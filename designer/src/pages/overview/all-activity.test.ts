import type { FlowListEntry } from '@lineshaft/api';
import { describe, expect, it } from 'vitest';
import { allActivity, failingFlows } from './all-activity.ts';

const hour = (index: number) => `2026-11-25T${String(index).padStart(2, '0')}:00:00.000Z`;

function flow(id: string, activity: Partial<FlowListEntry['activity']>): FlowListEntry {
  return {
    id,
    name: id,
    owner: 'Team',
    domain: 'procurement',
    enabled: true,
    publishedVersion: 1,
    draftRevision: 1,
    draftDiffers: false,
    updatedAt: hour(0),
    obstacles: [],
    nodeTypes: [],
    connections: [],
    activity: {
      queued: 0,
      running: 0,
      waiting: 0,
      blocked: 0,
      deadLettered: 0,
      succeeded: 0,
      failed: 0,
      hours: [],
      ...activity,
    },
  };
}

describe('the activity of all flows', () => {
  it('is the sum of theirs, hour by hour', () => {
    const all = allActivity([
      flow('a', { succeeded: 3, failed: 1, waiting: 2, hours: [{ from: hour(7), succeeded: 3, failed: 1 }] }),
      flow('b', { succeeded: 4, deadLettered: 5, hours: [{ from: hour(7), succeeded: 4, failed: 0 }] }),
    ]);
    expect(all).toEqual({
      waiting: 2,
      deadLettered: 5,
      succeeded: 7,
      failed: 1,
      hours: [{ from: hour(7), succeeded: 7, failed: 1 }],
    });
  });

  it('is nothing without flows', () => {
    expect(allActivity([])).toEqual({ waiting: 0, deadLettered: 0, succeeded: 0, failed: 0, hours: [] });
  });
});

describe('flows with failures', () => {
  it('come with the worst first, and without those that fare well', () => {
    const flows = [
      flow('fine', { succeeded: 9, waiting: 4 }),
      flow('old', { deadLettered: 1 }),
      flow('worst', { failed: 3 }),
      flow('older', { deadLettered: 7 }),
    ];
    expect(failingFlows(flows).map(({ id }) => id)).toEqual(['worst', 'older', 'old']);
  });
});
