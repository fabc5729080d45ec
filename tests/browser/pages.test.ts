import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultyColours, seriousFaults } from './accessibility.ts';
import { busyProcurement, type BusyProcurement } from './busy-procurement.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { looks } from './looks.ts';
import { screenshot } from './screenshot.ts';

describeInBrowser('every page', designer => {
  let procurement: BusyProcurement;
  beforeAll(async () => {
    procurement = await busyProcurement(designer().runtime);
  });
  afterAll(() => procurement?.close());

  it.each(looks)(
    '$name: axe finds nothing serious, light or dark, and the console is silent',
    async ({ name, path, ready }) => {
      const page = await designer().openAgain(typeof path === 'string' ? path : path(procurement));
      await ready(page);
      await screenshot(page, `${name}-light`);
      expect(await seriousFaults(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await screenshot(page, `${name}-dark`);
      expect(await faultyColours(page)).toEqual([]);
      expect(designer().consoleErrors()).toEqual([]);
    },
  );
});
