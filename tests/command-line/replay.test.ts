import { expect, it } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { endedExecution } from '../ended-execution.ts';
import { LocalServer } from '../local-server.ts';
import { orderFlow } from './flow-files.ts';
import { lineshaft } from './lineshaft.ts';

describeWithOneRuntime('replay', runtime => {
  const replay = (flow: string, ...args: string[]) =>
    lineshaft('.', ['replay', '--runtime', runtime().url, '--flow', flow, '--rate', '100/s', ...args]);

  /** Three orders that a target refused. */
  async function refusedOrders(flow: string) {
    const taken: string[] = [];
    let status = 400;
    const target = new LocalServer((_, body, response) => {
      if (status === 200) taken.push((JSON.parse(body.toString()) as { order: string }).order);
      response.writeHead(status).end('{}');
    });
    await target.open();
    await runtime().allow(flow, target.url);
    await runtime().publish(orderFlow({ id: flow, connection: flow, url: '/{{ order }}' }));
    const ids: string[] = [];
    for (const po of ['1', '2', '3']) {
      const { executionId } = (await runtime().api('POST', `/in/${flow}`, { po, lines: [] })) as {
        executionId: string;
      };
      expect((await endedExecution(runtime().url, executionId)).state).toBe('dead-lettered');
      ids.push(executionId);
    }
    return {
      ids,
      taken,
      answer(now: number) {
        status = now;
      },
      [Symbol.asyncDispose]: () => target.close(),
    };
  }

  it('shows first what it would do, and does it with --yes, oldest first', async () => {
    await using orders = await refusedOrders('refused');
    const dry = await replay('refused');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/poNumber:1 {2}target-rejected at send: [^]*3 executions would be replayed \(retry\)/);
    expect(orders.taken).toEqual([]);

    orders.answer(200);
    const { code, stdout } = await replay('refused', '--yes', '--stop-on-failure');
    expect(stdout.trim().split('\n')).toEqual([
      ...orders.ids.map(id => `${id}: succeeded`),
      '3 succeeded, 0 failed, 0 not through yet, 0 not begun',
    ]);
    expect(code).toBe(0);
    expect(orders.taken).toEqual(['1', '2', '3']);
    expect((await replay('refused')).stdout).toBe('0 executions would be replayed (retry). Say --yes to do it.\n');
  });

  it('stops at the first that fails again, and only then', async () => {
    await using orders = await refusedOrders('still-refused');
    const stopped = await replay('still-refused', '--yes', '--stop-on-failure');
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(/^[\w-]+: dead-lettered: target-rejected at send: /);
    expect(stopped.stdout).toContain('0 succeeded, 1 failed, 0 not through yet, 2 not begun');
    const all = await replay('still-refused', '--yes');
    expect(all).toMatchObject({ code: 1, stdout: expect.stringContaining('0 succeeded, 3 failed') });
    expect(orders.taken).toEqual([]);
  });

  it('takes only what the filters mean, by key and by time', async () => {
    await using orders = await refusedOrders('filtered');
    const found = async (...args: string[]) => {
      const { stdout } = await replay('filtered', '--json', ...args);
      return (JSON.parse(stdout) as { found: { id: string }[] }).found.map(({ id }) => id);
    };
    expect(await found('--key', 'poNumber:2')).toEqual([orders.ids[1]]);
    expect(await found('--from', '1h')).toEqual(orders.ids);
    expect(await found('--to', '1h')).toEqual([]);
    expect(await found('--state', 'succeeded,cancelled')).toEqual([]);
  });

  it('reprocesses with the version that is published now', async () => {
    await using orders = await refusedOrders('corrected');
    orders.answer(200);
    const { nodes } = orderFlow({ id: 'corrected' });
    const stored = (await runtime().api('GET', '/api/flows/corrected')) as { definition: { nodes: typeof nodes } };
    const [source, , sink] = stored.definition.nodes;
    const mapping = { id: 'map', type: 'mapping', name: 'Short form', config: { expression: '{ "order": "X" & po }' } };
    await runtime().publish({ ...stored.definition, nodes: [source, mapping, sink] });
    const { code, stdout } = await replay('corrected', '--yes', '--how', 'reprocess');
    expect(stdout).toContain('3 succeeded');
    expect(code).toBe(0);
    expect(orders.taken.toSorted()).toEqual(['X1', 'X2', 'X3']);
  });
});

it.each([
  [['replay'], 'Name the runtime with --runtime URL'],
  [['replay', '--runtime', 'http://127.0.0.1:9', '--how', 'again'], '--how again is neither retry nor reprocess.'],
  [['replay', '--runtime', 'http://127.0.0.1:9', '--state', 'dead'], '--state dead is none of queued'],
  [['replay', '--runtime', 'http://127.0.0.1:9', '--rate', 'fast'], '--rate fast is no rate'],
  [['replay', '--runtime', 'http://127.0.0.1:9', 'all'], '"all" is one too many'],
])('refuses %j with exit code 2', async (args, sentence) => {
  const { code, stderr } = await lineshaft('.', args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
});
