import type { Evaluation } from '../evaluation/evaluation.ts';
import { fail } from '../evaluation/failure.ts';
import { componentOf } from './date-components.ts';
import { readerOf } from './date-reader.ts';

const iso8601 = /^\d{4}(-[01]\d)?(-[0-3]\d)?(T[0-2]\d:[0-5]\d:[0-5]\d)?(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/;
const longestTimestamp = 10_000;

type Components = Map<string, number | undefined>;

/**
 * `$toMillis`: ISO 8601 without a picture. What a picture leaves out on the left is taken from the clock, on the right it
 * is the least; nothing when the text is not what the picture says.
 * @throws Failure D3110, D3136 for gaps and for dates given by weeks, L1001
 */
export function toMillis(evaluation: Evaluation, timestamp: string | undefined, picture?: string): number | undefined {
  if (timestamp === undefined) return undefined;
  if (timestamp.length > longestTimestamp) fail('L1001');
  if (picture === undefined) {
    return iso8601.test(timestamp) ? Date.parse(timestamp) : fail('D3110', { value: timestamp });
  }
  const components = readerOf(evaluation, picture)(timestamp);
  return components === undefined || components.size === 0 ? undefined : toInstant(evaluation, components);
}

function toInstant(evaluation: Evaluation, given: Components): number {
  const has = (component: string) => Boolean(given.get(component));
  const date = dateKind(has);
  const time = !isOnly('PHhmsf', 'Hmsf', has) && isOnly('PHhmsf', 'Phmsf', has) ? 'Phmsf' : 'Hmsf';
  const all = completed(given, (date === 'Yd' ? 'YD' : date) + time, new Date(evaluation.clock));
  const part = (component: string) => all.get(component) ?? Number.NaN;
  if (date === 'XxwF' || date === 'XWF') fail('D3136');
  const year = part('Y');
  let month = part('M') > 0 ? part('M') - 1 : 0;
  let day = part('D');
  if (date === 'Yd') {
    const derived = new Date(Date.UTC(year, 0) + (part('d') - 1) * 24 * 60 * 60 * 1000);
    [month, day] = [derived.getUTCMonth(), derived.getUTCDate()];
  }
  let hour = part('H');
  if (time === 'Phmsf') hour = (part('h') === 12 ? 0 : part('h')) + (part('P') === 1 ? 12 : 0);
  const instant = Date.UTC(year, month, day, hour, part('m'), part('s'), part('f'));
  const zone = all.get('Z') || all.get('z');
  return zone ? instant - zone * 60 * 1000 : instant;
}

/** The components of the way in which the date is given, from the greatest to the least. */
function dateKind(has: (component: string) => boolean): 'YMD' | 'Yd' | 'XxwF' | 'XWF' {
  const all = 'YXMxWwdD';
  if (isOnly(all, 'YMD', has)) return 'YMD';
  if (isOnly(all, 'Yd', has)) return 'Yd';
  if (isOnly(all, 'Xxw', has)) return 'XxwF';
  return isOnly(all, 'XW', has) ? 'XWF' : 'YMD';
}

/** Whether of all components some of the wanted are there, and no other. */
function isOnly(all: string, wanted: string, has: (component: string) => boolean): boolean {
  const there = all.split('').filter(has);
  return there.length > 0 && there.every(component => wanted.includes(component));
}

function completed(given: Components, order: string, now: Date): Components {
  const all = new Map(given);
  let hasStarted = false;
  let hasEnded = false;
  for (const component of order) {
    if (all.get(component) !== undefined) {
      hasStarted = true;
      if (hasEnded) fail('D3136');
    } else if (hasStarted) {
      all.set(component, 'MDd'.includes(component) ? 1 : 0);
      hasEnded = true;
    } else {
      all.set(component, componentOf(now, component) as number | undefined);
    }
  }
  return all;
}
