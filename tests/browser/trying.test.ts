import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';
import { newDraft } from './new-draft.ts';

describeInBrowser('trying a flow', designer => {
  /** A router whose output is its input, and a mapping behind it. */
  function newFlow(): Promise<string> {
    return newDraft(designer().runtime, id => ({
      nodes: [
        { id: 'in', type: 'http.webhook', name: 'From the ERP', config: { path: id } },
        {
          id: 'route',
          type: 'content-based-router',
          name: 'By supplier',
          config: { routes: [{ port: 'acme', when: 'supplier = "acme"' }] },
        },
        { id: 'map', type: 'mapping', name: 'To the portal', config: { expression: '{ "order": number }' } },
      ],
      edges: [
        { from: 'in', to: 'route' },
        { from: 'route', port: 'acme', to: 'map' },
      ],
      layout: { in: { x: 0, y: 0 }, route: { x: 300, y: 0 }, map: { x: 600, y: 0 } },
    }));
  }

  /** Drops a file on the panel, as a person drags it there from a folder. */
  async function dropFile(page: Page, name: string, text: string): Promise<void> {
    const dataTransfer = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
      return transfer;
    })()`);
    const panel = page.getByRole('region', { name: 'Try', exact: true });
    await panel.dispatchEvent('dragover', { dataTransfer });
    await page.getByText('Drop the file: it is kept as a sample').waitFor();
    await panel.dispatchEvent('drop', { dataTransfer });
    await page.getByText(`“${name}” is kept with the flow.`).waitFor();
  }

  const node = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name });
  const pins = async (id: string) => {
    const answer = await designer().runtime.api('GET', `/api/flows/${id}/pins`);
    return (answer as { pins: { nodeId: string; outputs: { body: { text: string } }[] }[] }).pins;
  };

  it('takes a file that is dropped as a sample, and pins what a node made of it to the digit, by keys alone', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?view=try`);
    await dropFile(page, 'order.json', '{"supplier":"acme","number":9007199254740993,"price":12.50}');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Succeeded · 2 runs').waitFor();

    await node(page, 'By supplier').click();
    await page.getByText('Numbers of more than 15 digits are rounded here').first().waitFor();
    await page.keyboard.press('p');
    await page.getByText('The output of By supplier is pinned.').waitFor();
    const [pinned] = await pins(id);
    expect(pinned?.nodeId).toBe('route');
    expect(pinned?.outputs[0]?.body.text).toMatch(/"number": 9007199254740993,\s+"price": 12\.50/);

    await page.keyboard.press('Control+Enter');
    await node(page, 'By supplier').getByText('Pinned output').waitFor();
    await page.keyboard.press('p');
    await page.getByText('By supplier runs again.').waitFor();
    expect(await pins(id)).toEqual([]);
    expect(designer().consoleErrors()).toEqual([]);
  });

  it('runs up to a node, a node alone, and a node on the sample itself', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?view=try`);
    await dropFile(page, 'order.json', '{"supplier":"acme","number":7}');
    const asked = async (act: () => Promise<void>): Promise<unknown> => {
      const [request] = await Promise.all([page.waitForRequest('**/try'), act()]);
      return request.postDataJSON();
    };
    await node(page, 'To the portal').click();
    expect(await asked(() => page.keyboard.press('Control+Shift+Enter'))).toMatchObject({ until: 'map' });
    await page.getByText('Succeeded · 2 runs').waitFor();
    // What came into it is what it is run on.
    expect(await asked(() => page.keyboard.press('Alt+Enter'))).toMatchObject({
      only: 'map',
      sample: { body: { text: expect.stringContaining('acme') as string } },
    });
    await page.getByText('Succeeded · 1 run').waitFor();

    await node(page, 'To the portal').click({ button: 'right' });
    const onSample = () => page.getByRole('menuitem', { name: 'Run this node on the sample' }).click();
    expect(await asked(onSample)).toMatchObject({ only: 'map', sample: { id: expect.any(String) as string } });
  });

  it('is stopped, and runs again', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?view=try`);
    await dropFile(page, 'order.json', '{"supplier":"acme","number":7}');
    // As if it took forever.
    await page.route('**/try', () => {});
    await page.getByRole('button', { name: 'Run all' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByText('Stopped.').waitFor();
    await page.unroute('**/try');
    expect(await page.getByText('The run did not get through').count()).toBe(0);
    await page.getByRole('button', { name: 'Run all' }).click();
    await page.getByText('Succeeded · 2 runs').waitFor();
  });
});
