import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { setup as buildDesigner } from '../browser/build-designer.ts';
import { noChromium, startChromium } from '../browser/chromium.ts';
import type { FreshDatabase } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { fillExecutions } from './executions.ts';
import { frameFigures, framesWhile, ms } from './frames.ts';
import { largeFlow } from './large-flow.ts';
import { watchLiveList } from './live-list.ts';

export interface DesignerRow {
  what: string;
  figure: string;
}

const repetitions = 5;

/** What a person waits for in the designer, in a real browser, with 100,000 executions and a flow of 300 nodes. */
export async function measureDesigner(database: FreshDatabase): Promise<DesignerRow[]> {
  if (noChromium !== undefined) return [{ what: 'left out', figure: noChromium }];
  buildDesigner();
  await fillExecutions(database);
  const runtime = await RuntimeProcess.start(database);
  await runtime.api('PUT', '/api/flows/large', largeFlow('large', 300));
  const browser = await startChromium();
  const open = () => browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    return [
      ...(await firstPage(await open(), runtime.url)),
      ...(await executionList(await open(), runtime.url)),
      ...(await watchLiveList(await open(), runtime)),
      ...(await canvas(await open(), runtime.url)),
    ];
  } finally {
    await browser.close();
    await runtime.kill();
  }
}

/** With an empty cache: what is loaded, and how long until the page answers. */
async function firstPage(page: Page, url: string): Promise<DesignerRow[]> {
  const scripts: Promise<number>[] = [];
  page.on('response', response => {
    if (new URL(response.url()).pathname.endsWith('.js'))
      scripts.push(response.body().then(body => gzipSync(body, { level: 9 }).length));
  });
  const cold = await timeOf(() => arrive(page, `${url}/`));
  const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0);
  const warm = await medianOf(() => arrive(page, `${url}/`));
  return [
    { what: 'first page: JavaScript, gzipped', figure: `${(bytes / 1000).toFixed(0)} kB in ${scripts.length} files` },
    { what: 'first page: until interactive, nothing cached', figure: ms(cold) },
    { what: 'first page: until interactive, again', figure: ms(warm) },
  ];
}

/** Interactive: what the page is about is there, and the browser has time for the next gesture. */
async function arrive(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('Latest failures').waitFor();
  await page.evaluate('new Promise(resolve => requestIdleCallback(() => resolve(undefined)))');
}

async function executionList(page: Page, url: string): Promise<DesignerRow[]> {
  const rows = page.getByRole('row', { name: /45\d{5}/ });
  const first = await medianOf(async () => {
    await page.goto(`${url}/executions`);
    await rows.first().waitFor();
  });
  const search = page.getByRole('combobox', { name: 'Search by business key or id' });
  let number = 4_510_000;
  const filtered = await medianOf(async () => {
    await search.fill(`poNumber:${++number}`);
    await search.press('Enter');
    await page.getByRole('row', { name: new RegExp(String(number)) }).waitFor();
  });
  return [
    { what: '100,000 executions: until the first row', figure: ms(first) },
    { what: '100,000 executions: one by its PO number', figure: ms(filtered) },
  ];
}

async function canvas(page: Page, url: string): Promise<DesignerRow[]> {
  const drawn = page.locator('.react-flow__edge').first();
  const opened = await medianOf(async () => {
    await page.goto(`${url}/flows/large`);
    await drawn.waitFor({ state: 'attached' });
  });
  const one = await framesWhile(page, () => drag(page));
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.waitForTimeout(500);
  const boxes = await page.locator('.react-flow__node').count();
  const oneOfAll = await framesWhile(page, () => drag(page));
  await page.locator('.react-flow__node').first().focus();
  await page.keyboard.press('Control+a');
  const all = await framesWhile(page, () => drag(page));
  return [
    { what: 'flow of 300 nodes: until it is drawn', figure: ms(opened) },
    { what: 'flow of 300 nodes: frames while one is dragged', figure: frameFigures(one) },
    { what: `the same with ${boxes} nodes in sight`, figure: frameFigures(oneOfAll) },
    { what: 'flow of 300 nodes: frames while all are dragged', figure: frameFigures(all) },
  ];
}

async function drag(page: Page): Promise<void> {
  const box = await page.locator('.react-flow__node').nth(1).boundingBox();
  if (!box) throw new Error('There is no node to drag.');
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 12)];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 120; step++) await page.mouse.move(x + 2 * step, y + step);
  await page.mouse.up();
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < repetitions; time++) times.push(await timeOf(work));
  return times.toSorted((a, b) => a - b)[Math.floor(repetitions / 2)] ?? Number.NaN;
}
