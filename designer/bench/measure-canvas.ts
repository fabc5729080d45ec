// Measures the editor on a large flow in a real browser. A runtime that serves the built designer must be there:
//   pnpm --filter @lineshaft/designer bench http://127.0.0.1:4400 300
import { apiRoutes, createClient } from '@lineshaft/api';
import { chromium, type Page } from '@playwright/test';
import { largeFlow } from './large-flow.ts';

const [address = 'http://127.0.0.1:4400', count = '300'] = process.argv.slice(2);
const id = `bench-canvas-${count}`;
const call = createClient(address);
const definition = largeFlow(id, Number(count));
await call(apiRoutes.flows.saveFlow, { params: { id }, body: definition });

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${address}/flows/${id}`);
await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' });

// The second time, with the code in the browser's cache: what an analyst sees on most days.
await page.goto(address);
await page.getByRole('navigation').first().waitFor();
const openMs = await timeOf(async () => {
  await page.goto(`${address}/flows/${id}`);
  await page.locator('.react-flow__edge').first().waitFor({ state: 'attached' });
});
console.log(`nodes                     ${definition.nodes.length}`);
console.log(`open, until edges drawn   ${openMs.toFixed(0)} ms`);
console.log(`boxes in the page         ${await page.locator('.react-flow__node').count()}`);
report('drag one node', await framesWhile(page, () => drag(page)));
await page.getByRole('button', { name: 'Show everything' }).click();
await page.waitForTimeout(500);
console.log(`boxes when all are shown  ${await page.locator('.react-flow__node').count()}`);
report('drag one node, all shown', await framesWhile(page, () => drag(page)));
await page.locator('.react-flow__node').first().focus();
await page.keyboard.press('Control+a');
report('drag all nodes', await framesWhile(page, () => drag(page)));
await browser.close();

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function drag(target: Page) {
  const box = await target.locator('.react-flow__node').nth(1).boundingBox();
  if (!box) throw new Error('There is no node to drag.');
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)];
  await target.mouse.move(x, y);
  await target.mouse.down();
  for (let step = 1; step <= 120; step++) await target.mouse.move(x + 2 * step, y + step);
  await target.mouse.up();
}

/** Milliseconds between the frames that the browser drew meanwhile. */
async function framesWhile(target: Page, work: () => Promise<void>): Promise<number[]> {
  await target.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const next = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    Object.assign(globalThis, { frames });
  });
  await work();
  return target.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.slice(1));
}

function report(what: string, frames: number[]) {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1);
  console.log(
    `${what.padEnd(25)} median ${at(0.5)} ms, 95 % ${at(0.95)} ms, worst ${at(1)} ms, ${frames.length} frames`,
  );
}
