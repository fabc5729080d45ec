import { describe, expect, it } from 'vitest';
import { order, orderFlow } from './flow-files.ts';
import { ProjectFolder } from './lineshaft.ts';

const call = ['run', 'flow.json', '--input', 'order.json'];

describe('run', () => {
  it('prints the output of every node, and sends nothing', async () => {
    await using folder = await ProjectFolder.make({ 'flow.json': orderFlow(), 'order.json': order });
    const { code, stdout } = await folder.run(call);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^map {2}Short form \(mapping\)\n {2}out {2}application\/json\n {4}\{\n {6}"order": "4500001"/m,
    );
    expect(stdout).toMatch(/^send {2}To the portal \(http\.request\), not sent\n {2}would send {2}application\/json/m);
    expect(stdout).toMatch(/^succeeded$/m);
  });

  it('gives what follows a sink the answer that stands in for its own', async () => {
    const flow = orderFlow();
    flow.nodes.push({ id: 'after', type: 'mapping', name: 'Receipt', config: { expression: '{ "receipt": number }' } });
    flow.edges.push({ from: 'send', port: 'response', to: 'after' } as never);
    await using folder = await ProjectFolder.make({
      'flow.json': flow,
      'order.json': order,
      'answer.json': { number: 7 },
    });
    const { code, stdout } = await folder.run([...call, '--stub', 'send=answer.json', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      executions: [
        {
          state: 'succeeded',
          runs: [
            { nodeId: 'map', stoodIn: false },
            { nodeId: 'send', stoodIn: true, input: { json: { order: '4500001', rows: 2 } } },
            { nodeId: 'after', outputs: [{ port: 'out', json: { receipt: 7 } }] },
          ],
        },
      ],
    });
  });

  it('names the node that failed, with exit code 1', async () => {
    const flow = orderFlow({ expression: '$error("No lines.")' });
    await using folder = await ProjectFolder.make({ 'flow.json': flow, 'order.json': order });
    const { code, stdout } = await folder.run(call);
    expect(code).toBe(1);
    expect(stdout).toMatch(/expression-failed: "Short form": The mapping failed: .*No lines\./);
    expect(stdout).toMatch(/^dead-lettered at map$/m);
  });

  it('refuses a message as the intake would', async () => {
    const flow = orderFlow({ more: { keys: { idempotencyKey: 'number' } } });
    await using folder = await ProjectFolder.make({ 'flow.json': flow, 'order.json': order });
    const { code, stdout } = await folder.run(call);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^refused: expression-failed: The idempotency key of the flow has no value/m);
  });

  it('takes headers and content type as they are given', async () => {
    const flow = orderFlow({ expression: '{ "order": $headers.`x-plant`, "type": $contentType }', more: { keys: {} } });
    await using folder = await ProjectFolder.make({ 'flow.json': flow, 'order.txt': '{}' });
    const args = [
      '--input',
      'order.txt',
      '--header',
      'X-Plant=DE01',
      '--content-type',
      'application/x-order+json',
      '--json',
    ];
    const { stdout } = await folder.run(['run', 'flow.json', ...args]);
    expect(JSON.parse(stdout)).toMatchObject({
      executions: [{ runs: [{ outputs: [{ json: { order: 'DE01', type: 'application/x-order+json' } }] }, {}] }],
    });
  });

  it.each([
    [['run'], 'Name the flow'],
    [['run', 'flow.json'], 'Name the message with --input FILE.'],
    [['run', 'missing.json', '--input', 'order.json'], 'cannot be read'],
    [['run', 'order.json', '--input', 'order.json'], 'order.json is no flow: "format" is missing.'],
    [[...call, '--source', 'map'], 'has the sources in, but no "map"'],
    [[...call, '--stub', 'sned=order.json'], 'the flow has no node "sned"'],
    [[...call, '--header', 'plant'], 'Write --header NAME=VALUE.'],
    [[...call, '--clock', 'noon'], '--clock noon is no instant'],
  ])('refuses %j with exit code 2', async (args, sentence) => {
    await using folder = await ProjectFolder.make({ 'flow.json': orderFlow(), 'order.json': order });
    const { code, stderr } = await folder.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
