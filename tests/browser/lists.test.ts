import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('a list', designer => {
  it.each([
    ['/flows', 'Name, owner, domain, node type or connection'],
    ['/executions', 'Search by business key or id'],
    ['/connections', 'Search by name, id or flow'],
  ])('%s is searched at the press of a key', async (path, name) => {
    const { runtime } = designer();
    await runtime.api('PUT', '/api/connections/erp', { type: 'http', name: 'ERP' });
    const page = await designer().open(path);
    const field = page.locator('input').and(page.getByLabel(name, { exact: true }));
    await field.waitFor();
    await page.keyboard.press('/');
    await field.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('a/b');
    expect(await field.inputValue()).toBe('a/b');
  });

  it('of executions shows what is new when it is asked to, and the keyboard goes on from there', async () => {
    const { runtime } = designer();
    await runtime.publish({
      format: 'lineshaft/flow@1',
      id: 'orders',
      name: 'Orders',
      owner: 'Procurement',
      domain: 'procurement',
      keys: { business: { poNumber: 'number' } },
      nodes: [
        { id: 'in', type: 'http.webhook', name: 'In', config: { path: 'orders' } },
        { id: 'map', type: 'mapping', name: 'Map', config: { expression: '$' } },
      ],
      edges: [{ from: 'in', to: 'map' }],
    });
    const order = (number: string) => runtime.api('POST', '/in/orders', { number });
    await order('4500001');
    const page = await designer().open('/executions');
    await page.getByRole('row', { name: /4500001/ }).waitFor();
    const list = page.getByRole('grid');
    await list.focus();
    await order('4500002');
    const news = page.getByRole('button', { name: '1 new' });
    await news.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /4500002/ }).waitFor();
    expect(await list.and(page.locator(':focus')).count()).toBe(1);
  });
});
