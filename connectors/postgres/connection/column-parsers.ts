import pg from 'pg';

type Parse = (text: string) => unknown;

/** The type knows the plain types only, the function the lists as well. */
const ofDriver = pg.types.getTypeParser as (type: number) => Parse;

const textArray = ofDriver(1009);

/** By the number of the type. What is not here stays text: no digit of a bigint or numeric is lost, no time moved. */
const parsers = new Map<number, Parse>([
  [16, text => text === 't'], // bool
  [21, Number], // int2
  [23, Number], // int4
  [700, float], // float4
  [701, float], // float8
  [114, JSON.parse], // json
  [3802, JSON.parse], // jsonb
  [1114, isoTime], // timestamp
  [1184, isoTime], // timestamptz
  [1000, ofDriver(1000)], // bool[]
  [1005, ofDriver(1005)], // int2[]
  [1007, ofDriver(1007)], // int4[]
  [1009, textArray],
  [1015, textArray], // varchar[]
  [1016, textArray], // int8[]
  [1231, textArray], // numeric[]
  [2951, textArray], // uuid[]
]);

/** How columns become JSON values; for the session settings TimeZone UTC and DateStyle ISO. */
export const columnParsers = {
  getTypeParser: (type: number, format?: string): Parse => (format === 'binary' ? same : (parsers.get(type) ?? same)),
};

/** JSON has no NaN and no infinity. */
function float(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

/** `2026-01-31 12:00:00.123456+00` → `2026-01-31T12:00:00.123456Z`: RFC 3339, which PostgreSQL reads, too. */
function isoTime(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(\+00)?$/, (_, day: string, time: string, utc) =>
    [day, 'T', time, utc === undefined ? '' : 'Z'].join(''),
  );
}

function same(text: string): string {
  return text;
}
