import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerType } from '@hono/node-server';
import type { Logger } from './telemetry/log.ts';

/** How long senders who are answered at the very end have to take their answer, milliseconds. */
const lastAnswersMs = 1000;

/** Every step is taken, whatever becomes of the others: what cannot be given back now is handed on by whoever lives. */
export async function inOrder(log: Logger, steps: (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      log.error(
        { err: error },
        'A part of the runtime could not be stopped in order; nothing that was accepted is lost',
      );
    }
  }
}

/** Lets the last answers go out, but does not wait for those who do not take theirs. */
export async function closeConnections(server: ServerType, closed: Promise<unknown>): Promise<void> {
  let open = true;
  const noted = closed.then(() => {
    open = false;
  });
  for (const deadline = performance.now() + lastAnswersMs; open && performance.now() < deadline; await sleep(10)) {
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  }
  if ('closeAllConnections' in server) server.closeAllConnections();
  await noted;
}
