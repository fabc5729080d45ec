import { LineshaftError } from '@lineshaft/flow';
import { TestIntake } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { scheduleManifest } from './manifest.ts';
import { schedule } from './schedule.ts';

async function open(config: Record<string, unknown> = {}, cursor?: string) {
  const intake = new TestIntake();
  intake.cursor = cursor;
  const parsed = scheduleManifest.config.parse({ cron: '0 * * * *', timeZone: 'Europe/Berlin', ...config });
  await schedule.prepare(parsed).receive(intake);
  return {
    intake,
    turnAt: async (now: string) => intake.turn({ now: Date.parse(now) }),
    times: () => intake.accepted.map(({ body }) => (body.json() as { scheduledFor: string }).scheduledFor),
  };
}

describe('a schedule', () => {
  test('begins when it first runs, and makes a message of each tick, once', async () => {
    const { intake, turnAt, times } = await open({ body: { plant: 'DE01' } });
    await turnAt('2026-03-01T09:59:59.500Z');
    expect(times()).toEqual([]);
    await turnAt('2026-03-01T10:00:00.200Z');
    await turnAt('2026-03-01T10:00:01.200Z');
    await turnAt('2026-03-01T11:00:00.000Z');
    expect(times()).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z']);
    expect(intake.accepted[0]).toMatchObject({
      contentType: 'application/json',
      idempotencyKey: 'in/2026-03-01T10:00:00.000Z',
    });
    expect(intake.accepted[0]?.body.json()).toEqual({
      scheduledFor: '2026-03-01T10:00:00.000Z',
      timeZone: 'Europe/Berlin',
      body: { plant: 'DE01' },
    });
  });

  test('looks often enough for its shortest tolerance', async () => {
    const { intake } = await open();
    expect(intake.everyMs).toBe(1000);
  });

  test.each([
    ['skip', []],
    ['last', ['2026-03-01T13:00:00.000Z']],
    ['all', ['2026-03-01T11:00:00.000Z', '2026-03-01T12:00:00.000Z', '2026-03-01T13:00:00.000Z']],
  ])('after a stop, with %s, makes up for %j', async (missedTicks, expected) => {
    const { turnAt, times } = await open({ missedTicks }, '2026-03-01T10:00:00.000Z');
    await turnAt('2026-03-01T13:30:00.000Z');
    await turnAt('2026-03-01T13:30:01.000Z');
    expect(times()).toEqual(expected);
    await turnAt('2026-03-01T14:00:00.100Z');
    expect(times()).toEqual([...expected, '2026-03-01T14:00:00.000Z']);
  });

  test.each(['skip', 'last', 'all'])('with %s, takes a tick that is late within its tolerance', async missedTicks => {
    const { turnAt, times } = await open({ missedTicks, tolerance: '5m' }, '2026-03-01T10:00:00.000Z');
    await turnAt('2026-03-01T11:04:59.000Z');
    expect(times()).toEqual(['2026-03-01T11:00:00.000Z']);
  });

  test('takes a tick that is as late as its tolerance once, however it is seen', async () => {
    for (const missedTicks of ['last', 'all']) {
      for (const now of ['11:01:00.000Z', '11:01:00.500Z', '11:00:59.999Z']) {
        const { turnAt, times } = await open({ missedTicks }, '2026-03-01T10:00:00.000Z');
        await turnAt(`2026-03-01T${now}`);
        expect(times()).toEqual(['2026-03-01T11:00:00.000Z']);
      }
    }
  });

  test('with last, a tick on time makes up for those before it', async () => {
    const { turnAt, times } = await open({}, '2026-03-01T10:00:00.000Z');
    await turnAt('2026-03-01T13:00:30.000Z');
    expect(times()).toEqual(['2026-03-01T13:00:00.000Z']);
  });

  test('with all, makes up for the newest ones of a long stop, without going through it', async () => {
    const { turnAt, times } = await open(
      { cron: '* * * * * *', missedTicks: 'all', maxMissedTicks: 3, tolerance: '10s' },
      '1996-01-01T00:00:00.000Z',
    );
    await turnAt('2026-03-01T10:00:10.000Z');
    expect(times()).toHaveLength(3 + 10);
    expect(times().slice(0, 4)).toEqual([
      '2026-03-01T09:59:58.000Z',
      '2026-03-01T09:59:59.000Z',
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T10:00:01.000Z',
    ]);
  });

  test('takes a tick again that could not be accepted, and goes on with the saved cursor after a restart', async () => {
    const first = await open({}, '2026-03-01T10:00:00.000Z');
    first.intake.refusal = new LineshaftError('overloaded', 'Come back later.');
    await expect(first.turnAt('2026-03-01T11:00:00.000Z')).rejects.toThrow('Come back later.');
    expect(first.intake.cursor).toBe('2026-03-01T10:00:00.000Z');
    first.intake.refusal = undefined;
    await first.turnAt('2026-03-01T11:00:01.000Z');
    expect(first.times()).toEqual(['2026-03-01T11:00:00.000Z']);

    const second = await open({}, first.intake.cursor as string);
    await second.turnAt('2026-03-01T11:00:02.000Z');
    expect(second.times()).toEqual([]);
  });

  test('that crashed before it noted a tick takes it under the same key', async () => {
    const { intake, turnAt } = await open({}, '2026-03-01T10:00:00.000Z');
    await turnAt('2026-03-01T11:00:00.000Z');
    intake.cursor = '2026-03-01T10:00:00.000Z';
    await turnAt('2026-03-01T11:00:01.000Z');
    expect(intake.accepted).toHaveLength(1);
    expect(intake.cursor).toBe('2026-03-01T11:00:00.000Z');
  });

  test('ticks no more once its turn is aborted', async () => {
    const { intake, times } = await open({ missedTicks: 'all' }, '2026-03-01T10:00:00.000Z');
    const now = Date.parse('2026-03-01T13:30:00Z');
    await expect(intake.turn({ now, signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(times()).toEqual([]);
  });

  test.each([
    [{ cron: '60 * * * *' }, ['cron']],
    [{ timeZone: 'Europe/Atlantis' }, ['timeZone']],
    [{ tolerance: '1s' }, ['tolerance']],
    [{ maxMissedTicks: 0 }, ['maxMissedTicks']],
  ])('cannot be configured with %j', (config, path) => {
    const parsed = scheduleManifest.config.safeParse({ cron: '0 * * * *', timeZone: 'UTC', ...config });
    expect(parsed.error?.issues).toMatchObject([{ path }]);
  });
});
