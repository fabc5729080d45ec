import { durationMs, implement, passOn, TerminalError } from '@lineshaft/flow';
import { overMessage } from '../over-message.ts';
import { delayManifest } from './manifest.ts';

/** An instant that says how far it is from UTC: nothing is left to where the runtime stands. */
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** As durations are bounded: later than that is a mistake in the document. */
const longestMs = durationMs('3650d');

/** The message goes on unchanged, no sooner than it is due. */
export const delay = implement(delayManifest, config => {
  const until = config.until === undefined ? undefined : overMessage('The instant of the delay', config.until);
  return {
    process(message, context) {
      const dueAt = until
        ? instantOf(until(message, context), context.now)
        : context.now + durationMs(config.for ?? '0s');
      const emitted = passOn(message, 'out');
      return [dueAt > context.now ? { ...emitted, dueAt } : emitted];
    },
  };
});

function instantOf(value: unknown, now: number): number {
  const instant = typeof value === 'string' && instantPattern.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new TerminalError(
      'expression-failed',
      'The instant of the delay must be a text such as 2026-01-31T12:00:00Z or 2026-01-31T12:00:00+01:00, but the expression gave something else.',
    );
  }
  if (instant - now > longestMs) {
    throw new TerminalError('expression-failed', 'The instant of the delay is more than ten years away.');
  }
  return instant;
}
