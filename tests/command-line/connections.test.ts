import { expect, it } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import { LocalServer } from '../local-server.ts';
import { order, orderFlow } from './flow-files.ts';
import { ProjectFolder } from './lineshaft.ts';

const canary = 'canary-7f3a';
const variables = { ERP_PASSWORD: canary };

/** An order flow that goes through a connection of its own. */
function project(id: string, baseUrl: string, more: Record<string, unknown> = {}) {
  const flow = orderFlow({ id, url: '/orders/{{ order }}' });
  const nodes = flow.nodes.map(node => (node.id === 'send' ? { ...node, connection: `${id}-erp` } : node));
  const settings = { baseUrl, internal: true, auth: { kind: 'basic', username: 'lineshaft' } };
  const secrets = { '/auth/password': { env: 'ERP_PASSWORD' } };
  return ProjectFolder.make({
    'flows/orders/flow.json': { ...flow, nodes },
    'connections.json': [{ id: `${id}-erp`, type: 'http', name: 'ERP' }],
    'bindings/test.json': { connections: { [`${id}-erp`]: { settings, secrets } } },
    'order.json': order,
    ...more,
  });
}

async function target() {
  const signedInAs: string[] = [];
  const server = new LocalServer((request, _, response) => {
    signedInAs.push(Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}');
  });
  await server.open();
  return { url: server.url, signedInAs, [Symbol.asyncDispose]: () => server.close() };
}

describeWithOneRuntime('connections as code', runtime => {
  const to = () => ['--to', runtime().url, '--environment', 'test'];

  it('are made with their values before the flows that need them, once, and their secrets are never shown', async () => {
    await using erp = await target();
    await using folder = await project('whole', erp.url);
    const planned = await folder.run(['plan', '.', ...to()], variables);
    expect(planned).toMatchObject({ code: 3, stderr: '' });
    expect(planned.stdout).toContain('+ connection whole-erp: create\n');
    expect(planned.stdout).toContain('    + secret in test /auth/password\n');
    const applied = await folder.run(['apply', '.', ...to()], variables);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toMatch(/done {2}set connection whole-erp in test\n[^]*done {2}publish flow whole/);
    const again = await folder.run(['plan', '.', ...to(), '--json'], variables);
    expect(again).toMatchObject({ code: 0 });
    for (const { stdout, stderr } of [planned, applied, again]) expect(stdout + stderr).not.toContain(canary);

    await runtime().api('POST', '/in/whole', order);
    await expect.poll(() => erp.signedInAs, { timeout: 10_000 }).toEqual([`lineshaft:${canary}`]);
  });

  it('show each setting that changes, and mark what is deleted', async () => {
    await using folder = await project('changing', 'http://127.0.0.1:9', {});
    await folder.run(['apply', '.', ...to()], variables);
    const bindings = JSON.parse(await folder.read('bindings/test.json')) as {
      connections: Record<string, { settings: Record<string, unknown>; secrets: object }>;
    };
    const bound = bindings.connections['changing-erp'];
    if (!bound) throw new Error('The bindings lack the connection.');
    await folder.write('bindings/test.json', {
      connections: { 'changing-erp': { settings: { ...bound.settings, healthPath: '/up' }, secrets: bound.secrets } },
    });
    const added = await folder.run(['apply', '.', ...to()], variables);
    expect(added.stdout).toContain('~ settings in test /healthPath: nothing → "/up"');
    expect(added.code).toBe(0);
    await folder.write('bindings/test.json', {
      connections: { 'changing-erp': { settings: { baseUrl: 'http://127.0.0.1:9', internal: true } } },
    });
    const { code, stdout, stderr } = await folder.run(['apply', '.', ...to()], variables);
    expect(stdout).toContain('! destructive: The setting /healthPath in test is deleted.');
    expect(stdout).toContain('! destructive: The secret /auth/password in test is forgotten');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Nothing was done') });
  });

  it('that the project does not have are deleted with --prune when no flow names them', async () => {
    await runtime().api('PUT', '/api/connections/leftover', { type: 'http', name: 'Left over' });
    await using folder = await project('pruning', 'http://127.0.0.1:9');
    const planned = await folder.run(['plan', '.', ...to(), '--prune'], variables);
    expect(planned.stdout).toContain('- connection leftover: delete\n    ! destructive: It is deleted.');
    const applied = await folder.run(['apply', '.', ...to(), '--prune', '--yes'], variables);
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('done  delete connection leftover') });
    expect(await folder.run(['plan', '.', ...to(), '--prune'], variables)).toMatchObject({ code: 0 });
  });

  it('are exported by name and type alone', async () => {
    await using folder = await project('exported', 'http://127.0.0.1:9');
    await folder.run(['apply', '.', ...to()], variables);
    await using copy = await ProjectFolder.make({});
    expect(await copy.run(['export', '.', '--from', runtime().url])).toMatchObject({ code: 0 });
    const text = await copy.read('connections.json');
    expect(JSON.parse(text)).toContainEqual({ id: 'exported-erp', type: 'http', name: 'ERP' });
    expect(text).not.toMatch(/baseUrl|canary/);
    expect((await copy.run(['plan', '.', '--to', runtime().url])).stdout).toMatch(/0 to create, 0 to change/);
  });
});

it('says which secret is missing, and where it should stand', async () => {
  await using folder = await project('bare', 'http://127.0.0.1:9');
  const run = ['run', 'flows/orders/flow.json', '--input', 'order.json', '--send', '--environment', 'test'];
  const { code, stderr } = await folder.run(run);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'bindings/test.json: the secret /auth/password of "bare-erp" stands in the environment variable ERP_PASSWORD, which is not set.\n',
  );
});

it('run --send delivers for real, through the connection of an environment', async () => {
  await using erp = await target();
  await using folder = await project('sent', erp.url);
  const call = ['run', 'flows/orders/flow.json', '--input', 'order.json', '--send'];
  const { code, stdout } = await folder.run([...call, '--environment', 'test'], variables);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^send {2}To the portal \(http\.request\)\n {2}response {2}application\/json\n[^]*"taken": true/m,
  );
  expect(erp.signedInAs).toEqual([`lineshaft:${canary}`]);
  const without = await folder.run(call);
  expect(without.code).toBe(1);
  expect(without.stdout).toMatch(/connection-unusable: .*"sent-erp", for which there are no values/);
});
