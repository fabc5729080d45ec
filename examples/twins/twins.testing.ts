import { readFile } from 'node:fs/promises';
import { startTwins, type Twins, type TwinsOptions } from './start-twins.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- answers of several shapes, looked into by tests only
export type Json = any;

/** Twins on free ports that release nothing by themselves, answer at once and try again soon. */
export async function startTestTwins(options: TwinsOptions): Promise<Twins & AsyncDisposable> {
  const twins = await startTwins({
    erpPort: 0,
    portalPort: 0,
    orderEveryMs: 0,
    acknowledgeAfterMs: { least: 1, most: 5 },
    patience: { delayMs: 10, maxDelayMs: 40, timeoutMs: 1000 },
    log: { event: () => undefined, trouble: () => undefined },
    ...options,
  });
  return { ...twins, [Symbol.asyncDispose]: () => twins.close() };
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
