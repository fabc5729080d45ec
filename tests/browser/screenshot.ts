import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));

/** Keeps the page as it is shown now in test-results/screenshots/, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({
    path: `${folder}${name.slice(0, 80).replaceAll(/[^\w-]+/g, '-')}.png`,
    animations: 'disabled',
  });
}
