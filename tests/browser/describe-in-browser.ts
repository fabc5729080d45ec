import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { describeWithOneRuntime } from '../describe-with-runtime.ts';
import type { RuntimeProcess } from '../runtime-process.ts';
import { screenshot } from './screenshot.ts';
import { noChromium, startChromium } from './chromium.ts';

export interface Designer {
  /** The runtime that serves the designer. */
  runtime: RuntimeProcess;
  /** A page in a browser of its own: nothing that another one kept is there. Closed after the test. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Errors in the consoles of the pages of this test, but for answers of the server that are no success. */
  consoleErrors(): string[];
}

/** Tests of the built designer in a real browser, served by one runtime process. Skipped where no Chromium is. */
export function describeInBrowser(title: string, body: (designer: () => Designer) => void): void {
  // oxlint-disable-next-line vitest/no-conditional-tests -- the condition is the point of this function.
  if (noChromium !== undefined) {
    // oxlint-disable-next-line vitest/no-disabled-tests -- named as skipped, with what to do.
    describe.skip(`${title}: skipped, ${noChromium}`, () => {
      body(() => {
        throw new Error('The browser runs only inside tests.');
      });
    });
    return;
  }
  describeWithOneRuntime(title, runtime => {
    let browser: Browser | undefined;
    let contexts: BrowserContext[] = [];
    let consoleErrors: string[] = [];
    beforeAll(async () => {
      browser = await startChromium();
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail')
        for (const page of contexts.flatMap(context => context.pages())) await screenshot(page, `failed-${task.name}`);
      await Promise.all(contexts.map(context => context.close()));
      contexts = [];
      consoleErrors = [];
    });
    afterAll(() => browser?.close());
    body(() => ({
      runtime: runtime(),
      async open(path, options = {}) {
        if (!browser) throw new Error('The browser runs only inside tests.');
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
        contexts.push(context);
        context.setDefaultTimeout(60_000);
        context.on('console', message => {
          if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
            consoleErrors.push(message.text());
        });
        context.on('weberror', fault => consoleErrors.push(String(fault.error())));
        const page = await context.newPage();
        await page.goto(runtime().url + path);
        return page;
      },
      consoleErrors: () => consoleErrors,
    }));
  });
}
