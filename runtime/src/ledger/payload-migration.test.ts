import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { migrate, ourMigrations } from '../database/migrate.ts';
import { describeOnEachDatabase } from '../database/testing.ts';
import { readTrace } from './execution-detail.ts';
import { newId } from './ids.ts';
import { TestProcess } from './ledger-testing.ts';

describeOnEachDatabase('a database from before payloads lay apart', database => {
  it('is taken over with all that is in it', async () => {
    const { pool, kysely } = database();
    // The suite's database is up to date already: begin anew, with what a release had that knew no payloads.
    await pool.query('drop schema public cascade; create schema public');
    const before = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-migrations-'));
    for (const file of fs.readdirSync(ourMigrations).filter(name => name < '0004'))
      fs.copyFileSync(new URL(file, ourMigrations), path.join(before, file));
    await migrate(database(), () => {}, pathToFileURL(`${before}/`));
    fs.rmSync(before, { recursive: true });

    const [messageId, done, again] = [newId(), newId(), newId()];
    await pool.query(
      `insert into message (id, flow_id, source_node, correlation_id, content_type, headers, body)
       values ($1, 'orders', 'in', 'c', 'text/plain', '{"x-a":"b"}', 'came')`,
      [messageId],
    );
    await pool.query(
      `insert into execution (id, flow_id, flow_version, message_id, correlation_id, state, replay_of)
       values ($1, 'orders', 1, $3, 'c', 'succeeded', null), ($2, 'orders', 1, $3, 'c', 'queued', $1)`,
      [done, again, messageId],
    );
    await pool.query(
      `insert into node_run (execution_id, run, attempt, node_id, state, started_at, duration_us, outputs, output)
       values ($1, 1, 1, 'map', 'succeeded', now(), 5, $2, 'firstsecond'), ($1, 2, 1, 'post', 'succeeded', now(), 5, '[]', '')`,
      [done, JSON.stringify([5, 6].map(size => ({ port: 'out', contentType: 'text/plain', headers: {}, size })))],
    );
    await migrate(database(), () => {});

    const trace = await readTrace(kysely, done);
    expect(trace?.message).toMatchObject({ id: messageId, sourceNode: 'in', headers: { 'x-a': 'b' } });
    expect(trace?.message.body.bytes?.toString()).toBe('came');
    expect(trace?.nodeRuns.map(run => run.outputs.map(output => output.body.bytes?.toString()))).toEqual([
      ['first', 'second'],
      [],
    ]);
    const process = await TestProcess.start(pool);
    const [leased] = await process.lease();
    expect(leased?.id).toBe(again);
    expect(leased?.message.body.text()).toBe('came');
  });
});
