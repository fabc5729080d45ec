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
  /** A page in one browser for all tests, light and without motion: what was loaded once is not loaded again. */
  openAgain(path: string): Promise<Page>;
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
    let lasting: BrowserContext | undefined;
    beforeAll(async () => {
      browser = await startChromium();
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail')
        for (const page of browser?.contexts().flatMap(context => context.pages()) ?? [])
          await screenshot(page, `failed-${task.name}`);
      await Promise.all([...contexts, ...(lasting?.pages() ?? [])].map(opened => opened.close()));
      contexts = [];
      consoleErrors = [];
    });
    afterAll(() => browser?.close());
    const newContext = async (options: BrowserContextOptions) => {
      if (!browser) throw new Error('The browser runs only inside tests.');
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(60_000);
      context.on('console', message => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          consoleErrors.push(message.text());
      });
      context.on('weberror', fault => consoleErrors.push(String(fault.error())));
      return context;
    };
    const openIn = async (context: BrowserContext, path: string) => {
      const page = await context.newPage();
      await page.goto(runtime().url + path);
      return page;
    };
    body(() => ({
      runtime: runtime(),
      async open(path, options = {}) {
        const context = await newContext(options);
        contexts.push(context);
        return openIn(context, path);
      },
      async openAgain(path) {
        lasting ??= await newContext({ colorScheme: 'light', reducedMotion: 'reduce' });
        return openIn(lasting, path);
      },
      consoleErrors: () => consoleErrors,
    }));
  });
}
