import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTwins, type Pace, type Twins } from '@lineshaft/twins';
import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { balance, type Balance } from './balance.ts';
import { deployProcurement } from './deploy-procurement.ts';
import { type Books, readBooks } from './read-books.ts';
import { untilQuiet } from './until-quiet.ts';

export interface DayOptions {
  database: FreshDatabase;
  orders: number;
  /** Milliseconds from one order to the next. */
  orderEveryMs: number;
  pace: Pace;
  /** The portal answers nothing but 503 for so long. */
  outageMs: number;
  /** Nothing may have happened for so long before the day is over. */
  quietMs: number;
  seed: number;
  say: (sentence: string) => void;
}

export interface Day extends Balance {
  books: Books;
  seconds: number;
}

const faults = {
  status5xxRate: 0.05,
  status429Every: 60,
  resetRate: 0.03,
  latencyMs: 2,
  latencyJitterMs: 15,
  duplicateRate: 0.1,
  reorder: 0.15,
};

/**
 * A day of business in minutes: orders, changes, answers, shipments, receipts and invoices, with all systems failing now
 * and then, the supplier portal away for a while, and the runtime killed once. Then the books are held against each other.
 */
export async function runDay(options: DayOptions): Promise<Day> {
  const { database, say } = options;
  const startedAt = performance.now();
  const folder = join(database.dataFolder, `warehouse-de02-${process.pid}`);
  let runtime = await RuntimeProcess.start(database);
  const { url } = runtime;
  const twins = await startDayTwins(options, url, folder);
  try {
    await deployProcurement(runtime, twins, folder);
    await setFaults(twins, faults);
    say(`The day begins: ${options.orders} orders, every system failing now and then.`);
    const released = releaseOrders(twins, options);
    await sleep((options.orders * options.orderEveryMs) / 2);
    await runtime.kill('SIGKILL');
    say('The runtime was killed (kill -9). It starts again.');
    runtime = await RuntimeProcess.start({ ...database, port: Number(new URL(url).port) });
    await released;
    await outage(twins, options);
    await untilQuiet(runtime, twins, options);
    await setFaults(twins, {});
    await closeDay(runtime, twins, options);
    const books = await readBooks(twins);
    const { lines, problems } = balance(books);
    const unexpected = await unexpectedDeadLetters(runtime, books);
    const seconds = (performance.now() - startedAt) / 1000;
    return { books, lines, problems: [...problems, ...unexpected, ...unreconciled(books)], seconds };
  } finally {
    await twins.close();
    await runtime.kill();
  }
}

function startDayTwins({ pace, seed }: DayOptions, runtimeUrl: string, folder: string): Promise<Twins> {
  return startTwins({
    ports: { erp: 0, portal: 0, warehouseDe01: 0, warehouseDe02: 0, invoicing: 0, planner: 0 },
    warehouseDe02Folder: folder,
    runtimeUrl,
    seed,
    pace,
    orderEveryMs: 0,
    patience: { delayMs: 100, maxDelayMs: 1000, timeoutMs: 10_000 },
    log: { event: () => undefined, trouble: () => undefined },
  });
}

async function releaseOrders(twins: Twins, { orders, orderEveryMs }: DayOptions): Promise<void> {
  for (let number = 0; number < orders; number++) {
    await fetch(`${twins.erp.url}/release`, { method: 'POST' });
    await sleep(orderEveryMs);
  }
}

async function outage(twins: Twins, { outageMs, say }: DayOptions): Promise<void> {
  say(`The supplier portal is away for ${outageMs / 1000} s.`);
  await putFaults(twins.portal.url, { ...faults, status5xxRate: 1 });
  await sleep(outageMs);
  await putFaults(twins.portal.url, faults);
}

/** Both warehouses are reconciled with the ERP: when all is booked, there is nothing to report. */
async function closeDay(runtime: RuntimeProcess, twins: Twins, options: DayOptions): Promise<void> {
  options.say('The day closes: both warehouses are reconciled with the ERP.');
  await fetch(`${twins.warehouseDe02.url}/close-of-day`, { method: 'POST' });
  await runtime.api('POST', '/in/planner/stock-reconciliations', { plant: 'DE01' });
  await untilQuiet(runtime, twins, options);
}

/** Only invoices that the ERP will not post may lie there; their bookings were cancelled. */
async function unexpectedDeadLetters(runtime: RuntimeProcess, { invoicing }: Books): Promise<string[]> {
  const { executions } = (await runtime.api('GET', '/api/executions?state=dead-lettered&limit=200')) as {
    executions: { flowId: string; keys: Record<string, string[]>; error: { code: string; message: string } | null }[];
  };
  const cancelled = new Set(
    invoicing.bookings.filter(({ state }) => state === 'cancelled').map(({ invoiceNumber }) => invoiceNumber),
  );
  return executions
    .filter(({ keys }) => !cancelled.has(keys['invoiceNumber']?.[0] ?? ''))
    .map(({ flowId, error }) => `Dead letter in ${flowId}: ${error?.code}: ${error?.message}`);
}

function unreconciled({ planner }: Books): string[] {
  const differences = planner.counts.byKind['stock-difference'] ?? 0;
  return differences > 0 ? [`The reconciliation reported ${differences} plants with differences.`] : [];
}

async function setFaults(twins: Twins, dials: object): Promise<void> {
  for (const { url } of [twins.erp, twins.portal, twins.warehouseDe01, twins.invoicing, twins.planner])
    await putFaults(url, dials);
}

async function putFaults(url: string, dials: object): Promise<void> {
  const response = await fetch(`${url}/faults`, { method: 'PUT', body: JSON.stringify(dials) });
  if (!response.ok) throw new Error(await response.text());
}
