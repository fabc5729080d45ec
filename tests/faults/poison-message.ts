import { apiRoutes, createClient } from '@lineshaft/api';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCase } from './fault-case.ts';
import { documents } from './lab/senders.ts';
import { until } from './lab/until.ts';

const deaths = 3;

/**
 * A message that brings down every process that works on it. No node that a flow can use does so; here the target kills
 * the runtime with SIGKILL whenever the delivery of that message arrives.
 */
export const poisonMessage: FaultCase = {
  promise: `a message that crashes the process: dead-lettered after ${deaths} crashes, the others are delivered`,
  inTests: ['pglite'],
  async run(lab) {
    const scene = await lab.scene();
    const { runtime, senders, target } = scene;
    target.react = async ({ number }) => {
      if (number !== 'poison') return sleep(20, 'take' as const);
      runtime.signal('SIGKILL');
      return 'fail';
    };
    const many = documents('harmless', lab.many(1000));
    await senders.send([...many.slice(0, 100), { number: 'poison' }, ...many.slice(100)]);
    const { executionId = '' } = senders.receipts.get('poison') ?? {};
    const read = async () =>
      createClient(runtime.url)(apiRoutes.executions.getExecution, { params: { id: executionId } }).catch(
        () => undefined,
      );
    const buried = await until(async () => (await read())?.state === 'dead-lettered', 120_000, 200);
    lab.promise(buried, 'the poison message did not go to the dead letter channel');
    const execution = await read();
    lab.promise(execution?.error?.code === 'crashed', `its error is ${execution?.error?.code}, not crashed`);
    lab.promise(runtime.restarts <= deaths, `the process crashed ${runtime.restarts} times`);
    lab.note(`${runtime.restarts} crashes`);
    // The poison is accounted for in the dead letter channel.
    senders.receipts.delete('poison');
    return lab.settle(scene);
  },
};
