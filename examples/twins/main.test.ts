import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { eventually, startTestTwins } from './twins.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'twins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/** Ports that were free a moment ago. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
  const port = (twin: { url: string }) => new URL(twin.url).port;
  await twins[Symbol.asyncDispose]();
  return {
    ...process.env,
    TWINS_ERP_PORT: port(twins.erp),
    TWINS_PORTAL_PORT: port(twins.portal),
    TWINS_DE01_PORT: port(twins.warehouseDe01),
    TWINS_DE02_PORT: port(twins.warehouseDe02),
    TWINS_INVOICING_PORT: port(twins.invoicing),
    TWINS_PLANNER_PORT: port(twins.planner),
    TWINS_ECHO_PORT: port(twins.echo),
    TWINS_DE02_FOLDER: folder,
    TWINS_ORDER_EVERY: '0',
  };
}

function answers(env: NodeJS.ProcessEnv): Promise<boolean> {
  return fetch(`http://127.0.0.1:${env['TWINS_ERP_PORT']}/book`).then(
    response => response.ok,
    () => false,
  );
}

async function output(child: ChildProcess): Promise<{ stdout: string; stderr: string; code: number | null }> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { ...text, code };
}

describe('the program', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('ends well and quietly on %s', async signal => {
    const env = await environment();
    const child = spawn(process.execPath, [main], { env });
    const ended = output(child);
    await eventually(async () => expect(await answers(env)).toBe(true));
    child.kill(signal);
    expect(await ended).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  test('says what it does when it is verbose', async () => {
    const quiet = await environment();
    const port = quiet['TWINS_ERP_PORT'] ?? '';
    const env = { ...quiet, TWINS_VERBOSE: '1' };
    const child = spawn(process.execPath, [main], { env });
    const ended = output(child);
    await eventually(async () => expect(await answers(env)).toBe(true));
    child.kill();
    expect((await ended).stdout).toContain(`the ERP answers at http://127.0.0.1:${port}`);
  });

  test('ends when the process that started it is killed', async () => {
    const env = await environment();
    const code = `require('node:child_process').fork(${JSON.stringify(main)})`;
    const parent = spawn(process.execPath, ['-e', code], { env });
    await eventually(async () => expect(await answers(env)).toBe(true));
    parent.kill('SIGKILL');
    await eventually(async () => expect(await answers(env)).toBe(false));
  });

  test('ends when its channel is closed', async () => {
    const env = await environment();
    const child = fork(main, { env });
    await eventually(async () => expect(await answers(env)).toBe(true));
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('says which port is taken, and fails', async () => {
    await using twins = await startTestTwins({ runtimeUrl: 'http://127.0.0.1:9' });
    const taken = new URL(twins.erp.url).port;
    const child = spawn(process.execPath, [main], { env: { ...(await environment()), TWINS_ERP_PORT: taken } });
    expect(await output(child)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`The twin "erp" cannot listen on 127.0.0.1:${taken}`),
    });
  });
});

describe('the environment', () => {
  test('has defaults for everything', () => {
    expect(readEnvironment({})).toEqual({
      options: {
        host: '127.0.0.1',
        ports: {
          erp: 4410,
          portal: 4420,
          warehouseDe01: 4430,
          warehouseDe02: 4440,
          invoicing: 4450,
          planner: 4460,
          echo: 4470,
        },
        warehouseDe02Folder: '.lineshaft/warehouse-de02',
        runtimeUrl: 'http://127.0.0.1:4400',
        seed: 1,
        orderEveryMs: 5000,
      },
      verbose: false,
    });
  });

  test.each([
    ['TWINS_ERP_PORT', '70000', 'a whole number from 0 to 65535'],
    ['TWINS_ORDER_EVERY', '5s', 'a whole number from 0'],
    ['TWINS_SEED', '-1', 'a whole number from 0'],
    ['TWINS_RUNTIME_URL', 'runtime', 'an address such as http://127.0.0.1:4400'],
  ])('is refused when %s is %s', (name, value, wanted) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(`${name} must be ${wanted}`);
    expect(() => readEnvironment({ [name]: value })).toThrow(`it is "${value}"`);
  });
});
