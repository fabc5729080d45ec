import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { RuntimeProcess } from '../runtime-process.ts';
import type { DesignerRow } from './designer.ts';
import { frameFigures, framesWhile, ms } from './frames.ts';

const perSecond = 50;
const seconds = 20;

const flow = {
  format: 'lineshaft/flow@1',
  id: 'live',
  name: 'Live',
  owner: 'Bench',
  domain: 'bench',
  keys: { business: { live: '$string(number) & "x"' } },
  nodes: [
    { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'live' } },
    { id: 'map', type: 'mapping', name: 'Map', config: { expression: '$' } },
  ],
  edges: [{ from: 'in', to: 'map' }],
};

/** The list of executions while thousands come in a minute: how soon each of them is there, and whether it stays smooth. */
export async function watchLiveList(page: Page, runtime: RuntimeProcess): Promise<DesignerRow[]> {
  await runtime.publish(flow);
  await page.goto(`${runtime.url}/executions`);
  await page.getByRole('row').nth(1).waitFor();
  await page.evaluate(noteNewest);
  const sent: number[] = [];
  const frames = await framesWhile(page, async () => {
    const begun = performance.now();
    const answers: Promise<unknown>[] = [];
    for (let number = 0; number < perSecond * seconds; number++) {
      await sleep(Math.max(0, begun + (number * 1000) / perSecond - performance.now()));
      sent.push(Date.now());
      answers.push(runtime.api('POST', '/in/live', { number }));
    }
    await Promise.all(answers);
    await sleep(2000);
  });
  const seen = await page.evaluate<[number: number, at: number][]>('globalThis.newest');
  const delays = sent.flatMap((at, number) => {
    const shown = seen.find(([newest]) => newest >= number);
    return shown ? [shown[1] - at] : [];
  });
  const sorted = delays.toSorted((a, b) => a - b);
  const delay = (share: number) => ms(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
  const rate = (perSecond * 60).toLocaleString('en-GB');
  return [
    {
      what: `${rate} executions a minute: until one is in the list`,
      figure: `median ${delay(0.5)}, 95 % ${delay(0.95)} (${delays.length} of ${sent.length})`,
    },
    { what: `${rate} executions a minute: frames`, figure: frameFigures(frames) },
  ];
}

/** Which number the first row has, and since when, frame by frame. */
const noteNewest = `{
  const seen = (globalThis.newest = []);
  const look = () => {
    const row = document.querySelector('[role="rowgroup"] [role="row"]')?.textContent ?? '';
    const number = Number(/live (\\d+)x/.exec(row)?.[1] ?? -1);
    if (number > (seen.at(-1)?.[0] ?? -1)) seen.push([number, Date.now()]);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;
