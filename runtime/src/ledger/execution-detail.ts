import type { ErrorRecord, InputOrigin, NodeRunState, OutputRecord, PendingRun } from '@lineshaft/flow';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import { bodyOffset } from './output-records.ts';

interface StoredMessage {
  id: string;
  sourceNode: string;
  causationId: string | null;
  contentType: string;
  headers: Record<string, string>;
  body: StoredBody;
  receivedAt: Date;
}

/** A recorded body. What was kept for as long as the flow says is gone after that; its size remains. */
export interface StoredBody {
  size: number;
  /** Undefined: gone. */
  bytes: Buffer | undefined;
}

interface StoredItem {
  port: string;
  contentType: string;
  headers: Record<string, string>;
  body: StoredBody;
}

export interface StoredNodeRun {
  run: number;
  attempt: number;
  nodeId: string;
  state: NodeRunState;
  startedAt: Date;
  durationMs: number;
  error: ErrorRecord | null;
  /** Undefined: the message itself. */
  from: InputOrigin | undefined;
  /** The run that it undoes. */
  undoes: number | undefined;
  input: Omit<StoredItem, 'port'>;
  outputs: StoredItem[];
}

export interface ExecutionTrace {
  message: StoredMessage;
  nodeRuns: StoredNodeRun[];
  pending: PendingRun[];
}

/** Everything that is recorded of an execution: its message, and every attempt of every node run with input and output. */
export async function readTrace(db: Kysely<Tables>, executionId: string): Promise<ExecutionTrace | undefined> {
  const execution = await db
    .selectFrom('execution')
    .select(['checkpoint', 'expires_on', 'payload_expires_on'])
    .where('id', '=', executionId)
    .executeTakeFirst();
  if (!execution) return undefined;
  const message = await db
    .selectFrom('message')
    .selectAll()
    .where('expires_on', '=', execution.expires_on)
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('node_run')
    .selectAll()
    .where('expires_on', '=', execution.expires_on)
    .where('execution_id', '=', executionId)
    .orderBy('started_at')
    .orderBy('run')
    .orderBy('attempt')
    .execute();

  const payloads = await readPayloads(db, execution.payload_expires_on, [
    executionId,
    ...new Set(rows.flatMap(row => row.payload_id ?? [])),
  ]);
  const received: StoredBody = {
    size: message.size,
    bytes: message.size === 0 ? Buffer.alloc(0) : payloads.get(executionId),
  };

  const entered: StoredItem = {
    port: 'out',
    contentType: message.content_type,
    headers: message.headers,
    body: received,
  };
  const sent = new Map<string, StoredItem>();
  const itemAt = (from: InputOrigin | undefined): StoredItem =>
    (from && sent.get(`${from.run}.${from.item}`)) ?? entered;

  // In order of run: what a run took was sent by an earlier one.
  for (const row of rows.toSorted((a, b) => a.run - b.run || a.attempt - b.attempt)) {
    for (const [item, record] of row.outputs.entries()) {
      sent.set(`${row.run}.${item}`, toItem(record, row, item, itemAt(originOf(row)).body, payloads));
    }
  }

  return {
    message: {
      id: message.id,
      sourceNode: message.source_node,
      causationId: message.causation_id,
      contentType: message.content_type,
      headers: message.headers,
      body: received,
      receivedAt: message.received_at,
    },
    nodeRuns: rows.map(row => {
      const from = originOf(row);
      return {
        run: row.run,
        attempt: row.attempt,
        nodeId: row.node_id,
        state: row.state,
        startedAt: row.started_at,
        durationMs: row.duration_us / 1000,
        error: row.error,
        from,
        undoes: row.undoes ?? undefined,
        input: itemAt(from),
        outputs: row.outputs.map((record, item) => toItem(record, row, item, itemAt(from).body, payloads)),
      };
    }),
    pending: execution.checkpoint?.pending ?? [],
  };
}

function originOf(row: { input_run: number | null; input_item: number | null }): InputOrigin | undefined {
  return row.input_run === null ? undefined : { run: row.input_run, item: row.input_item ?? 0 };
}

async function readPayloads(db: Kysely<Tables>, expiresOn: string, ids: string[]): Promise<Map<string, Buffer>> {
  const rows = await db
    .selectFrom('payload')
    .select(['id', 'body'])
    .where('expires_on', '=', expiresOn)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(row => [row.id, row.body]));
}

function toItem(
  { port, contentType, headers, size }: OutputRecord,
  row: { outputs: OutputRecord[]; payload_id: string | null; payload_from: number | null },
  item: number,
  input: StoredBody,
  payloads: ReadonlyMap<string, Buffer>,
): StoredItem {
  if (size === null) return { port, contentType, headers, body: input };
  const from = (row.payload_from ?? 0) + bodyOffset(row.outputs, item);
  const bytes = size === 0 ? Buffer.alloc(0) : payloads.get(row.payload_id ?? '')?.subarray(from, from + size);
  return { port, contentType, headers, body: { size, bytes } };
}
