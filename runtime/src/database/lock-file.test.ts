import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { LockHeldError, takeLock } from './lock-file.ts';
import type { FileLock } from './lock-file.ts';
import { describeThisProcess } from './lock-holder.ts';
import { startScript } from './testing-process.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lineshaft-lock-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

let files = 0;
function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.lock`);
}

function take(file: string, onLost: (reason: string) => void = () => {}): Promise<FileLock> {
  return takeLock(file, { announce: () => {}, onLost });
}

/** Start time of the process that the file names. */
function holderStart(file: string): unknown {
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { startTicks?: unknown }).startTicks;
}

function takerScript(file: string): string {
  return `
    import { takeLock } from ${JSON.stringify(new URL('./lock-file.ts', import.meta.url).href)};
    try {
      await takeLock(${JSON.stringify(file)}, { announce: () => {}, onLost: () => {} });
      console.log('taken');
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log(error.name, error.message);
    }`;
}

test.concurrent('names the holder to the next one, and is free after release', async () => {
  const file = newFile();
  const lock = await take(file);
  await expect(take(file)).rejects.toThrow(`is held by process ${process.pid} on host ${os.hostname()}, started `);
  await expect(take(file)).rejects.toBeInstanceOf(LockHeldError);
  lock.release();
  (await take(file)).release();
  expect(fs.existsSync(file)).toBe(false);
});

test.concurrent('is taken over from a process that was killed', async () => {
  const file = newFile();
  const holder = startScript(takerScript(file));
  await holder.line(line => line === 'taken');
  await expect(take(file)).rejects.toThrow(`process ${holder.pid}`);
  await holder.kill();
  (await take(file)).release();
});

test
  .runIf(process.platform === 'linux')
  .concurrent('is taken over when its process id now belongs to another process', async () => {
    const file = newFile();
    fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), startTicks: '1' }));
    const lock = await take(file);
    expect(holderStart(file)).toBe(describeThisProcess().startTicks);
    lock.release();
  });

test.concurrent('is taken over when a power cut left it empty', async () => {
  const file = newFile();
  fs.writeFileSync(file, '');
  const long = new Date(Date.now() - 60_000);
  fs.utimesSync(file, long, long);
  const lock = await take(file);
  expect(holderStart(file)).toBe(describeThisProcess().startTicks);
  lock.release();
});

test.concurrent('of many that find the same dead holder, one gets it', async () => {
  const file = newFile();
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), startTicks: '1', pid: 999_999_999 }));
  const contenders = Array.from({ length: 5 }, () => startScript(takerScript(file)));
  const results = await Promise.all(contenders.map(contender => contender.line(() => true)));
  for (const contender of contenders) await contender.kill();
  expect(results.filter(result => result === 'taken')).toHaveLength(1);
  expect(results.filter(result => result.startsWith('LockHeldError'))).toHaveLength(4);
});

test.concurrent('of a holder on another machine it watches the beat: alive', async () => {
  const file = newFile();
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), host: 'elsewhere', kernel: 'another boot' }));
  const beat = setInterval(() => fs.utimesSync(file, new Date(), new Date()), 500);
  await expect(take(file)).rejects.toThrow('on host elsewhere');
  clearInterval(beat);
});

test.concurrent('of a holder on another machine it watches the beat: dead, so it is taken over', async () => {
  const file = newFile();
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), host: 'elsewhere', kernel: 'another boot' }));
  const sentences: string[] = [];
  const lock = await takeLock(file, { announce: sentence => sentences.push(sentence), onLost: () => {} });
  lock.release();
  expect(sentences).toEqual([expect.stringMatching(/on host elsewhere, .* watching it for 8 s for a sign of life\.$/)]);
});

test.concurrent('the holder is told when the file is deleted or replaced', async () => {
  const file = newFile();
  const deleted = new Promise<string>((resolve, reject) => void take(file, resolve).catch(reject));
  await sleep(100);
  fs.unlinkSync(file);
  expect(await deleted).toBe(`${file} was deleted`);
  const replaced = new Promise<string>((resolve, reject) => void take(file, resolve).catch(reject));
  await sleep(100);
  fs.writeFileSync(file, JSON.stringify({ ...describeThisProcess(), pid: 4711 }));
  expect(await replaced).toContain(`${file} was taken over by process 4711`);
});
