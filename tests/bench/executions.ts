import { openDatabase } from '@lineshaft/runtime/database';
import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';

const rows = 100_000;
const repetitions = 15;

export interface LookRow {
  database: string;
  look: string;
  /** Median and slowest, milliseconds, over HTTP. */
  medianMs: number;
  slowestMs: number;
}

/**
 * 100,000 executions of ten flows within a day: one in 50 dead-lettered, one in 500 waiting, two business keys each. The
 * last 2,000 of them ended within the last minute, with two node runs each.
 */
const fillSql = [
  `insert into flow (id, draft, enabled) select 'flow-' || n,
     json_build_object('id', 'flow-' || n, 'name', 'Flow ' || n, 'domain', case when n = 9 then 'rare' else 'common' end,
       'nodes', json_build_array(json_build_object('id', 'in', 'type', 'http.webhook'))), false
   from generate_series(0, 9) n`,
  `create temporary table made as
   select n, accepted_at, ended_at, (lpad(to_hex((extract(epoch from accepted_at) * 1000)::bigint), 12, '0') || '7' ||
       substr(md5(n::text), 1, 3) || 'a' || substr(md5(n::text), 4, 15))::uuid as id,
     case when n % 500 = 0 then 'waiting' when n % 50 = 1 then 'dead-lettered' else 'succeeded' end as state
   from (select n, now() - n * interval '0.85 seconds' as accepted_at,
           case when n < 2000 then now() else now() - n * interval '0.85 seconds' end as ended_at
         from generate_series(0, ${rows - 1}) n) spread`,
  `insert into execution (id, flow_id, flow_version, message_id, correlation_id, state, accepted_at, ended_at, due_at, checkpoint,
                          expires_on, payload_expires_on)
   select id, 'flow-' || case when n < 2000 then 0 when n % 1000 = 999 then 9 else n % 9 end, 1, id, 'c' || n, state, accepted_at,
     case when state <> 'waiting' then ended_at end, now() + interval '1 day',
     case when state = 'waiting' then '{"nextRun":2,"pending":[{"run":1,"nodeId":"post","attempts":1,"tries":1}]}'::json end,
     utc_day(now() + interval '90 days'), utc_day(now() + interval '30 days') from made`,
  `insert into business_key select 'poNumber', (4500000 + n)::text, id from made`,
  `insert into business_key select 'correlationId', 'c' || n, id from made`,
  `insert into message (id, flow_id, source_node, correlation_id, content_type, headers, execution_id, expires_on, size)
   select id, 'flow-0', 'in', 'c', 'application/json', '{}', id, utc_day(now() + interval '90 days'), 0 from made where n < 2000`,
  `insert into node_run (execution_id, run, attempt, node_id, state, started_at, duration_us, outputs, expires_on)
   select id, run, 1, 'node-' || run, 'succeeded', now(), 500,
     '[{"port":"out","contentType":"application/json","headers":{},"size":null}]', utc_day(now() + interval '90 days')
   from made cross join generate_series(1, 2) run where n < 2000`,
  `drop table made`,
  // As the database does by itself within a minute.
  `vacuum analyze execution`,
  `analyze business_key`,
];

/** How long the API takes to show executions, for each filter that the designer has. */
export async function measureExecutions(database: FreshDatabase): Promise<LookRow[]> {
  await fillExecutions(database);
  const runtime = await RuntimeProcess.start(database);
  const looks: LookRow[] = [];
  const look = async (name: string, path: string) => {
    const times: number[] = [];
    for (let time = 0; time < repetitions; time++) {
      const startedAt = performance.now();
      await runtime.api('GET', path);
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    looks.push({
      database: database.name,
      look: name,
      medianMs: rounded(times[Math.floor(repetitions / 2)]),
      slowestMs: rounded(times.at(-1)),
    });
  };
  const dayAgo = new Date(Date.now() - 20 * 3_600_000).toISOString();
  await look('first page of 50', '/api/executions');
  await look('one flow', '/api/executions?flow=flow-3');
  await look('a flow that has few', '/api/executions?flow=flow-9');
  await look('dead-lettered', '/api/executions?state=dead-lettered');
  await look('open', '/api/executions?state=queued,running,waiting,blocked');
  await look('a flow, dead-lettered', '/api/executions?flow=flow-9&state=dead-lettered');
  await look('business key', '/api/executions?key=poNumber:4577777');
  await look('correlation id', '/api/executions?correlationId=c77777');
  await look('accepted before', `/api/executions?to=${dayAgo}`);
  await look('a domain that has few', '/api/executions?domain=rare');
  await look('count of all', '/api/executions/count');
  await look('count of dead-lettered', '/api/executions/count?state=dead-lettered');
  await look('count of a domain that has few', '/api/executions/count?domain=rare');
  await look('list of flows', '/api/flows');
  looks.push({ database: database.name, look: 'first live event of a flow', ...(await firstEvents(runtime)) });
  await runtime.kill();
  return looks;
}

/** Puts the 100,000 executions into a fresh database. Their business keys are poNumber 4500000 and on. */
export async function fillExecutions(database: FreshDatabase): Promise<void> {
  const { databaseUrl, dataFolder } = database;
  // The first start makes the tables.
  await (await RuntimeProcess.start(database)).kill();
  const opened = await openDatabase({ ...(databaseUrl ? { databaseUrl } : {}), dataFolder, announce: () => {} });
  const client = await opened.pool.connect();
  for (const statement of fillSql) await client.query(statement);
  client.release();
  await opened.close();
}

/** From the request to the first event, with 2,000 executions of the last minute. */
async function firstEvents(runtime: RuntimeProcess): Promise<Pick<LookRow, 'medianMs' | 'slowestMs'>> {
  const times: number[] = [];
  for (let time = 0; time < 5; time++) {
    const leaving = new AbortController();
    const startedAt = performance.now();
    const { body } = await fetch(`${runtime.url}/api/flows/flow-${time === 0 ? 1 : 0}/live`, {
      signal: leaving.signal,
    });
    let text = '';
    for await (const piece of body ?? []) {
      text += Buffer.from(piece).toString();
      if (text.includes('data:')) break;
    }
    if (time > 0) times.push(performance.now() - startedAt);
    leaving.abort();
    // What one has seen is shared for a moment.
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  times.sort((a, b) => a - b);
  return { medianMs: rounded(times[2]), slowestMs: rounded(times.at(-1)) };
}

const rounded = (ms = 0) => Math.round(ms * 10) / 10;
