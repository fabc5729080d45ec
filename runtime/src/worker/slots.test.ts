import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

function slotsFor(flows: Record<string, Parameters<Slots['setLimits']>[1]>, open = 20, kept = 10): Slots {
  const slots = new Slots(open, kept);
  for (const [flowId, limits] of Object.entries(flows)) slots.setLimits(flowId, limits);
  return slots;
}

function takeAll(slots: Slots, flowId: string): number {
  let taken = 0;
  while (slots.tryTake(flowId)) taken++;
  return taken;
}

describe('slots', () => {
  it('gives one flow all open slots when nobody else wants them', () => {
    const slots = slotsFor({ a: {}, b: {} });
    expect(takeAll(slots, 'a')).toBe(20);
    expect(slots).toMatchObject({ busy: 20, free: 0 });
  });

  it('keeps some for flows that have few at work, so that one whose target hangs does not stop the others', () => {
    const slots = slotsFor({ a: {}, b: {}, c: {} });
    takeAll(slots, 'a');
    expect(takeAll(slots, 'b')).toBe(8);
    expect(takeAll(slots, 'c')).toBe(2);
    slots.giveBack('b');
    expect([slots.tryTake('a'), slots.tryTake('c')]).toEqual([false, true]);
  });

  it('keeps some for partners that have few at work in a flow that another one floods', () => {
    const slots = slotsFor({ a: {}, b: {} });
    while (slots.tryTake('a', 'flood'));
    expect(slots.busy).toBe(20);
    const taken = Array.from({ length: 10 }, () => slots.tryTake('a', 'steady'));
    expect(taken.filter(Boolean)).toHaveLength(8);
    expect([slots.tryTake('a', 'flood'), slots.tryTake('a'), slots.tryTake('b')]).toEqual([false, true, true]);
    slots.giveBack('a', 'steady');
    expect([slots.tryTake('a', 'flood'), slots.tryTake('a', 'steady')]).toEqual([false, true]);
  });

  it('takes nothing while messages of too many bytes are at work', () => {
    const slots = new Slots(20, 10, 1000);
    slots.setLimits('a', {});
    slots.addBytes(1000);
    expect(slots.tryTake('a')).toBe(true);
    slots.addBytes(1);
    expect([slots.tryTake('a'), slots.hold()]).toEqual([false, []]);
    slots.addBytes(-1);
    expect(slots.tryTake('a')).toBe(true);
  });

  it('takes nothing for a flow that it does not know', () => {
    expect(slotsFor({}).tryTake('a')).toBe(false);
    expect(slotsFor({}).hold()).toEqual([]);
  });

  it('divides what may be leased evenly over the flows that have room', () => {
    const slots = slotsFor({ a: {}, b: {}, c: { concurrency: 2 } });
    expect(slots.hold()).toEqual([
      { flowId: 'a', count: 10 },
      { flowId: 'b', count: 10 },
      { flowId: 'c', count: 2 },
    ]);
  });

  it('lets every flow have its turn when there are more flows than slots', () => {
    const slots = slotsFor(Object.fromEntries(['a', 'b', 'c', 'd'].map(id => [id, {}])), 1, 0);
    const first = [1, 2, 3, 4].map(() => slots.hold().map(allowance => allowance.flowId));
    expect(first).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('holds what a limited flow may lease, so that nobody else takes it meanwhile', () => {
    const slots = slotsFor({ a: { concurrency: 2 } });
    slots.take('a');
    const held = slots.hold();
    expect(held).toEqual([{ flowId: 'a', count: 1 }]);
    expect(slots.tryTake('a')).toBe(false);
    expect(slots.hold()).toEqual([]);
    slots.release(held);
    expect(slots.tryTake('a')).toBe(true);
    expect(slots.tryTake('a')).toBe(false);
  });

  it('takes its part of a limit that holds over all processes', () => {
    const parts = [0, 1, 2].map(place => {
      const slots = slotsFor({ a: { concurrency: 7 } });
      slots.setShare({ count: 3, place });
      return takeAll(slots, 'a');
    });
    expect(parts).toEqual([3, 2, 2]);
  });

  it('leaves a limit that is smaller than the number of processes to the first of them', () => {
    const parts = [0, 1, 2].map(place => {
      const slots = slotsFor({ a: { concurrency: 1 } });
      slots.setShare({ count: 3, place });
      return takeAll(slots, 'a');
    });
    expect(parts).toEqual([1, 0, 0]);
  });

  it('follows a limit that changes', () => {
    const slots = slotsFor({ a: { concurrency: 1 } });
    expect(takeAll(slots, 'a')).toBe(1);
    slots.setLimits('a', { concurrency: 3 });
    expect(takeAll(slots, 'a')).toBe(2);
    slots.setLimits('a', {});
    expect(slots.tryTake('a')).toBe(true);
  });

  it('starts no more than the rate allows, and goes on as time passes', async () => {
    const slots = slotsFor({ a: { rate: { count: 4, per: '200ms' } } });
    expect(takeAll(slots, 'a')).toBe(4);
    for (let index = 0; index < 4; index++) slots.giveBack('a');
    expect(slots.tryTake('a')).toBe(false);
    await sleep(120);
    expect(takeAll(slots, 'a')).toBeGreaterThanOrEqual(2);
  });

  it('does not charge the rate for a slot that was taken for nothing', () => {
    const slots = slotsFor({ a: { rate: { count: 2, per: '1h' } } });
    for (let index = 0; index < 5; index++) {
      expect(slots.tryTake('a')).toBe(true);
      slots.giveBackUnused('a');
    }
    expect(takeAll(slots, 'a')).toBe(2);
    expect(slots.busy).toBe(2);
  });

  it('lets a slow rate start one at least, over however many processes', () => {
    const slots = slotsFor({ a: { rate: { count: 1, per: '1h' } } });
    slots.setShare({ count: 10, place: 9 });
    expect(takeAll(slots, 'a')).toBe(1);
  });
});
