import type { Pool } from 'pg';
import type { Epoch } from './epoch.ts';

/** A process that has not said that it lives for so long is taken for dead. */
const deadAfterMs = 3000;

/**
 * Takes processes for dead: those that stopped beating, or every other one when this process knows that it is alone.
 * After the database was away nobody's beat is fresh: who has not beaten without a gap for as long as it asks of the
 * others takes none for dead.
 * @returns how many processes
 */
export async function endTheDead(pool: Pool, epoch: Epoch, alone: boolean): Promise<number> {
  if (!alone && epoch.beatingMs < deadAfterMs) return 0;
  const { rowCount } = await pool.query(
    `update worker set ended_at = clock_timestamp()
     where id in (select id from worker
                  where ended_at is null and id <> $1
                    and ($2 or beat_at < clock_timestamp() - interval '${deadAfterMs} milliseconds')
                  for update skip locked)`,
    [epoch.id, alone],
  );
  return rowCount ?? 0;
}

/**
 * Gives the executions of dead processes back, to be leased by whoever lives. A statement of its own, after `endTheDead`:
 * its snapshot has what a process committed just before it was taken for dead. What was at work is counted: one of these
 * executions may have brought the process down.
 * @returns how many executions
 */
export async function handOnWorkOfTheDead(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `update execution e set owner = null, state = 'queued', due_at = case when e.state = 'waiting' then e.due_at else now() end,
       handovers = e.handovers + case when e.state = 'running' then 1 else 0 end
     from worker w where e.owner = w.id and w.ended_at is not null`,
  );
  return rowCount ?? 0;
}

/** Receipts dropped in one statement: short ones, which nobody waits for long. */
const prunedAtOnce = 10_000;

/** Drops receipts past their time and the rows of processes long gone. @returns how many rows */
export async function prune(pool: Pool): Promise<number> {
  let receipts = 0;
  for (let dropped = prunedAtOnce; dropped === prunedAtOnce; receipts += dropped) {
    const { rowCount } = await pool.query(
      `delete from receipt where ctid = any(array(select ctid from receipt where expires_at < now() limit ${prunedAtOnce}))`,
    );
    dropped = rowCount ?? 0;
  }
  const workers = await pool.query(
    `delete from worker where ended_at < now() - interval '1 day' and not exists (select 1 from execution where owner = worker.id)`,
  );
  return receipts + (workers.rowCount ?? 0);
}

/** How many processes are alive, and this one's place among them: what shared limits are divided by. */
export async function livingWorkers(pool: Pool, epoch: Epoch): Promise<{ count: number; place: number }> {
  const { rows } = await pool.query<{ id: number }>({
    name: 'living',
    text: `select id from worker where ended_at is null and 'worker' = any(roles) order by id`,
  });
  const place = rows.findIndex(row => row.id === epoch.id);
  return place < 0 ? { count: rows.length + 1, place: rows.length } : { count: rows.length, place };
}
