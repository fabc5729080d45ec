import { messageOf, runContext } from '@lineshaft/flow/testing';
import { describe, expect, test } from 'vitest';
import { delay } from './delay.ts';
import { delayManifest } from './manifest.ts';

const prepare = (config: Record<string, unknown>) => delay.prepare(delayManifest.config.parse(config));
const now = Date.UTC(2026, 0, 31, 12);

describe('a delay', () => {
  test('lets a message go on after a while, unchanged', async () => {
    const message = messageOf({});
    const emitted = await prepare({ for: '2h' }).process(message, runContext({ now }));
    expect(emitted).toMatchObject([{ port: 'out', headers: message.headers, dueAt: Date.UTC(2026, 0, 31, 14) }]);
    expect(emitted[0]?.body).toBe(message.body);
  });

  test.each([
    ['2026-02-01T08:00:00Z', Date.UTC(2026, 1, 1, 8)],
    ['2026-02-01T08:00+01:00', Date.UTC(2026, 1, 1, 7)],
    ['2026-02-01T08:00:00.250+0100', Date.UTC(2026, 1, 1, 7, 0, 0, 250)],
  ])('lets a message go on at %s', async (at, dueAt) => {
    const emitted = await prepare({ until: 'at' }).process(messageOf({ at }), runContext({ now }));
    expect(emitted).toMatchObject([{ port: 'out', dueAt }]);
  });

  test('does not hold a message whose instant has passed', async () => {
    const emitted = await prepare({ until: 'at' }).process(
      messageOf({ at: '2026-01-31T12:00:00Z' }),
      runContext({ now }),
    );
    expect(emitted).toHaveLength(1);
    expect(emitted[0]).not.toHaveProperty('dueAt');
  });

  test.each([
    '2026-02-01',
    '2026-02-01T08:00:00',
    '2026-13-01T08:00:00Z',
    'tomorrow',
    '9999-12-31T00:00:00Z',
    1_769_000_000_000,
    null,
  ])('refuses the instant %j, without showing it', async at => {
    const failed = async () => prepare({ until: 'at' }).process(messageOf({ at }), runContext({ now }));
    await expect(failed).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'expression-failed',
      message: expect.not.stringContaining(String(at)) as string,
    });
  });

  test.each([{}, { for: '1s', until: 'at' }, { for: 'soon' }])('refuses the config %j', config => {
    expect(delayManifest.config.safeParse(config).success).toBe(false);
  });
});
