import { Cron } from 'croner';

/** When a schedule ticks: a cron expression, read by the clock on the wall of a time zone. */
export interface TickPlan {
  /** Up to `count` ticks after the instant, the first one first; fewer when no more will come. Milliseconds since 1970. */
  after(instant: number, count: number): number[];
  /** Up to `count` ticks before the instant, the last one first. */
  before(instant: number, count: number): number[];
}

/**
 * Reads a cron expression of five fields, or of six with seconds first. Where a clock change leaves a time out, a tick at
 * fixed hours comes as soon as the clock goes on; where it repeats a time, such a tick comes once, at the first of the
 * two. Expressions with `*` or a step in minute or hour follow the hours as they pass.
 * @throws Error when the expression or the zone cannot be read: see `cronFault` and `isTimeZone`
 */
export function planTicks(expression: string, timeZone: string): TickPlan {
  const cron = new Cron(expression, {
    timezone: timeZone,
    mode: '5-or-6-parts',
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
  return {
    after: (instant, count) => cron.nextRuns(count, new Date(instant)).map(Number),
    before: (instant, count) => cron.previousRuns(count, new Date(instant)).map(Number),
  };
}

/**
 * The ticks that follow an instant, for showing what an expression means.
 * @param from milliseconds since 1970; a tick at this very second is not among them
 * @example
 * nextTicks('30 5 * * 1-5', 'Europe/Berlin', Date.now(), 3);
 */
export function nextTicks(expression: string, timeZone: string, from: number, count: number): number[] {
  return planTicks(expression, timeZone).after(from, count);
}

/** Any would do: there are no years in the expressions. */
const someInstant = 0;

/** What is wrong with a cron expression, as a sentence; undefined when it can be used. */
export function cronFault(expression: string): string | undefined {
  // The library takes a date for an expression of one tick.
  if (/[:T]\d/.test(expression)) return 'Write when it ticks in five fields, such as 30 5 * * 1-5, not as a date.';
  try {
    if (nextTicks(expression, 'UTC', someInstant, 1).length > 0) return undefined;
    return 'No day meets this expression: it would never tick.';
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^CronPattern: /, '').replace(/\.$/, '') : '';
    return `This is not a cron expression such as 30 5 * * 1-5 (minute, hour, day, month, weekday): ${reason}.`;
  }
}

/** True for the name of a zone in the IANA time zone database, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  // Node takes offsets such as +01:00 for zones; they know nothing of clock changes.
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}
