import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTwins, type Twins, type TwinsOptions } from './start-twins.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes, looked into by tests only
export type Json = any;

const soon = { least: 1, most: 5 };

/** Twins on free ports that release nothing by themselves, work at once and try again soon. */
export async function startTestTwins(options: Partial<TwinsOptions>): Promise<Twins & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'twins-'));
  const twins = await startTwins({
    ports: { erp: 0, portal: 0, warehouseDe01: 0, warehouseDe02: 0, invoicing: 0, planner: 0, echo: 0 },
    warehouseDe02Folder: folder,
    orderEveryMs: 0,
    pace: { acknowledge: soon, change: soon, ship: soon, receive: soon, invoice: soon },
    changedShare: 0,
    closedPeriodShare: 0,
    patience: { delayMs: 10, maxDelayMs: 40, timeoutMs: 1000 },
    log: { event: () => undefined, trouble: () => undefined },
    ...options,
  });
  return {
    ...twins,
    async [Symbol.asyncDispose]() {
      await twins.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Tries until the check throws no more, for five seconds at most. */
export async function eventually<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  const end = Date.now() + 5000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export async function setFaults(url: string, dials: Record<string, unknown>): Promise<Response> {
  return fetch(`${url}/faults`, { method: 'PUT', body: JSON.stringify(dials) });
}

export async function getJson(url: string): Promise<Json> {
  const response = await fetch(url);
  return response.json();
}

/** A document of `examples/procurement`. */
export async function example(path: string): Promise<Json> {
  return JSON.parse(await readFile(new URL(`../procurement/${path}.json`, import.meta.url), 'utf8'));
}
