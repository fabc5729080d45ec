import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiRoutes, createClient } from '@lineshaft/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { RuntimeProcess } from '../runtime-process.ts';

const patience = { timeout: 20_000, interval: 50 };

describeWithOneRuntime('sources that look by themselves', (runtime, database) => {
  let exchange = '';
  const names = (folder: string) => {
    try {
      return readdirSync(join(exchange, folder)).filter(name => !name.startsWith('.'));
    } catch {
      return [];
    }
  };

  beforeAll(async () => {
    exchange = mkdtempSync(join(tmpdir(), 'lineshaft-exchange-'));
    mkdirSync(join(exchange, 'in'));
    const api = createClient(runtime().url);
    const id = 'exchange';
    await api(apiRoutes.connections.saveConnection, { params: { id }, body: { type: 'folder', name: 'Exchange' } });
    const { environment } = await api(apiRoutes.connections.getConnection, { params: { id } });
    await api(apiRoutes.connections.saveConnectionSettings, {
      params: { id, environment },
      body: { settings: { path: exchange } },
    });
  });
  afterAll(() => rmSync(exchange, { recursive: true, force: true }));

  const flow = (id: string, source: Record<string, unknown>, write: Record<string, unknown>) => ({
    format: 'lineshaft/flow@1',
    id,
    name: id,
    owner: 'tests',
    domain: 'tests',
    nodes: [
      { id: 'in', name: 'In', ...source },
      { id: 'out', name: 'Out', type: 'file.write', connection: 'exchange', config: write },
    ],
    edges: [{ from: 'in', to: 'out' }],
  });

  it('go through a connection that can be tested', async () => {
    const test = createClient(runtime().url)(apiRoutes.connections.testConnection, { params: { id: 'exchange' } });
    expect(await test).toMatchObject({ passed: true });
  });

  it('tick by a schedule', async () => {
    const source = { type: 'schedule', config: { cron: '* * * * * *', timeZone: 'Europe/Berlin' } };
    await runtime().publish(flow('ticks', source, { folder: 'ticks', name: '{{ scheduledFor }}.json' }));
    await vi.waitFor(() => expect(names('ticks').length).toBeGreaterThan(2), patience);
    await createClient(runtime().url)(apiRoutes.flows.disableFlow, { params: { id: 'ticks' } });
    const seconds = names('ticks')
      .map(name => Date.parse(decodeURIComponent(name.replace('.json', ''))) / 1000)
      .toSorted((a, b) => a - b);
    expect(seconds.at(-1)).toBe((seconds[0] ?? 0) + seconds.length - 1);
  });

  // The last one, for it starts the runtime anew.
  it('take each file once over kill -9', async () => {
    const source = {
      type: 'file.read',
      connection: 'exchange',
      config: { folder: 'in', pattern: '*.json', every: '1s', stableFor: '0s' },
    };
    // A file that is taken in twice would have two message ids.
    await runtime().publish(flow('files', source, { folder: 'out', name: '{{ po }}-{{ $messageId }}.json' }));
    const count = 80;
    for (let po = 1; po <= count; po++) {
      writeFileSync(join(exchange, 'in', `${po}.part`), JSON.stringify({ po }));
      renameSync(join(exchange, 'in', `${po}.part`), join(exchange, 'in', `${po}.json`));
    }
    await vi.waitFor(() => expect(names('archive').length).toBeGreaterThan(10), { ...patience, interval: 2 });
    await runtime().kill('SIGKILL');
    expect(names('in').length).toBeGreaterThan(0);
    const restarted = await RuntimeProcess.start(database());
    try {
      await vi.waitFor(() => expect(names('out').length).toBeGreaterThanOrEqual(count), patience);
      const orders = names('out').map(name => Number(name.split('-')[0]));
      expect(orders.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      expect(names('in')).toEqual([]);
      expect(names('archive')).toHaveLength(count);
      expect(names('error')).toEqual([]);
    } finally {
      await restarted.kill();
    }
  }, 60_000);
});
