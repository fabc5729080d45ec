import type { Page } from 'playwright-core';
import type { BusyProcurement } from './busy-procurement.ts';

export interface Look {
  name: string;
  path: string | ((world: BusyProcurement) => string);
  /** What is there when the page is. */
  ready: (page: Page) => Promise<unknown>;
}

const button = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();
const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();
const dialog = (page: Page) => page.getByRole('dialog').waitFor();

/** Takes the message of the last execution as the sample, and runs it. */
export async function runOnce(page: Page) {
  await page.getByRole('button', { name: 'Add a sample' }).click();
  await page.getByRole('menuitem', { name: 'Last real message' }).click();
  await page.getByRole('toolbar', { name: 'Run' }).getByRole('button', { name: 'Run all' }).click();
  await page.getByText(/Succeeded · 3 runs/).waitFor();
}

const flow = '/flows/purchase-order-release';
/** Every page, and what opens on it. */
export const looks: Look[] = [
  { name: 'overview', path: '/', ready: text('Latest failures') },
  { name: 'flows', path: '/flows', ready: text('Purchase order release') },
  { name: 'flows-new', path: '/flows?new=blank', ready: dialog },
  { name: 'flows-new-from-example', path: '/flows?new=example', ready: dialog },
  { name: 'editor', path: flow, ready: text('Orders from the ERP') },
  { name: 'editor-mapping', path: `${flow}?node=map-acme`, ready: text('ACME sells by the hundred') },
  { name: 'editor-router', path: `${flow}?node=by-supplier`, ready: text('Nordic Castings') },
  { name: 'editor-request', path: `${flow}?node=to-portal`, ready: text('Success') },
  { name: 'editor-problems', path: '/flows/unfinished', ready: page => page.getByText(/\d errors?/).click() },
  {
    name: 'editor-outline',
    path: flow,
    ready: page => page.getByText('Outline').click(),
  },
  {
    name: 'editor-quick-add',
    path: '/flows/unfinished',
    ready: page =>
      page
        .getByRole('button', { name: /^Add a node after/ })
        .first()
        .click(),
  },
  { name: 'editor-empty', path: '/flows/empty', ready: text('Where do messages come from?') },
  {
    name: 'try',
    path: `${flow}?view=try&node=map-acme`,
    ready: text('It has not run yet'),
  },
  { name: 'try-after-a-run', path: `${flow}?view=try&node=to-portal`, ready: runOnce },
  {
    name: 'expression',
    path: `${flow}?view=try&node=map-acme`,
    async ready(page) {
      await runOnce(page);
      await button('Edit in a large window: Expression')(page);
      await page.getByRole('region', { name: 'Result' }).getByText('JSON', { exact: true }).waitFor();
    },
  },
  {
    name: 'expression-help',
    path: `${flow}?node=map-acme`,
    async ready(page) {
      await button('Edit in a large window: Expression')(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Help with expressions' }).click();
      await page.getByRole('region', { name: 'JSONata on one page' }).waitFor();
    },
  },
  {
    name: 'try-new-sample',
    path: `${flow}?view=try`,
    async ready(page) {
      await page.getByRole('button', { name: 'Add a sample' }).click();
      await page.getByRole('menuitem', { name: 'Paste a message …' }).click();
      await dialog(page);
    },
  },
  { name: 'json', path: `${flow}?view=json`, ready: text('lineshaft/flow@1') },
  { name: 'publish', path: `${flow}?view=publish`, ready: text('Compared with v1') },
  { name: 'publish-prevented', path: '/flows/unfinished?view=publish', ready: text('keep it from being published') },
  { name: 'history', path: `${flow}?view=history`, ready: text('runs now') },
  { name: 'watch', path: `${flow}?view=watch`, ready: text('In the last') },
  { name: 'executions', path: '/executions', ready: text('Purchase order release') },
  { name: 'executions-none', path: '/executions?key=poNumber:none', ready: text('No execution fits') },
  {
    name: 'executions-selected',
    path: '/executions?state=["dead-lettered"]',
    async ready(page) {
      await page.getByRole('checkbox', { name: 'Select all rows' }).check();
      await page.getByRole('button', { name: 'Reprocess, current version …' }).click();
      await dialog(page);
    },
  },
  {
    name: 'execution-dead-lettered',
    path: world => `/executions/${world.deadLettered}`,
    async ready(page) {
      await text('H87')(page);
      await page.getByRole('region', { name: 'Settings' }).getByText('Expression', { exact: true }).waitFor();
      await page.locator('.react-flow__node').first().waitFor();
    },
  },
  { name: 'execution-waiting', path: world => `/executions/${world.waiting}`, ready: text('Next try') },
  { name: 'connections', path: '/connections', ready: text('Supplier portal') },
  {
    name: 'connections-new',
    path: '/connections',
    async ready(page) {
      await button('New connection')(page);
      await dialog(page);
    },
  },
  { name: 'connection', path: '/connections/supplier-portal', ready: text('Base address') },
  {
    name: 'connection-hold',
    path: '/connections/supplier-portal',
    async ready(page) {
      await button('Hold …')(page);
      await dialog(page);
    },
  },
  {
    name: 'command-palette',
    path: '/flows',
    async ready(page) {
      await page.getByRole('button', { name: /Search and commands/ }).click();
      await page.getByPlaceholder('Go to a page').fill('invoice');
      await text('Invoice intake')(page);
    },
  },
  { name: 'no-such-flow', path: '/flows/none', ready: text('There is no such flow') },
  { name: 'no-such-page', path: '/none', ready: text('There is no such page') },
];
