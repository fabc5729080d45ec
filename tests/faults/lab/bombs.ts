import { apiRoutes, createClient, type ExecutionDetail } from '@lineshaft/api';
import { deliveryFlow } from './delivery-flow.ts';
import type { Figures } from './books.ts';
import type { Lab } from './lab.ts';
import { documents } from './senders.ts';
import { until } from './until.ts';

/** An expression that should not get far, and what it may end with. */
export interface Bomb {
  expression: string;
  /** Error codes; left out: it gets through, harmlessly. */
  endsWith?: string;
}

/** For an execution with such a mapping to end, milliseconds: twenty times its budget, as machines are busy. */
const patienceMs = 20_000;

/** Sets off each bomb in a flow of its own, with ordinary documents before and after it. */
export async function setOff(lab: Lab, bombs: readonly Bomb[], text: string): Promise<Figures> {
  // Little memory: what gets past the guards brings the process down at once, not at the end of the machine's.
  const scene = await lab.scene({ environment: { NODE_OPTIONS: '--max-old-space-size=512' } });
  const { runtime, senders } = scene;
  const client = createClient(runtime.url);
  const read = (id: string): Promise<ExecutionDetail | undefined> =>
    client(apiRoutes.executions.getExecution, { params: { id } }).catch(() => undefined);
  let slowestMs = 0;
  for (const [index, { expression, endsWith }] of bombs.entries()) {
    const id = `bomb-${index}`;
    await runtime.process.publish(deliveryFlow({ id, expression }));
    await senders.send(documents(`before-${index}`, 20));
    const flow = lab.senders(runtime, id);
    const startedAt = performance.now();
    await flow.send([{ number: id, text }]);
    await senders.send(documents(`after-${index}`, 20));
    const { executionId = '' } = flow.receipts.get(id) ?? {};
    const ended = await until(
      async () => /succeeded|dead-lettered/.test((await read(executionId))?.state ?? ''),
      patienceMs,
      10,
    );
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    const execution = await read(executionId);
    const found = ended ? (execution?.error?.code ?? 'succeeded') : 'no end';
    // What is dead-lettered is accounted for there.
    const receipt = flow.receipts.get(id);
    if (receipt && found === 'succeeded') senders.receipts.set(id, receipt);
    lab.promise(found === (endsWith ?? 'succeeded'), `${expression}: ${found}, not ${endsWith ?? 'succeeded'}`);
  }
  lab.promise(runtime.restarts === 0, `the process ended ${runtime.restarts} times`);
  lab.note(`${bombs.length} expressions, the slowest over after ${(slowestMs / 1000).toFixed(1)} s`);
  return lab.settle(scene);
}
