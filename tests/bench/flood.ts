/**
 * Sends as fast as it can over many connections, whatever the answers, in a process of its own so that it does not slow
 * down who measures. Settings come as JSON in the first argument; prints a FloodResult.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { orderBodies } from './load.ts';

export interface FloodSettings {
  url: string;
  seconds: number;
  connections: number;
  lines: number;
  prefix: string;
  partner: string;
}

export interface FloodResult {
  accepted: number;
  /** Answered with 429 or 503. */
  refused: number;
  /** Of those: without Retry-After. */
  refusedWithoutTime: number;
  failed: number;
}

export function startFlood(settings: FloodSettings): { result: Promise<FloodResult>; child: ChildProcess } {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result = once(createInterface({ input: child.stdout }), 'line').then(
    ([line]) => JSON.parse(String(line)) as FloodResult,
  );
  return { result, child };
}

async function flood(settings: FloodSettings): Promise<FloodResult> {
  const { url, seconds, connections, lines, prefix, partner } = settings;
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const body = orderBodies(lines);
  const headers = { 'content-type': 'application/json', 'x-partner-id': partner };
  const result: FloodResult = { accepted: 0, refused: 0, refusedWithoutTime: 0, failed: 0 };
  const endsAt = performance.now() + seconds * 1000;
  let sent = 0;
  const connection = async () => {
    while (performance.now() < endsAt) {
      try {
        const response = await pool.request({ path, method: 'POST', headers, body: body(`${prefix}${++sent}`) });
        await response.body.dump();
        const { statusCode } = response;
        if (statusCode === 202) result.accepted++;
        else if (statusCode === 429 || statusCode === 503) {
          result.refused++;
          if (!response.headers['retry-after']) result.refusedWithoutTime++;
        } else result.failed++;
      } catch {
        // Counted: a connection that was cut is a finding of its own.
        result.failed++;
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  await pool.close();
  return result;
}

const [, script, settings] = process.argv;
if (script === fileURLToPath(import.meta.url) && settings)
  process.stdout.write(`${JSON.stringify(await flood(JSON.parse(settings) as FloodSettings))}\n`);
