import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds on the page as it is shown now, of what is serious or critical: rule, where, and what to do. */
export function seriousFaults(page: Page): Promise<string[]> {
  return faultsOf(page, {});
}

/** The same of its colours alone: in another colour scheme a page is the same but for these. */
export function faultyColours(page: Page): Promise<string[]> {
  return faultsOf(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
}

async function faultsOf(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify({ ...options, resultTypes: ['violations'], preload: false })})`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
    );
}
