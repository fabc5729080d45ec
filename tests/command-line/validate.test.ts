import { fileURLToPath } from 'node:url';
import { formatFlow, readFlow } from '@lineshaft/flow';
import { describe, expect, it } from 'vitest';
import { orderFlow } from './flow-files.ts';
import { lineshaft, ProjectFolder } from './lineshaft.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const canonical = (flow: object) => formatFlow(readFlow(JSON.stringify(flow)));

describe('lineshaft', () => {
  it('says what it can do, and of a verb how it is used', async () => {
    const help = await lineshaft(root, []);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('validate [FOLDER]') });
    const ofVerb = await lineshaft(root, ['validate', '--help']);
    expect(ofVerb).toMatchObject({ code: 0, stdout: expect.stringContaining('--fix') });
  });

  it.each([
    [['deploy'], 'There is no verb "deploy".'],
    [['validate', '--fxi'], "Unknown option '--fxi'."],
    [['validate', 'a', 'b'], '"b" is one too many: lineshaft validate [FOLDER]'],
    [['validate', 'nowhere'], 'There is no folder'],
  ])('refuses %j with exit code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await lineshaft(root, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});

describe('validate', () => {
  it('finds nothing wrong with the examples', async () => {
    expect(await lineshaft(root, ['validate', 'examples'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+ flows, 0 errors, /m),
    });
  });

  it('names file, place and fault of each problem, without colours where nobody sees them', async () => {
    await using folder = await ProjectFolder.make({
      'flows/orders/flow.json': canonical(orderFlow({ expression: '{ "order": ' })),
      'flows/torn/flow.json': '{ "format": ',
    });
    const { code, stdout } = await folder.run(['validate']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^flows\/orders\/flow\.json:\/nodes\/1\/config\/expression: error: The node "Short form": .+\./m,
    );
    expect(stdout).toMatch(/^flows\/torn\/flow\.json:: error: The file is not valid JSON at line 1, column \d+/m);
    expect(stdout).not.toContain('\u001b');
  });

  it('finds what only several files together do wrong', async () => {
    await using folder = await ProjectFolder.make({
      'flows/a/flow.json': canonical(orderFlow({ id: 'orders' })),
      'flows/b/flow.json': canonical(orderFlow({ id: 'orders', path: 'elsewhere' })),
      'flows/c/flow.json': canonical(orderFlow({ id: 'other', path: 'orders' })),
    });
    const { code, stdout } = await folder.run(['validate', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [
        { file: 'flows/b/flow.json', path: '/id', message: expect.stringContaining('flows/a/flow.json') },
        { file: 'flows/c/flow.json', path: '/nodes/0/config', message: expect.stringContaining('POST /in/orders') },
      ],
    });
  });

  it('warns of a file that is not canonical, and writes it with --fix', async () => {
    await using folder = await ProjectFolder.make({ 'flows/orders/flow.json': orderFlow() });
    const before = await folder.run(['validate', '.']);
    expect(before).toMatchObject({ code: 0, stdout: expect.stringContaining('warning: The file is not in the canon') });
    const fixed = await folder.run(['validate', '.', '--fix']);
    expect(fixed.stdout).toBe('flows/orders/flow.json: written in the canonical form\n1 flows, 0 errors, 0 warnings\n');
    expect(await folder.read('flows/orders/flow.json')).toBe(canonical(orderFlow()));
  });

  it('refuses a secret that stands in a bindings file, without showing it', async () => {
    const settings = { baseUrl: 'https://erp.example', auth: { kind: 'basic', user: 'me', password: 'hunter2' } };
    await using folder = await ProjectFolder.make({
      'connections.json': [{ id: 'erp', type: 'http', name: 'ERP' }],
      'bindings/test.json': { connections: { erp: { settings }, wms: {} } },
      'bindings/production.json': { connections: { erp: { secrets: { '/auth/password': 'hunter2' } } } },
    });
    const { code, stdout } = await folder.run(['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain('bindings/test.json:/connections/erp/settings/auth/password: error: The secret');
    expect(stdout).toContain('bindings/test.json:/connections/wms: error: No connections.json declares');
    expect(stdout).toMatch(/bindings\/production\.json:.*A secret stands outside of the bindings/);
    expect(stdout).not.toContain('hunter2');
  });
});
