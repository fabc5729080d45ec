/** Takes the picture of the README anew, light and dark: `pnpm picture`. Needs Chromium, as the browser tests do. */
import { fileURLToPath } from 'node:url';
import { freshPglite } from '../fresh-database.ts';
import { RuntimeProcess } from '../runtime-process.ts';
import { setup as buildDesigner } from './build-designer.ts';
import { calmProcurement, oneLineOrder, sendOrder } from './busy-procurement.ts';
import { noChromium, startChromium } from './chromium.ts';
import { runOnce } from './looks.ts';

if (noChromium !== undefined) throw new Error(`No picture can be taken: ${noChromium}.`);
buildDesigner();
const database = await freshPglite();
const runtime = await RuntimeProcess.start(database);
const procurement = await calmProcurement(runtime);
await sendOrder(runtime, { ...(await oneLineOrder()), documentId: '4500901' });
const browser = await startChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 820 } });
  await page.goto(`${runtime.url}/flows/purchase-order-release?view=try&node=map-acme`);
  await runOnce(page);
  // What passes by is not for a picture that stays.
  const notice = page.locator('.mantine-Notification-root');
  await notice.getByRole('button', { name: 'Close' }).click();
  await notice.waitFor({ state: 'detached' });
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const path = fileURLToPath(new URL(`../../docs/designer-${colorScheme}.png`, import.meta.url));
    await page.screenshot({ path, animations: 'disabled' });
  }
} finally {
  await browser.close();
  await procurement.close();
  await runtime.kill();
  await database.drop();
}
