import type { Page } from 'playwright-core';

/** Milliseconds between the frames that the browser drew meanwhile. */
export async function framesWhile(page: Page, work: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`{
    const frames = (globalThis.frameTimes = []);
    let last = performance.now();
    const next = now => {
      frames.push(now - last);
      last = now;
      if (globalThis.frameTimes === frames) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  }`);
  await work();
  const frames = await page.evaluate<number[]>('globalThis.frameTimes.slice(1)');
  return frames.toSorted((a, b) => a - b);
}

/** `sorted`: from the shortest to the longest. */
export function frameFigures(sorted: number[]): string {
  const at = (share: number) => ms(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN, 1);
  return `median ${at(0.5)}, 95 % ${at(0.95)} (${sorted.length} frames)`;
}

export const ms = (time: number, digits = 0) => `${time.toFixed(digits)} ms`;
