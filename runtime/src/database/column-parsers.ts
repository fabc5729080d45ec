import pg from 'pg';

/** OIDs of pg_type that node-postgres reads in a way we do not want. */
const oid = { int8: 20, date: 1082, int8Array: 1016 } as const;

/**
 * How columns become JavaScript values, the same on both databases:
 * - int8 (bigint columns, `count(*)`, `sum` of int4): a number. A value beyond ±2^53 - 1 rejects the query instead of
 *   being rounded; select it as text where such values are meant.
 * - int8[]: numbers, by the same rule.
 * - timestamptz: a Date. date: the text `YYYY-MM-DD`, as a Date would shift it by the time zone of the machine.
 * - numeric: text (node-postgres's default), as a number would lose digits. bytea: a Buffer. json, jsonb: parsed.
 */
export function columnParsers(): pg.CustomTypesConfig {
  const parsers = new pg.TypeOverrides();
  // The type of its argument leaves arrays out.
  const parseTextArray = pg.types.getTypeParser(oid.int8Array as number) as (text: string) => (string | null)[];
  parsers.setTypeParser(oid.int8, toSafeNumber);
  parsers.setTypeParser(oid.int8Array, text =>
    parseTextArray(text).map(item => (item === null ? null : toSafeNumber(item))),
  );
  parsers.setTypeParser(oid.date, text => text);
  return parsers;
}

function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`The int8 value ${text} does not fit a JavaScript number exactly. Select it as text.`);
  }
  return value;
}
