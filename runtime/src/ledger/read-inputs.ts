import {
  Body,
  type Checkpoint,
  type InputOrigin,
  LineshaftError,
  type Message,
  type OutputRecord,
} from '@lineshaft/flow';
import type { Pool } from 'pg';
import { bodyOffset } from './output-records.ts';

/** What is known of a node run that sent something out. */
interface Sent {
  run: number;
  attempt: number;
  outputs: OutputRecord[];
  from: InputOrigin | undefined;
  payload: PayloadPlace;
}

/** Where the bodies of a node run lie; the id is null when it sent out none. */
interface PayloadPlace {
  expiresOn: string;
  id: string | null;
  from: number;
}

/** The input of every pending run that does not take the message itself, by run number. */
export async function readInputs(
  pool: Pool,
  executionId: string,
  message: Message,
  checkpoint: Checkpoint,
): Promise<Map<number, Message>> {
  const pending = checkpoint.pending.filter(run => run.from);
  if (pending.length === 0) return new Map();
  const sent = await readSent(pool, executionId);
  const inputs = new Map<number, Message>();
  for (const { run, from } of pending) {
    if (from) inputs.set(run, await readItem(pool, executionId, message, sent, from));
  }
  return inputs;
}

/** What a settled run worked on, and what it sent out. */
export async function readDone(
  pool: Pool,
  executionId: string,
  message: Message,
  run: number,
): Promise<{ run: number; input: Message; outputs: Message[] }> {
  const sent = await readSent(pool, executionId);
  const done = sent.get(run);
  const input = done?.from ? await readItem(pool, executionId, message, sent, done.from) : message;
  const outputs: Message[] = [];
  for (const item of done?.outputs.keys() ?? []) {
    outputs.push(await readItem(pool, executionId, message, sent, { run, item }));
  }
  return { run, input, outputs };
}

/** The id of a message that a node emitted: running the node again gives the same. */
export function emittedId(executionId: string, { run, item }: InputOrigin): string {
  return `${executionId}/${run}.${item}`;
}

/** Of one day, and without a name: the partition is chosen when the statement is planned, and no other is locked. */
async function readSent(pool: Pool, executionId: string): Promise<Map<number, Sent>> {
  const days = await daysOf(pool, executionId);
  const { rows } = await pool.query<{
    run: number;
    attempt: number;
    outputs: OutputRecord[];
    input_run: number | null;
    input_item: number | null;
    payload_id: string | null;
    payload_from: number | null;
  }>(
    `select run, attempt, outputs, input_run, input_item, payload_id, payload_from from node_run
     where execution_id = $1 and expires_on = $2 and (json_array_length(outputs) > 0 or state = 'succeeded') order by run, attempt`,
    [executionId, days.expires_on],
  );
  return new Map(
    rows.map(row => [
      row.run,
      {
        run: row.run,
        attempt: row.attempt,
        outputs: row.outputs,
        from: row.input_run === null ? undefined : { run: row.input_run, item: row.input_item ?? 0 },
        payload: { expiresOn: days.payload_expires_on, id: row.payload_id, from: row.payload_from ?? 0 },
      },
    ]),
  );
}

async function daysOf(pool: Pool, executionId: string): Promise<{ expires_on: string; payload_expires_on: string }> {
  const { rows } = await pool.query<{ expires_on: string; payload_expires_on: string }>({
    name: 'days',
    text: `select expires_on, payload_expires_on from execution where id = $1`,
    values: [executionId],
  });
  if (!rows[0]) throw new LineshaftError('unexpected', `The ledger has no execution ${executionId}.`);
  return rows[0];
}

async function readItem(
  pool: Pool,
  executionId: string,
  message: Message,
  sent: ReadonlyMap<number, Sent>,
  origin: InputOrigin,
): Promise<Message> {
  const source = sent.get(origin.run);
  const record = source?.outputs[origin.item];
  if (!source || !record) {
    throw new LineshaftError(
      'unexpected',
      `Execution ${executionId}: the ledger has no output ${origin.item} of node run ${origin.run}.`,
    );
  }
  const input = source.from
    ? () => readItem(pool, executionId, message, sent, source.from as InputOrigin)
    : () => Promise.resolve(message);
  const body =
    record.size === null
      ? (await input()).body
      : await readBody(pool, executionId, source, bodyOffset(source.outputs, origin.item), record.size);
  return {
    id: emittedId(executionId, origin),
    correlationId: message.correlationId,
    causationId: source.from ? emittedId(executionId, source.from) : message.id,
    contentType: record.contentType,
    headers: record.headers,
    body,
  };
}

async function readBody(
  pool: Pool,
  executionId: string,
  { run, payload }: Sent,
  offset: number,
  size: number,
): Promise<Body> {
  if (size === 0) return Body.empty;
  const { rows } = await pool.query<{ body: Buffer }>(
    `select substring(body from $3 for $4) as body from payload where expires_on = $1 and id = $2`,
    [payload.expiresOn, payload.id, payload.from + offset + 1, size],
  );
  if (!rows[0]) {
    throw new LineshaftError(
      'unexpected',
      `The ledger has what node run ${run} of execution ${executionId} sent out no more. Send the document again.`,
    );
  }
  return Body.fromBytes(rows[0].body);
}
