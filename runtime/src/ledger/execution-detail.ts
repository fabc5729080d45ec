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
  body: Buffer;
  receivedAt: Date;
}

interface StoredItem {
  port: string;
  contentType: string;
  headers: Record<string, string>;
  body: Buffer;
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
    .select(['message_id', 'checkpoint'])
    .where('id', '=', executionId)
    .executeTakeFirst();
  if (!execution) return undefined;
  const message = await db
    .selectFrom('message')
    .selectAll()
    .where('id', '=', execution.message_id)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('node_run')
    .selectAll()
    .where('execution_id', '=', executionId)
    .orderBy('started_at')
    .orderBy('run')
    .orderBy('attempt')
    .execute();

  const entered: StoredItem = {
    port: 'out',
    contentType: message.content_type,
    headers: message.headers,
    body: message.body,
  };
  const sent = new Map<string, StoredItem>();
  const itemAt = (from: InputOrigin | undefined): StoredItem =>
    (from && sent.get(`${from.run}.${from.item}`)) ?? entered;

  // In order of run: what a run took was sent by an earlier one.
  for (const row of rows.toSorted((a, b) => a.run - b.run || a.attempt - b.attempt)) {
    for (const [item, record] of row.outputs.entries()) {
      sent.set(`${row.run}.${item}`, toItem(record, row, item, itemAt(originOf(row)).body));
    }
  }

  return {
    message: {
      id: message.id,
      sourceNode: message.source_node,
      causationId: message.causation_id,
      contentType: message.content_type,
      headers: message.headers,
      body: message.body,
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
        outputs: row.outputs.map((record, item) => toItem(record, row, item, itemAt(from).body)),
      };
    }),
    pending: execution.checkpoint?.pending ?? [],
  };
}

function originOf(row: { input_run: number | null; input_item: number | null }): InputOrigin | undefined {
  return row.input_run === null ? undefined : { run: row.input_run, item: row.input_item ?? 0 };
}

function toItem(
  { port, contentType, headers, size }: OutputRecord,
  row: { outputs: OutputRecord[]; output: Buffer },
  item: number,
  input: Buffer,
): StoredItem {
  const offset = bodyOffset(row.outputs, item);
  return { port, contentType, headers, body: size === null ? input : row.output.subarray(offset, offset + size) };
}
