import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LocalServer } from '../local-server.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { addAfter, dragOntoCanvas, publish, saved, setting, writeCode } from './gestures.ts';
import { screenshot } from './screenshot.ts';

/** A supplier's portal, which takes orders at /v2/orders and nowhere else. */
const orders: unknown[] = [];
const portal = new LocalServer((request, body, response) => {
  const isThere = request.url === '/v2/orders';
  if (isThere) orders.push(JSON.parse(body.toString()));
  response.writeHead(isThere ? 201 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isThere ? { taken: true } : { error: `There is nothing at ${request.url}` }));
});

const order = { number: '4500017', supplier: 'acme', lines: [{ item: 'M8x40', quantity: 200 }] };
const mapping = '{ "order_no": number, "rows": [lines.{ "material": item, "qty": quantity }] }';

describeInBrowser('an analyst', designer => {
  beforeAll(() => portal.open());
  afterAll(() => portal.close());

  it('draws a flow, tries it, publishes it, finds an order that failed, mends the cause and delivers it', async () => {
    const { runtime } = designer();
    const page = await designer().open('/flows', { permissions: ['clipboard-read', 'clipboard-write'] });

    // A new flow, drawn from the palette.
    await page.getByRole('button', { name: 'New flow' }).first().click();
    const creating = page.getByRole('dialog', { name: 'New flow' });
    await creating.getByRole('textbox', { name: 'Name' }).fill('Order intake');
    await creating.getByRole('textbox', { name: 'Owner' }).fill('Procurement');
    await creating.getByRole('textbox', { name: 'Domain' }).fill('procurement');
    await creating.getByRole('button', { name: 'Create and open' }).click();
    await page.getByRole('heading', { name: 'Order intake' }).waitFor();
    await dragOntoCanvas(page, 'Webhook');
    await setting(page, 'Path').fill('/erp/orders');
    await addAfter(page, 'Webhook', 'Mapping');
    await writeCode(page, 'Expression', mapping);
    await addAfter(page, 'Mapping', 'HTTP request');
    await setting(page, 'Name').fill('Into the portal');
    await writeCode(page, 'Address', '/orders');
    await screenshot(page, 'journey-1-drawn');

    // The business key by which an order is found.
    await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
    const settings = page.getByRole('complementary', { name: 'Settings' });
    await settings.locator('summary', { hasText: 'Keys' }).click();
    await settings.getByRole('button', { name: 'Add to Business keys' }).click();
    await settings.getByRole('textbox', { name: 'Business keys, name' }).fill('poNumber');
    await page.keyboard.press('Enter');
    await writeCode(page, 'Business keys, value of poNumber', 'number');

    // The system that the orders go to, with its address. The analyst has misread where orders go there.
    await page.locator('.react-flow__node', { hasText: 'Into the portal' }).click();
    await settings.getByRole('button', { name: 'New …' }).click();
    const connecting = page.getByRole('dialog', { name: 'New connection' });
    await connecting.getByRole('textbox', { name: 'Name' }).fill('Supplier portal');
    await connecting.getByRole('button', { name: 'Make it' }).click();
    await connecting.waitFor({ state: 'detached' });
    await saved(page);
    await page.goto(`${runtime.url}/connections/supplier-portal`);
    await page.getByRole('textbox', { name: 'Base address' }).fill(portal.url);
    await page.getByRole('switch', { name: 'Inside the network' }).check();
    await page.getByRole('textbox', { name: 'Health path' }).fill('/health');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/settings for test are saved/).waitFor();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('It works.').waitFor();
    await screenshot(page, 'journey-2-connection-tested');

    // A try on a sample, in which nothing is sent.
    await page.goto(`${runtime.url}/flows/order-intake?view=try`);
    await page.getByRole('button', { name: 'Paste a message to try the flow with' }).click();
    const sampling = page.getByRole('dialog', { name: 'New sample' });
    await sampling.locator('.cm-editor.cm-focused').waitFor();
    await page.keyboard.insertText(JSON.stringify(order));
    await sampling.getByRole('textbox', { name: 'Name' }).fill('One line');
    await sampling.getByRole('button', { name: 'Keep sample' }).click();
    await sampling.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Run all' }).click();
    await page.getByText(/Succeeded · 2 runs/).waitFor();
    await page
      .getByRole('list', { name: 'Nodes that ran' })
      .getByRole('button', { name: /^Mapping/ })
      .click();
    await page.getByRole('region', { name: 'Output', exact: true }).getByText('M8x40').first().waitFor();
    await screenshot(page, 'journey-3-tried');
    expect(orders).toEqual([]);

    await publish(page, 'Orders go to the portal');
    await page.getByText('v1 runs').waitFor();

    // Where messages go, with a line for a terminal that sends the sample. A real order is sent with it.
    await page.getByText('Nothing goes on just now. Send a message to').waitFor();
    await page.getByText(`POST ${runtime.url}/in/erp/orders`).waitFor();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await screenshot(page, 'journey-4-published');
    const line = String(await page.evaluate('navigator.clipboard.readText()'));
    const receipt = execFileSync('sh', ['-c', line], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(JSON.parse(receipt)).toMatchObject({ executionId: expect.any(String) as string });

    // It is found by its number, with the node that failed and why.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Executions' }).click();
    await page.getByRole('combobox', { name: 'Search by business key or id' }).fill('4500017');
    await page.keyboard.press('Enter');
    const row = page.getByRole('row', { name: /4500017/ });
    await row.getByText('Dead-lettered').waitFor();
    await screenshot(page, 'journey-5-found');
    await row.click();
    const failure = page.getByRole('alert', { name: /Into the portal failed/ });
    await failure.waitFor();
    await page.getByText('There is nothing at /orders').first().waitFor();
    await screenshot(page, 'journey-6-why');

    // The cause is mended, and the delivery goes on from the node that failed.
    const executionPage = page.url();
    await page.goto(`${runtime.url}/connections/supplier-portal`);
    await page.getByRole('textbox', { name: 'Base address' }).fill(`${portal.url}/v2`);
    await page.getByRole('textbox', { name: 'Health path' }).fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/settings for test are saved/).waitFor();
    await page.goto(executionPage);
    await page.getByRole('button', { name: 'Retry delivery' }).click();
    await failure.waitFor({ state: 'detached' });
    await page.getByText('Succeeded').first().waitFor();
    await screenshot(page, 'journey-7-delivered');
    expect(orders).toEqual([{ order_no: '4500017', rows: [{ material: 'M8x40', qty: 200 }] }]);
  });
});
