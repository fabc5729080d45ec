import { Body, durationMs, implement, type IncomingMessage } from '@lineshaft/flow';
import { dueTicks } from './due-ticks.ts';
import { scheduleManifest } from './manifest.ts';
import { planTicks } from './ticks.ts';

/** A tick is taken in this much later at most, while all goes well. */
const lookEveryMs = 1000;

/** Polling Consumer of the clock: the cursor is the last tick that was taken in, so that none is forgotten or taken twice. */
export const schedule = implement(scheduleManifest, config => {
  const { cron, timeZone, missedTicks, maxMissedTicks, body } = config;
  const plan = planTicks(cron, timeZone);
  const missed = { missedTicks, maxMissedTicks, toleranceMs: durationMs(config.tolerance) };

  function messageAt(tick: string, nodeId: string): IncomingMessage {
    const content = { scheduledFor: tick, timeZone, ...(body === undefined ? {} : { body }) };
    return {
      contentType: 'application/json',
      headers: {},
      body: Body.fromJson(content),
      idempotencyKey: `${nodeId}/${tick}`,
    };
  }

  return {
    async receive(context) {
      context.poll(lookEveryMs, async turn => {
        if (turn.cursor === undefined) {
          await turn.saveCursor(instantText(turn.now));
          return { more: false };
        }
        for (const tick of dueTicks(plan, Date.parse(turn.cursor as string), turn.now, missed)) {
          turn.signal.throwIfAborted();
          const text = instantText(tick);
          await context.accept(messageAt(text, context.nodeId));
          await turn.saveCursor(text);
        }
        return { more: false };
      });
      // The runtime ends the polling.
      return async () => {};
    },
  };
});

function instantText(instant: number): string {
  return new Date(instant).toISOString();
}
