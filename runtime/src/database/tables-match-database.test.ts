import fs from 'node:fs';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from './testing.ts';

/** TypeScript's name of what node-postgres reads from a column, by pg_type.typname. */
const typescriptTypes: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  date: 'string',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  bool: 'boolean',
  timestamptz: 'Date',
  bytea: 'Buffer',
  json: 'Json',
  jsonb: 'Json',
  _text: 'string[]',
  _uuid: 'string[]',
  _int4: 'number[]',
  _int8: 'number[]',
};

/** `table.column` → type, such as `execution.owner` → `number | null`. */
type Columns = Map<string, string>;

const columnsOfDatabase = `
  select c.relname as table_name, a.attname as column_name, t.typname as type, a.attnotnull as required,
    a.atthasdef or a.attidentity <> '' as generated
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'migration'
  order by c.relname, a.attnum`;

describeOnEachDatabase('tables.ts', database => {
  test('says what the migrated database has', async () => {
    const { rows } = await database().pool.query<DatabaseColumn>(columnsOfDatabase);
    const inDatabase: Columns = new Map(rows.map(row => [`${row.table_name}.${row.column_name}`, typeOf(row)]));
    const inSource = parseTables(fs.readFileSync(new URL('./tables.ts', import.meta.url), 'utf8'));
    expect(differences(inDatabase, inSource)).toEqual([]);
  });
});

test('differences are named with the column and both types', () => {
  const source = `
    export interface FlowTable {
      id: string;
      state: FlowState;
      draft: Json<{ a: string; b: number }> | null;
      gone: Date;
    }
    export interface Tables { flow: FlowTable; }`;
  const inDatabase: Columns = new Map([
    ['flow.id', 'Generated<number>'],
    ['flow.state', 'string'],
    ['flow.draft', 'Json'],
    ['flow.added', 'string[]'],
  ]);
  expect(differences(inDatabase, parseTables(source))).toEqual([
    'flow.id: string in tables.ts, Generated<number> in the database',
    'flow.draft: Json | null in tables.ts, Json in the database',
    'flow.added: nothing in tables.ts, string[] in the database',
    'flow.gone: Date in tables.ts, nothing in the database',
  ]);
});

interface DatabaseColumn {
  table_name: string;
  column_name: string;
  type: string;
  required: boolean;
  generated: boolean;
}

function typeOf(column: DatabaseColumn): string {
  const type = typescriptTypes[column.type] ?? `(no TypeScript type is agreed for ${column.type})`;
  const nullable = column.required ? type : `${type} | null`;
  return column.generated ? `Generated<${nullable}>` : nullable;
}

/** Reads the interfaces as text: `export interface XTable { column: type; }` and `Tables { table_name: XTable; }`. */
function parseTables(source: string): Columns {
  const withoutComments = source.replaceAll(/\/\*.*?\*\/|\/\/.*?$/gms, '');
  // What a json column holds is not the database's business. Afterwards an interface ends at its first bracket.
  const plain = withoutComments.replaceAll(/\bJson<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>/g, 'Json');
  const interfaces = new Map(
    [...plain.matchAll(/export interface (\w+) \{([^}]*)\}/g)].map(([, name = '', body = '']) => [
      name,
      parseMembers(body),
    ]),
  );
  const columns: Columns = new Map();
  for (const [table, interfaceName] of interfaces.get('Tables') ?? []) {
    for (const [column, type] of interfaces.get(interfaceName) ?? []) columns.set(`${table}.${column}`, type);
  }
  return columns;
}

function parseMembers(body: string): Map<string, string> {
  return new Map(
    [...body.matchAll(/(\w+): ([^;]+);/g)].map(([, name = '', type = '']) => [name, type.replaceAll(/\s+/g, ' ')]),
  );
}

function differences(inDatabase: Columns, inSource: Columns): string[] {
  const names = new Set([...inDatabase.keys(), ...inSource.keys()]);
  return [...names].flatMap(name => {
    const expected = inDatabase.get(name);
    const found = inSource.get(name);
    if (expected !== undefined && found !== undefined && (found === expected || narrowed(found) === expected))
      return [];
    return [`${name}: ${found ?? 'nothing'} in tables.ts, ${expected ?? 'nothing'} in the database`];
  });
}

/** A text column may have a narrower type of its own, such as a union of its values. */
function narrowed(type: string): string {
  return type.replace(/\b(?!Date\b|Buffer\b|Json\b|Generated\b)[A-Z]\w*/, 'string');
}
