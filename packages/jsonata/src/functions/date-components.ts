export const monthNames = 'January February March April May June July August September October November December'.split(
  ' ',
);
/** The first is nothing: weekdays count from Monday, 1. */
export const dayNames = ' Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const dayMs = 24 * 60 * 60 * 1000;
const weekMs = 7 * dayMs;

/** What one component of a picture stands for, in UTC. Names and the marker of noon are given as the picture's default. */
export function componentOf(date: Date, component: string): number | string | undefined {
  switch (component) {
    case 'Y':
      return date.getUTCFullYear();
    case 'M':
      return date.getUTCMonth() + 1;
    case 'D':
      return date.getUTCDate();
    case 'd':
      return (startOfDay(date) - Date.UTC(date.getUTCFullYear(), 0)) / dayMs + 1;
    case 'F':
      return isoWeekday(date);
    case 'W':
      return weekOfYear(date);
    case 'w':
      return weekOfMonth(date);
    case 'X':
      return isoYear(date);
    case 'x':
      return isoMonth(date);
    case 'H':
      return date.getUTCHours();
    case 'h':
      return date.getUTCHours() % 12 === 0 ? 12 : date.getUTCHours() % 12;
    case 'P':
      return date.getUTCHours() >= 12 ? 'pm' : 'am';
    case 'm':
      return date.getUTCMinutes();
    case 's':
      return date.getUTCSeconds();
    case 'f':
      return date.getUTCMilliseconds();
    case 'C':
    case 'E':
      return 'ISO';
    default:
      return undefined;
  }
}

const startOfDay = (date: Date): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());

/** Monday is 1, Sunday 7. */
const isoWeekday = (date: Date): number => (date.getUTCDay() === 0 ? 7 : date.getUTCDay());

/** The Monday of the week that holds the first Thursday of a month; of a year, for its first month. */
function firstWeek(year: number, month: number): number {
  const first = Date.UTC(year, month);
  const weekday = isoWeekday(new Date(first));
  return weekday > 4 ? first + (8 - weekday) * dayMs : first - (weekday - 1) * dayMs;
}

function weekOfYear(date: Date): number {
  const year = date.getUTCFullYear();
  const today = startOfDay(date);
  const week = weeksSince(firstWeek(year, 0), today);
  if (week > 52 && today >= firstWeek(year + 1, 0)) return 1;
  return Math.floor(week < 1 ? weeksSince(firstWeek(year - 1, 0), today) : week);
}

function weekOfMonth(date: Date): number {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const today = startOfDay(date);
  const week = weeksSince(firstWeek(year, month), today);
  if (week > 4 && today >= firstWeek(...monthAfter(year, month))) return 1;
  return Math.floor(week < 1 ? weeksSince(firstWeek(...monthBefore(year, month)), today) : week);
}

const weeksSince = (start: number, end: number): number => (end - start) / weekMs + 1;

const monthAfter = (year: number, month: number): [number, number] =>
  month === 11 ? [year + 1, 0] : [year, month + 1];
const monthBefore = (year: number, month: number): [number, number] =>
  month === 0 ? [year - 1, 11] : [year, month - 1];

/** The year to which the week belongs. */
function isoYear(date: Date): number {
  const year = date.getUTCFullYear();
  if (date.getTime() < firstWeek(year, 0)) return year - 1;
  return date.getTime() >= firstWeek(year + 1, 0) ? year + 1 : year;
}

/** The month to which the week belongs, from 1. */
function isoMonth(date: Date): number {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (date.getTime() < firstWeek(year, month)) return monthBefore(year, month)[1] + 1;
  const after = monthAfter(year, month);
  return date.getTime() >= firstWeek(...after) ? after[1] + 1 : month + 1;
}
