import type { ExecutionSummary } from '@lineshaft/api';
import type { ExecutionState } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { appendOlder, takeNewest } from './execution-feed.ts';

describe('the list of executions that goes on by itself', () => {
  it('puts new executions on top and brings known ones up to date', () => {
    const feed = { executions: of('5', '4 running', '3'), nextCursor: '3' };
    const { withNew, newCount, isMore } = takeNewest(feed, { executions: of('7', '6', '5', '4'), nextCursor: '4' });
    expect(withNew).toEqual({ executions: of('7', '6', '5', '4', '3'), nextCursor: '3' });
    expect([newCount, isMore]).toEqual([2, false]);
  });

  it('leaves the rows where they are while only what is known of them is refreshed', () => {
    const feed = { executions: of('5', '4 running', '3'), nextCursor: '3' };
    const { refreshed } = takeNewest(feed, { executions: of('6', '5', '4'), nextCursor: '4' });
    expect(refreshed).toEqual({ executions: of('5', '4', '3'), nextCursor: '3' });
  });

  it('drops what no longer fits the filter', () => {
    const feed = { executions: of('5', '4', '3'), nextCursor: null };
    expect(takeNewest(feed, { executions: of('5', '3'), nextCursor: null }).withNew.executions).toEqual(of('5', '3'));
  });

  it('begins anew without a hole when more came than a page holds', () => {
    const feed = { executions: of('3', '2'), nextCursor: '2' };
    const { withNew, refreshed, newCount, isMore } = takeNewest(feed, { executions: of('9', '8'), nextCursor: '8' });
    expect(withNew).toEqual({ executions: of('9', '8'), nextCursor: '8' });
    expect(refreshed).toBe(feed);
    expect([newCount, isMore]).toEqual([2, true]);
  });

  it('takes the first page of an empty list, and its cursor', () => {
    const { withNew, newCount } = takeNewest(
      { executions: [], nextCursor: null },
      { executions: of('2', '1'), nextCursor: '1' },
    );
    expect(withNew).toEqual({ executions: of('2', '1'), nextCursor: '1' });
    expect(newCount).toBe(2);
  });

  it('appends older pages once', () => {
    const feed = { executions: of('5', '4'), nextCursor: '4' };
    const once = appendOlder(feed, { executions: of('3', '2'), nextCursor: null });
    expect(once).toEqual({ executions: of('5', '4', '3', '2'), nextCursor: null });
    expect(appendOlder(once, { executions: of('3', '2'), nextCursor: null }).executions).toHaveLength(4);
  });
});

/** `'4 running'` → the execution 4, running; without a state it has succeeded. */
function of(...texts: string[]): ExecutionSummary[] {
  return texts.map(text => {
    const [id = '', state = 'succeeded'] = text.split(' ');
    return {
      id,
      flowId: 'orders',
      flowVersion: 1,
      state: state as ExecutionState,
      messageId: id,
      correlationId: id,
      keys: {},
      orderingKey: null,
      acceptedAt: '2026-11-25T08:00:00.000Z',
      endedAt: null,
      dueAt: null,
      error: null,
      replayOf: null,
    };
  });
}
