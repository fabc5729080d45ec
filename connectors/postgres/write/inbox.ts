import type { Run } from '../in-transaction.ts';
import { quoteTable } from '../quote-name.ts';

/**
 * Does the work unless this delivery did it before; then gives what came of it. Work and note are one transaction. Of two
 * attempts at the same time the second waits at the note of the first.
 */
export async function onceByInbox<Result>(
  run: Run,
  inbox: string,
  idempotencyKey: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const table = quoteTable(inbox);
  const { rowCount } = await run({
    text: `insert into ${table} (idempotency_key) values ($1) on conflict (idempotency_key) do nothing`,
    values: [idempotencyKey],
  });
  if (rowCount === 0) {
    const { rows } = await run({
      text: `select result from ${table} where idempotency_key = $1`,
      values: [idempotencyKey],
    });
    return rows[0]?.['result'] as Result;
  }
  const result = await work();
  await run({
    text: `update ${table} set result = $2 where idempotency_key = $1`,
    values: [idempotencyKey, JSON.stringify(result)],
  });
  return result;
}
