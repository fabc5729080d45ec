import { describe, expect, test } from 'vitest';
import { cronFault, isTimeZone, nextTicks, planTicks } from './ticks.ts';

function at(...texts: string[]): number[] {
  return texts.map(text => Date.parse(text));
}

// Berlin: on 29 March 2026 at 02:00 the clock goes to 03:00 (01:00Z), on 25 October at 03:00 back to 02:00 (01:00Z).
describe('ticks in a time zone', () => {
  test('follow its clock through the year', () => {
    expect(nextTicks('30 5 * * 1-5', 'Europe/Berlin', Date.parse('2026-03-27T00:00Z'), 2)).toEqual(
      at('2026-03-27T04:30Z', '2026-03-30T03:30Z'),
    );
  });

  test.each(['30 2 * * *', '30 2,14 * * *'])(
    'come when the clock goes on, if their time does not exist that day: %s',
    cron => {
      const ticks = nextTicks(cron, 'Europe/Berlin', Date.parse('2026-03-28T13:30Z'), 1);
      expect(ticks).toEqual(at('2026-03-29T01:00Z'));
    },
  );

  test.each(['30 2 * * *', '30 2,14 * * *'])('come once, if their time exists twice that day: %s', cron => {
    const [first, second] = nextTicks(cron, 'Europe/Berlin', Date.parse('2026-10-24T22:00Z'), 2);
    expect(first).toBe(Date.parse('2026-10-25T00:30Z'));
    expect(second).toBeGreaterThan(Date.parse('2026-10-25T02:00Z'));
  });

  test('that come every so often take clock changes as time passes', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const from = Date.parse(`${day}T00:00Z`);
      const ticks = nextTicks('*/30 * * * *', 'Europe/Berlin', from, 6);
      expect(ticks.map(tick => (tick - from) / 60_000)).toEqual([30, 60, 90, 120, 150, 180]);
    }
  });

  test('can be followed backwards, and are the same ones', () => {
    for (const [cron, zone] of [
      ['30 2 * * *', 'Europe/Berlin'],
      ['15 2 * * *', 'Australia/Lord_Howe'],
      ['*/20 * * * *', 'America/Sao_Paulo'],
    ] as const) {
      const from = Date.parse('2026-01-01T00:00:01Z');
      const plan = planTicks(cron, zone);
      const ticks = plan.after(from, 365);
      const end = (ticks.at(-1) ?? 0) + 1000;
      expect(plan.before(end, 365).toReversed()).toEqual(ticks);
    }
  });

  test('come every day of a year whose clock changes by half an hour', () => {
    const ticks = nextTicks('15 2 * * *', 'Australia/Lord_Howe', Date.parse('2026-01-01T00:00Z'), 365);
    const gaps = ticks.slice(1).map((tick, index) => (tick - (ticks[index] ?? 0)) / 3_600_000);
    expect(Math.max(...gaps)).toBeLessThan(25);
    expect(Math.min(...gaps)).toBeGreaterThan(23);
  });
});

test.each(['* * * * *', '0 0 6 * * MON-FRI', '@daily', '0 0 L * *', '0 12 * * MON#2', '0 0 29 2 *'])(
  '%s can be used',
  expression => {
    expect(cronFault(expression)).toBeUndefined();
  },
);

test.each([
  ['', 'This is not a cron expression'],
  ['60 * * * *', 'Invalid value for minute: 60.'],
  ['* * * *', 'This is not a cron expression'],
  ['0 0 1 1 * 2026 *', 'This is not a cron expression'],
  ['every day', 'This is not a cron expression'],
  ['2026-01-01T00:00:00', 'not as a date'],
  ['@reboot', 'This is not a cron expression'],
  ['0 0 31 2 *', 'never tick'],
])('%j cannot be used: %s', (expression, fault) => {
  expect(cronFault(expression)).toContain(fault);
});

test('a time zone has a name', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kolkata'].every(isTimeZone)).toBe(true);
  expect(['', 'Europe/Atlantis', '+01:00', 'Berlin'].some(isTimeZone)).toBe(false);
});
