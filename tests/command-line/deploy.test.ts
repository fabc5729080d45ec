import { formatFlow, readFlow } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { orderFlow } from './flow-files.ts';
import { ProjectFolder } from './lineshaft.ts';

const canonical = (flow: object) => formatFlow(readFlow(JSON.stringify(flow)));

describeWithOneRuntime('plan, apply and export', runtime => {
  const to = () => ['--to', runtime().url];
  const from = () => ['--from', runtime().url];

  it('plan what is new, do it once, and change nothing the second time', async () => {
    await using folder = await ProjectFolder.make({ 'flows/first/flow.json': orderFlow({ id: 'first' }) });
    const planned = await folder.run(['plan', '.', ...to()]);
    expect(planned).toMatchObject({ code: 3, stderr: '' });
    expect(planned.stdout).toContain('+ flow first: create  (flows/first/flow.json)');
    const applied = await folder.run(['apply', '.', ...to(), '--note', 'Release 7']);
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('done  publish flow first: version 1') });
    expect(await folder.run(['plan', '.', ...to()])).toMatchObject({
      code: 0,
      stdout: 'Flows: 0 to create, 0 to change, 0 to remove, 1 unchanged.\n',
    });
    expect((await folder.run(['apply', '.', ...to()])).stdout).not.toContain('done');
    const { versions } = (await runtime().api('GET', '/api/flows/first/versions')) as { versions: object[] };
    expect(versions).toMatchObject([{ version: 1, note: 'Release 7' }]);
  });

  it('show a change node by node and field by field', async () => {
    const flow = orderFlow({ id: 'changing' });
    await runtime().publish(flow);
    const changed = orderFlow({ id: 'changing', expression: '{ "order": po }' });
    changed.nodes.push({ id: 'audit', type: 'mapping', name: 'Audit', config: { expression: '$' } });
    changed.edges.push({ from: 'in', to: 'audit' });
    await using folder = await ProjectFolder.make({ 'changing/flow.json': { ...changed, owner: 'Somebody' } });
    const { code, stdout } = await folder.run(['plan', '.', ...to()]);
    expect(code).toBe(3);
    expect(stdout.split('\n').slice(0, 5)).toEqual([
      '~ flow changing: change  (changing/flow.json)',
      '    ~ flow /owner: "Test" → "Somebody"',
      '    ~ node map /config/expression: "{ \\"order\\": po, \\"rows\\": $count(lines) }" → "{ \\"order\\": po }"',
      '    + node audit',
      '    + edge in → audit',
    ]);
    expect(await folder.run(['apply', '.', ...to()])).toMatchObject({ code: 0 });
    expect(await folder.run(['plan', '.', ...to()])).toMatchObject({ code: 0 });
  });

  it('mark what is destructive, and do it only with --yes', async () => {
    await runtime().publish(orderFlow({ id: 'moving', more: { keys: { idempotencyKey: 'po' } } }));
    const changed = orderFlow({ id: 'moving', path: 'elsewhere', more: { keys: { idempotencyKey: 'po & "x"' } } });
    await using folder = await ProjectFolder.make({ 'flow.json': changed });
    const planned = await folder.run(['plan', '.', ...to()]);
    expect(planned.stdout).toContain('! destructive: POST /in/moving is served no more');
    expect(planned.stdout).toContain('! destructive: keys.idempotencyKey changes');
    expect(planned.stdout).toContain('2 destructive changes: they need --yes.');
    const refused = await folder.run(['apply', '.', ...to()]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was done') });
    expect(await folder.run(['plan', '.', ...to()])).toMatchObject({ code: 3 });
    expect(await folder.run(['apply', '.', ...to(), '--yes'])).toMatchObject({ code: 0 });
    expect(await folder.run(['plan', '.', ...to()])).toMatchObject({ code: 0 });
  });

  it('see the draft that somebody has not published, and the executions that wait at a node', async () => {
    const flow = orderFlow({ id: 'at-work', more: { keys: {} } });
    await runtime().publish(flow);
    const sent = await fetch(`${runtime().url}/in/at-work`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"po":"1","lines":[]}',
    });
    expect(sent.status).toBe(202);
    await runtime().api('PUT', '/api/flows/at-work', { ...flow, owner: 'Unpublished' });
    const changed = { ...flow, nodes: flow.nodes.slice(0, 2), edges: flow.edges.slice(0, 1) };
    await using folder = await ProjectFolder.make({ 'flow.json': changed });
    const { code, stdout } = await folder.run(['plan', '.', ...to()]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/! destructive: The draft \(revision 2\) has changes that were never published/);
    expect(stdout).toMatch(/! destructive: Node "send" is removed while 1 open executions wait at it/);
    const pruned = await ProjectFolder.make({ 'other.txt': '' });
    const removal = await pruned.run(['plan', '.', ...to(), '--prune']);
    await pruned[Symbol.asyncDispose]();
    expect(removal.stdout).toMatch(/- flow at-work: remove.*\n {4}! destructive: 1 executions of it are open/);
  });

  it('enable what somebody has disabled, and disable what the project does not have', async () => {
    await runtime().publish(orderFlow({ id: 'asleep' }));
    await runtime().publish(orderFlow({ id: 'stranger' }));
    await runtime().api('POST', '/api/flows/asleep/disable');
    await using folder = await ProjectFolder.make({ 'flow.json': orderFlow({ id: 'asleep' }) });
    expect((await folder.run(['plan', '.', ...to()])).stdout).toContain('~ flow asleep: enable');
    const { code, stdout } = await folder.run(['apply', '.', ...to(), '--prune', '--yes']);
    expect(code).toBe(0);
    expect(stdout).toContain('done  enable flow asleep');
    expect(stdout).toContain('done  disable flow stranger');
    expect(await folder.run(['plan', '.', ...to(), '--prune'])).toMatchObject({ code: 0 });
  });

  it('stop at the first step that fails and say what was done', async () => {
    await runtime().publish(orderFlow({ id: 'owner-of-path', path: 'wanted' }));
    await using folder = await ProjectFolder.make({
      'a/flow.json': orderFlow({ id: 'fine' }),
      'b/flow.json': orderFlow({ id: 'greedy', path: 'wanted' }),
      'c/flow.json': orderFlow({ id: 'not-reached' }),
    });
    const { code, stdout, stderr } = await folder.run(['apply', '.', ...to()]);
    expect(code).toBe(1);
    expect(stdout).toContain('done  publish flow fine: version 1');
    expect(stderr).toContain('Stopped at: publish flow greedy: POST /in/wanted is served by flow');
    expect(stderr).toContain('Not done: save flow not-reached\nNot done: publish flow not-reached');
  });

  it('write what runs in the canonical form, after which nothing is to be planned', async () => {
    const flow = { ...orderFlow({ id: 'exported' }), layout: { in: { x: 1, y: 2 } } };
    await runtime().publish(flow);
    await runtime().api('PUT', '/api/flows/exported', { ...flow, owner: 'Unpublished' });
    await runtime().api('PUT', '/api/flows/only-draft', { id: 'only-draft' });
    await using folder = await ProjectFolder.make({ 'kept/here/flow.json': orderFlow({ id: 'first', path: 'old' }) });
    const { code, stdout } = await folder.run(['export', '.', ...from()]);
    expect(code).toBe(0);
    expect(stdout).toContain('only-draft: skipped, it was never published');
    expect(await folder.read('flows/exported/flow.json')).toBe(canonical(flow));
    expect(await folder.read('kept/here/flow.json')).toBe(canonical(orderFlow({ id: 'first' })));
    expect((await folder.run(['export', '.', ...from()])).stdout).toMatch(/0 written, \d+ unchanged/);
    const plan = await folder.run(['plan', '.', ...to()]);
    expect(plan.stdout).toMatch(/0 to create, 0 to change/);
  });
});

describe('a runtime that is not there', () => {
  it.each([
    [['plan', '.'], 'Name the runtime with --to URL'],
    [['plan', '.', '--to', 'localhost:4400'], '--to localhost:4400 is no address.'],
    [['plan', '.', '--to', 'http://127.0.0.1:9'], 'The server cannot be reached.'],
    [['export', '.', '--from', 'http://127.0.0.1:9'], 'The server cannot be reached.'],
  ])('ends %j with exit code 2', async (args, sentence) => {
    await using folder = await ProjectFolder.make({ 'flow.json': orderFlow() });
    const { code, stderr } = await folder.run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it('does not matter to a project with errors: nothing is compared', async () => {
    await using folder = await ProjectFolder.make({ 'flow.json': orderFlow({ expression: '{' }) });
    const { code, stdout, stderr } = await folder.run(['plan', '.', '--to', 'http://127.0.0.1:9']);
    expect(code).toBe(1);
    expect(stdout).toContain('flow.json:/nodes/1/config/expression: error');
    expect(stderr).toContain('has 1 errors, so nothing was compared.');
  });
});
