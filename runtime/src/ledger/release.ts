import type { Released } from '@lineshaft/flow';
import type { Pool, PoolClient } from 'pg';
import type { Acceptance } from './accept.ts';
import { newId } from './ids.ts';

/** The node that releases messages. */
export interface ReleasingNode {
  flowId: string;
  flowVersion: number;
  nodeId: string;
}

/** The run that releases messages. */
export interface ReleasingRun extends ReleasingNode {
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
  const acceptances = await acceptancesOf(pool, run, released);
  await Promise.all(
    acceptances.map((acceptance, index) =>
      accept({ ...acceptance, idempotencyKey: `released ${run.idempotencyKey}/${index}` }),
    ),
  );
}

/** Released messages as they are accepted, with the partner and the business keys of the executions they come from. */
export async function acceptancesOf(
  client: Pool | PoolClient,
  { flowId, flowVersion, nodeId }: ReleasingNode,
  released: readonly Released[],
): Promise<Acceptance[]> {
  const heritage = await readHeritage(client, [...new Set(released.flatMap(({ heirOf }) => heirOf))]);
  return released.map(item => {
    const { port, contentType, headers, body, correlationId, causationId, orderingKey } = item;
    const from = item.heirOf.flatMap(id => heritage.get(id) ?? []);
    const partner = from.find(one => one.partner !== null)?.partner;
    return {
      executionId: newId(),
      flowId,
      flowVersion,
      sourceNode: nodeId,
      sourcePort: port,
      message: { id: newId(), correlationId, causationId, contentType, headers, body },
      idempotencyKeyGuardsBody: false,
      businessKeys: distinct(from.flatMap(one => one.keys)),
      ...(orderingKey === undefined ? {} : { orderingKey }),
      ...(partner ? { partner } : {}),
      leased: false,
    };
  });
}

type BusinessKey = [name: string, value: string];

interface Heritage {
  partner: string | null;
  keys: BusinessKey[];
}

async function readHeritage(
  client: Pool | PoolClient,
  executionIds: readonly string[],
): Promise<ReadonlyMap<string, Heritage>> {
  const { rows } = await client.query<{ id: string; partner: string | null; names: string[]; key_values: string[] }>({
    name: 'heritage',
    text: `select e.id, e.partner, array_remove(array_agg(k.name order by k.name, k.value), null) as names,
                  array_remove(array_agg(k.value order by k.name, k.value), null) as key_values
           from execution e left join business_key k on k.execution_id = e.id
           where e.id = any($1::uuid[]) group by e.id`,
    values: [executionIds],
  });
  return new Map(
    rows.map(({ id, partner, names, key_values: values }) => [
      id,
      { partner, keys: names.map((name, index): BusinessKey => [name, values[index] ?? '']) },
    ]),
  );
}

function distinct(keys: readonly BusinessKey[]): BusinessKey[] {
  return [...new Map(keys.map(key => [JSON.stringify(key), key])).values()];
}
