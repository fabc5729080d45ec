import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeOnEachDatabase } from '../database/testing.ts';
import { createLog } from '../telemetry/log.ts';
import { connectionLost, type Faults, faultyPool } from './faulty-pool-testing.ts';
import { WorkSignal } from './work-signal.ts';

describeOnEachDatabase('the signal that there is work', database => {
  let sender: WorkSignal;
  let listener: WorkSignal;
  let faults: Faults;
  let woken: number;
  beforeEach(() => {
    faults = {};
    woken = 0;
    const pool = faultyPool(database().pool, {
      before: name => faults.before?.(name),
      after: name => faults.after?.(name),
    });
    sender = new WorkSignal(database(), createLog('silent'));
    listener = new WorkSignal({ ...database(), pool }, createLog('silent'));
  });
  afterEach(() => listener.close());

  const listen = () => listener.listen(() => woken++);
  const free = ({ totalCount, idleCount }: Pool) => totalCount - idleCount;
  const several = () => database().kind === 'postgres';

  it('wakes who listens, once for many messages; the embedded database has nobody to wake', async () => {
    await listen();
    await listen();
    for (let index = 0; index < 10; index++) sender.send();
    await sleep(200);
    expect(woken).toBe(several() ? 1 : 0);
    sender.send();
    await vi.waitFor(() => expect(woken).toBe(several() ? 2 : 0));
  });

  it('holds one connection of a server, none of the embedded database, and gives it back', async () => {
    await listen();
    expect(free(database().pool)).toBe(several() ? 1 : 0);
    listener.close();
    expect(free(database().pool)).toBe(0);
    sender.send();
    await sleep(100);
    expect(woken).toBe(0);
  });

  it('listens again after its connection was lost', async () => {
    await listen();
    await database().pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %' and pid <> pg_backend_pid() and datname = current_database()`,
    );
    await vi.waitFor(() => expect(free(database().pool)).toBe(0));
    await listen();
    sender.send();
    await vi.waitFor(() => expect(woken).toBe(several() ? 1 : 0));
  });

  it('gives the connection back when it cannot listen, and tries again when it is asked again', async () => {
    let lost = 1;
    faults.after = name => {
      if (name.startsWith('listen') && lost-- > 0) throw connectionLost();
    };
    await listen().catch(() => {});
    expect(free(database().pool)).toBe(0);
    await listen();
    sender.send();
    await vi.waitFor(() => expect(woken).toBe(several() ? 1 : 0));
  });
});
