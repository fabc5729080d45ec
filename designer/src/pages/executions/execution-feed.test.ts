import type { ExecutionSummary, LiveExecutions } from '@lineshaft/api';
import type { ExecutionState } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { appendOlder, beginFeed, type ExecutionFeed, showWaiting, takeLive } from './execution-feed.ts';

const feedOf = (...texts: string[]): ExecutionFeed => beginFeed({ executions: of(...texts), nextCursor: 'older' });
const told = (executions: ExecutionSummary[], change: Partial<LiveExecutions> = {}): LiveExecutions => ({
  at: '2026-11-25T08:00:00.000Z',
  executions,
  gone: [],
  skipped: false,
  ...change,
});

describe('the list of executions that goes on by itself', () => {
  it('puts new executions on top and brings known ones up to date', () => {
    const feed = takeLive(feedOf('5', '4 running', '3'), told(of('7', '6', '4')), 100, false);
    expect(feed).toMatchObject({ executions: of('7', '6', '5', '4', '3'), waiting: [], isCut: false });
  });

  it('leaves rows that did not change the objects that they were', () => {
    const before = feedOf('5', '4 running', '3');
    const after = takeLive(before, told(of('6', '4')), 100, false);
    expect(after.executions[1]).toBe(before.executions[0]);
    expect(after.executions[3]).toBe(before.executions[2]);
    const untouched = takeLive(before, told(of('6')), 100, true);
    expect(untouched.executions).toBe(before.executions);
  });

  it('moves no row while somebody reads: new ones wait, what they say is kept up to date, and nothing goes', () => {
    let feed = takeLive(feedOf('5', '4 running'), told(of('6 running')), 100, true);
    feed = takeLive(feed, told(of('7', '6', '4'), { gone: ['5'] }), 100, true);
    expect(feed).toMatchObject({ executions: of('5', '4'), waiting: of('7', '6') });
    expect(showWaiting(feed)).toMatchObject({ executions: of('7', '6', '5', '4'), waiting: [] });
  });

  it('drops what no longer fits the filter', () => {
    const { executions } = takeLive(feedOf('5', '4', '3'), told([], { gone: ['4'] }), 100, false);
    expect(executions).toEqual(of('5', '3'));
  });

  it('must begin anew when more came than it was told of', () => {
    expect(takeLive(feedOf('3'), told(of('9', '8'), { skipped: true }), 2, false)).toMatchObject({
      executions: of('3'),
      isCut: true,
    });
    // A stream that was lost tells all that it knows when it is back.
    expect(takeLive(feedOf('3'), told(of('9', '8')), 2, false).isCut).toBe(true);
  });

  it('must begin anew when it has grown too long', () => {
    const many = Array.from({ length: 2001 }, (_, index) => String(90_000 - index));
    expect(takeLive(feedOf(...many), told([]), 100, false).isCut).toBe(false);
    expect(takeLive(feedOf(...many), told(of('99999')), 100, false).isCut).toBe(true);
  });

  it('takes what comes first into an empty list', () => {
    const feed = takeLive(beginFeed({ executions: [], nextCursor: null }), told(of('2', '1')), 2, false);
    expect(feed).toMatchObject({ executions: of('2', '1'), isCut: false });
  });

  it('appends older pages once', () => {
    const once = appendOlder(feedOf('5', '4'), { executions: of('3', '2'), nextCursor: null });
    expect(once).toMatchObject({ executions: of('5', '4', '3', '2'), nextCursor: null });
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
      reprocessed: null,
    };
  });
}
