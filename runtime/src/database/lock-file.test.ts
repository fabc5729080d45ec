import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { LockHeldError, takeLock } from './lock-file.ts';
import type { FileLock } from './lock-file.ts';
import { describeThisProcess } from './lock-holder.ts';
import { startScript } from './testing-process.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-lock-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

let file: string;
let tests = 0;
beforeEach(() => {
  tests += 1;
  file = path.join(folder, `${tests}.lock`);
});

function take(onLost: (reason: string) => void = () => {}): Promise<FileLock> {
  return takeLock(file, { announce: () => {}, onLost });
}

/** Start time of the process that the file names. */
function holderStart(): unknown {
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { startTicks?: unknown }).startTicks;
}

function takerScript(then: string): string {
  return `
    import { takeLock } from ${JSON.stringify(new URL('./lock-file.ts', import.meta.url).href)};
    try {
      await takeLock(${JSON.stringify(file)}, { announce: () => {}, onLost: () => {} });
      console.log('taken');
      ${then}
    } catch (error) {
      console.log(error.name, error.message);
    }`;
}

test('names the holder to the next one, and is free after release', async () => {
  const lock = await take();
  await expect(take()).rejects.toThrow(`is held by process ${process.pid} on host ${os.hostname()}, started `);
  await expect(take()).rejects.toBeInstanceOf(LockHeldError);
  lock.release();
  (await take()).release();
  expect(fs.existsSync(file)).toBe(false);
});

test('is taken over from a process that was killed', async () => {
  const holder = startScript(takerScript('setInterval(() => {}, 1000);'));
  await holder.line(line => line === 'taken');
  await expect(take()).rejects.toThrow(`process ${holder.pid}`);
  await holder.kill();
  (await take()).release();
});

test.runIf(process.platform === 'linux')(
  'is taken over when its process id now belongs to another process',
  async () => {
    fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), startTicks: '1' }));
    const lock = await take();
    expect(holderStart()).toBe(describeThisProcess().startTicks);
    lock.release();
  },
);

test('is taken over when a power cut left it empty', async () => {
  fs.writeFileSync(file, '');
  const long = new Date(Date.now() - 60_000);
  fs.utimesSync(file, long, long);
  const lock = await take();
  expect(holderStart()).toBe(describeThisProcess().startTicks);
  lock.release();
});

test('of many that find the same dead holder, one gets it', async () => {
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), startTicks: '1', pid: 999_999_999 }));
  const contenders = Array.from({ length: 5 }, () => startScript(takerScript('setInterval(() => {}, 1000);')));
  const results = await Promise.all(contenders.map(contender => contender.line(() => true)));
  for (const contender of contenders) await contender.kill();
  expect(results.filter(result => result === 'taken')).toHaveLength(1);
  expect(results.filter(result => result.startsWith('LockHeldError'))).toHaveLength(4);
});

test('of a holder on another machine it watches the beat: alive', async () => {
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), host: 'elsewhere', kernel: 'another boot' }));
  const beat = setInterval(() => fs.utimesSync(file, new Date(), new Date()), 500);
  await expect(take()).rejects.toThrow('on host elsewhere');
  clearInterval(beat);
});

test('of a holder on another machine it watches the beat: dead, so it is taken over', async () => {
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), host: 'elsewhere', kernel: 'another boot' }));
  const sentences: string[] = [];
  const lock = await takeLock(file, { announce: sentence => sentences.push(sentence), onLost: () => {} });
  lock.release();
  expect(sentences).toEqual([
    expect.stringMatching(/on host elsewhere, .* watching it for 10 s for a sign of life\.$/),
  ]);
});

test('the holder is told when the file is deleted or replaced', async () => {
  const deleted = new Promise<string>((resolve, reject) => void take(resolve).catch(reject));
  await sleep(100);
  fs.unlinkSync(file);
  expect(await deleted).toBe(`${file} was deleted`);
  const replaced = new Promise<string>((resolve, reject) => void take(resolve).catch(reject));
  await sleep(100);
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), pid: 4711 }));
  expect(await replaced).toContain(`${file} was taken over by process 4711`);
});
