import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { order, orderFlow } from './flow-files.ts';
import { lineshaft, ProjectFolder } from './lineshaft.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const project = (more: Record<string, unknown> = {}, flow: object = orderFlow()) =>
  ProjectFolder.make({
    'orders/flow.json': flow,
    'orders/input/small.json': order,
    'orders/expected/small.json': { order: '4500001', rows: 2 },
    ...more,
  });

describe('test', () => {
  it('passes on the examples', async () => {
    const { code, stdout } = await lineshaft(root, ['test', 'examples']);
    expect(stdout).toMatch(/flows, \d\d+ inputs, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it('shows each field that differs, with exit code 1', async () => {
    await using folder = await project({ 'orders/expected/small.json': { order: '4500001', rows: 3, plant: 'DE01' } });
    const { code, stdout } = await folder.run(['test']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'FAIL  orders / small',
        '      small.json /rows: expected 3, but it is 2',
        '      small.json /plant: expected "DE01", but there is nothing',
        '1 flows, 1 inputs, 1 failed',
        '',
      ].join('\n'),
    );
  });

  it('fails when an input has no expected document, and when an expected one did not come', async () => {
    await using folder = await project({
      'orders/input/other.json': order,
      'orders/expected/small.archive.json': {},
    });
    const { code, stdout } = await folder.run(['test']);
    expect(code).toBe(1);
    expect(stdout).toContain('      other.json: not expected, but it is {"order":"4500001","rows":2}');
    expect(stdout).toContain('      small.archive.json: expected {}, but there is nothing');
  });

  it('expects errors by node and code, and shows an error that nobody expected in full', async () => {
    const flow = orderFlow({ expression: 'po = "bad" ? $error("No.") : { "order": po, "rows": $count(lines) }' });
    const bad = { ...order, po: 'bad' };
    await using folder = await project({ 'orders/input/bad.json': bad }, flow);
    const unexpected = await folder.run(['test']);
    expect(unexpected.code).toBe(1);
    expect(unexpected.stdout).toMatch(/bad\.error\.json: not expected, but it is .*The mapping failed.*"nodeId":"map"/);
    await folder.write('orders/expected/bad.error.json', { nodeId: 'map', code: 'expression-failed' });
    expect(await folder.run(['test'])).toMatchObject({ code: 0 });
  });

  it('writes what comes out with --update, so that it passes afterwards', async () => {
    await using folder = await project({ 'orders/expected/small.json': 'stale' });
    const updated = await folder.run(['test', '--update']);
    expect(updated).toMatchObject({ code: 0, stdout: expect.stringContaining('updated expected/small.json') });
    expect(JSON.parse(await folder.read('orders/expected/small.json'))).toEqual({ order: '4500001', rows: 2 });
    expect(await folder.run(['test'])).toMatchObject({ code: 0 });
    expect((await folder.run(['test', '--update'])).stdout).not.toContain('updated');
  });

  it('names the sink of each document when there are several, and takes their answers from stubs', async () => {
    const flow = orderFlow();
    flow.nodes.push({
      id: 'tell',
      type: 'http.request',
      name: 'Tell',
      config: { url: 'http://127.0.0.1:9/{{ number }}' },
    });
    flow.edges.push({ from: 'send', port: 'response', to: 'tell' } as never);
    await using folder = await project(
      {
        'orders/stubs/send.json': { number: 7 },
        'orders/stubs/special.send.json': { number: 8 },
        'orders/input/special.json': order,
        'orders/expected/small.send.json': { order: '4500001', rows: 2 },
        'orders/expected/small.tell.json': { number: 7 },
        'orders/expected/special.send.json': { order: '4500001', rows: 2 },
        'orders/expected/special.tell.json': { number: 8 },
      },
      flow,
    );
    await folder.run(['test', '--update']);
    expect(await folder.run(['test'])).toMatchObject({ code: 0 });
    expect(JSON.parse(await folder.read('orders/expected/special.tell.json'))).toEqual({ number: 8 });
  });

  it('reads the headers of an input from the file beside it', async () => {
    const flow = orderFlow({ expression: '{ "plant": $headers.`x-plant` }' });
    await using folder = await project(
      { 'orders/input/small.headers.json': { 'X-Plant': 'DE01' }, 'orders/expected/small.json': { plant: 'DE01' } },
      flow,
    );
    expect(await folder.run(['test'])).toMatchObject({ code: 0, stdout: expect.stringContaining('1 inputs') });
  });

  it('takes the files of a folder one after the other', async () => {
    await using folder = await project({
      'orders/input/two/1.json': order,
      'orders/input/two/2.json': { ...order, po: '4500002' },
      'orders/expected/two.send.json': { order: '4500001', rows: 2 },
      'orders/expected/two.send.2.json': { order: '4500002', rows: 2 },
    });
    expect(await folder.run(['test'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('ok    orders / two'),
    });
  });

  it('writes a JUnit report', async () => {
    await using folder = await project({ 'orders/expected/small.json': { order: '<4500001>', rows: 2 } });
    const { code } = await folder.run(['test', '.', '--junit', 'report.xml']);
    expect(code).toBe(1);
    const report = await folder.read('report.xml');
    expect(report).toContain('<testsuite name="orders" file="orders/flow.json" tests="1" failures="1">');
    expect(report).toContain('small.json /order: expected &quot;&lt;4500001&gt;&quot;, but it is &quot;4500001&quot;');
  });

  it('notices a mapping of an example that was changed', async () => {
    await using folder = await ProjectFolder.make({});
    const flow = 'purchase-order-release';
    await cp(join(root, 'examples/procurement', flow), join(folder.path, flow), { recursive: true });
    const text = await folder.read(`${flow}/flow.json`);
    await folder.write(`${flow}/flow.json`, text.replace("'order_no': documentId", "'order_no': 'X' & documentId"));
    const { code, stdout } = await folder.run(['test']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/one-line\.json \/order_no: expected "4600001", but it is "X4600001"/);
  });
});
