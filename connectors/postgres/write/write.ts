import {
  Body,
  evaluationContext,
  expressionError,
  expressionInput,
  implement,
  type Message,
  type RunContext,
  TerminalError,
} from '@lineshaft/flow';
import { compile, type Expression, throwingAs } from '@lineshaft/jsonata';
import type { z } from 'zod';
import { postgresConnection } from '../connection/connection.ts';
import { inTransaction, type Run, type Statement } from '../in-transaction.ts';
import { onceByInbox } from './inbox.ts';
import { insertStatements } from './insert-statements.ts';
import { postgresWriteManifest } from './manifest.ts';
import { numberParameters } from './named-parameters.ts';

/** What came of it, as the node emits it. */
interface Written {
  /** Rows that were inserted, updated or touched. */
  rows: number;
  /** What the statements of a call returned. */
  returned?: Record<string, unknown>[];
}

const mostReturned = 1000;

/** Channel Adapter to tables: one message is one transaction, however many rows it has. */
export const postgresWrite = implement(postgresWriteManifest, ({ write, rows: rowsText, inbox }) => {
  const rowsOf = rowsText === undefined ? undefined : compileField('rows', rowsText);
  const prepared = prepareWrite(write);
  return {
    async deliver(message, context) {
      const pool = context.connect(postgresConnection);
      // Before the transaction: no lock is held while expressions are evaluated.
      const statements = prepared.statementsFor(valuesOf(message, context, rowsOf, prepared.expressions));
      const work = async (run: Run) => runAll(run, statements, write.kind === 'call');
      const written = await inTransaction(pool, 'read write', context.signal, async run =>
        inbox === undefined ? work(run) : onceByInbox(run, inbox, context.idempotencyKey, async () => work(run)),
      );
      return [{ port: 'written', contentType: 'application/json', headers: {}, body: Body.fromJson(written) }];
    },
  };
});

interface PreparedWrite {
  /** One for each value of a row, in the order in which the statements take them. */
  expressions: Expression[];
  statementsFor(rows: unknown[][]): Statement[];
}

function prepareWrite(write: z.output<typeof postgresWriteManifest.config>['write']): PreparedWrite {
  if (write.kind === 'call') {
    const { text, names } = numberParameters(write.sql, Object.keys(write.parameters));
    return {
      expressions: names.map(name => compileField(`parameters/${name}`, write.parameters[name] ?? '')),
      statementsFor: rows => rows.map(values => ({ text, values })),
    };
  }
  const columns = Object.keys(write.columns);
  const target = { table: write.table, columns, ...(write.kind === 'upsert' ? { keys: write.keys } : {}) };
  return {
    expressions: Object.entries(write.columns).map(([column, text]) => compileField(`columns/${column}`, text)),
    statementsFor: rows => insertStatements(target, rows),
  };
}

function compileField(field: string, text: string): Expression {
  return throwingAs(expressionError(`The field ${field}`), () => compile(text));
}

/** The values of each row. An expression sees its row; the whole body is `$body`. */
function valuesOf(
  message: Message,
  run: RunContext,
  rowsOf: Expression | undefined,
  expressions: readonly Expression[],
): unknown[][] {
  const body = expressionInput(message);
  const evaluation = evaluationContext(message, run);
  const rows = rowsOf === undefined ? body : rowsOf.evaluate(body, evaluation);
  const bindings = { ...evaluation.bindings, body };
  const values: unknown[][] = [];
  for (const row of rowsOf === undefined ? [body] : asList(rows)) {
    const rowValues: unknown[] = [];
    for (const expression of expressions)
      rowValues.push(asParameter(expression.evaluate(row, { ...evaluation, bindings })));
    values.push(rowValues);
  }
  return values;
}

/** JSONata makes no difference between one and a list of one. */
function asList(rows: unknown): unknown[] {
  if (rows === undefined || rows === null) return [];
  return Array.isArray(rows) ? rows : [rows];
}

/** The database reads texts by the type of the column; lists and objects are JSON. */
function asParameter(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

async function runAll(run: Run, statements: readonly Statement[], returns: boolean): Promise<Written> {
  let rows = 0;
  const returned: Record<string, unknown>[] = [];
  for (const statement of statements) {
    const result = await run(statement);
    rows += result.rowCount;
    if (returns) returned.push(...result.rows);
    if (returned.length > mostReturned) throw returnsTooMuch();
  }
  return returns ? { rows, returned } : { rows };
}

function returnsTooMuch(): TerminalError {
  return new TerminalError(
    'target-rejected',
    `The statement returns more than ${mostReturned} rows. Let it return fewer; nothing was changed.`,
  );
}
