import { RetryAfterError } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { Backlog } from './backlog.ts';
import type { BacklogCount } from './count-backlog.ts';

function refusal(backlog: Backlog, partner: string | null): RetryAfterError | undefined {
  try {
    backlog.check('orders', partner);
    return undefined;
  } catch (error) {
    if (error instanceof RetryAfterError) return error;
    throw error;
  }
}

const counted = (partner: string, open: number, queued = open): BacklogCount => ({
  flowId: 'orders',
  partner,
  open,
  queued,
});

describe('the backlog of a flow', () => {
  it('is full at its limit, and has room again when something ends', () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', { backlog: 2 });
    for (const queued of [true, false]) {
      expect(refusal(backlog, null)).toBeUndefined();
      backlog.accepted('orders', null, queued);
    }
    expect(refusal(backlog, null)).toMatchObject({
      code: 'overloaded',
      message: 'The flow "orders" has 2 messages that are not through, and takes up to 2. Send it again in 10 s.',
      retryAfterMs: 10_000,
    });
    backlog.ended('orders', null);
    expect(refusal(backlog, null)).toBeUndefined();
  });

  it('is bounded when the flow says nothing', async () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', {});
    await backlog.refresh(async () => [counted('', 99_999)]);
    expect(refusal(backlog, null)).toBeUndefined();
    backlog.accepted('orders', null, true);
    expect(refusal(backlog, null)).toBeDefined();
  });

  it('has half of its room for one partner at most', () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', { backlog: 10 });
    for (let index = 0; index < 5; index++) backlog.accepted('orders', 'flood', true);
    expect(refusal(backlog, 'flood')?.message).toContain('has 5 messages of this partner');
    expect(refusal(backlog, 'steady')).toBeUndefined();
    expect(refusal(backlog, null)).toBeUndefined();
  });

  it('knows who has some queued, as far as this process has heard', async () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', {});
    backlog.accepted('orders', 'a', true);
    backlog.accepted('orders', 'b', false);
    expect(['a', 'b'].map(partner => backlog.queued('orders', partner))).toEqual([1, 0]);
    backlog.leased('orders', 'a');
    expect(backlog.queued('orders', 'a')).toBe(0);
    await backlog.refresh(async () => [counted('b', 3, 1)]);
    expect(['a', 'b'].map(partner => backlog.queued('orders', partner))).toEqual([0, 1]);
  });

  it('counts on top what happens while it is counted', async () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', {});
    backlog.accepted('orders', 'a', true);
    await backlog.refresh(async () => {
      backlog.accepted('orders', 'a', true);
      backlog.ended('orders', 'b');
      return [counted('a', 5), counted('b', 2)];
    });
    expect([...backlog.state()]).toEqual([
      {
        flowId: 'orders',
        open: 7,
        partners: [
          ['a', 6],
          ['b', 1],
        ],
      },
    ]);
  });

  it('says when to come back by how fast it drains, in all processes', async () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', { backlog: 100 });
    let now = 0;
    const clock = () => now;
    await backlog.refresh(async () => [counted('', 600)], clock);
    // 20 ended here, and the 40 by which the backlog is smaller elsewhere: 30 a second.
    for (let index = 0; index < 20; index++) backlog.ended('orders', null);
    now += 2000;
    await backlog.refresh(async () => [counted('', 540)], clock);
    expect(refusal(backlog, null)?.retryAfterMs).toBe(18_000);
  });

  it('asks to come back within five minutes, however slow it drains', async () => {
    const backlog = new Backlog();
    backlog.setLimits('orders', { backlog: 100 });
    let now = 0;
    for (; now < 3000; now += 1000)
      await backlog.refresh(
        async () => [counted('', 600)],
        () => now,
      );
    expect(refusal(backlog, null)?.retryAfterMs).toBe(300_000);
  });

  it('is not counted again at once when counting took long', async () => {
    const backlog = new Backlog();
    let [now, counts] = [0, 0];
    const count = async () => {
      counts++;
      now += 500;
      return [];
    };
    for (now = 0; now < 20_000; now += 1000) await backlog.refresh(count, () => now);
    expect(counts).toBe(2);
  });
});
