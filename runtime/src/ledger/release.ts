import type { Released } from '@lineshaft/flow';
import type { Pool } from 'pg';
import type { Acceptance } from './accept.ts';
import { newId } from './ids.ts';

/** The run that releases messages. */
export interface ReleasingRun {
  executionId: string;
  flowId: string;
  flowVersion: number;
  nodeId: string;
  /** The same for every attempt of the run. */
  idempotencyKey: string;
}

/**
 * Begins an execution for each message, from the port of the node that releases it. Each once: the receipts of a run that
 * is tried again are found.
 */
export async function releaseMessages(
  pool: Pool,
  accept: (acceptance: Acceptance) => Promise<unknown>,
  run: ReleasingRun,
  released: readonly Released[],
): Promise<void> {
  const keys = await businessKeys(pool, [...new Set(released.flatMap(({ heirOf }) => heirOf))]);
  await Promise.all(
    released.map((item, index) => {
      const messageId = newId();
      const acceptance: Acceptance = {
        executionId: newId(),
        flowId: run.flowId,
        flowVersion: run.flowVersion,
        sourceNode: run.nodeId,
        sourcePort: item.port,
        message: { ...item, id: messageId, causationId: item.causationId },
        idempotencyKey: `released ${run.idempotencyKey}/${index}`,
        idempotencyKeyGuardsBody: false,
        businessKeys: distinct(item.heirOf.flatMap(id => keys.get(id) ?? [])),
        ...(item.orderingKey === undefined ? {} : { orderingKey: item.orderingKey }),
        leased: false,
      };
      return accept(acceptance);
    }),
  );
}

async function businessKeys(
  pool: Pool,
  executionIds: readonly string[],
): Promise<ReadonlyMap<string, [name: string, value: string][]>> {
  const { rows } = await pool.query<{ execution_id: string; name: string; value: string }>({
    name: 'keys-of',
    text: `select execution_id, name, value from business_key where execution_id = any($1::uuid[])`,
    values: [executionIds],
  });
  const keys = new Map<string, [string, string][]>();
  for (const { execution_id: id, name, value } of rows) keys.set(id, [...(keys.get(id) ?? []), [name, value]]);
  return keys;
}

function distinct(keys: readonly [name: string, value: string][]): [name: string, value: string][] {
  return [...new Map(keys.map(key => [JSON.stringify(key), key])).values()];
}
