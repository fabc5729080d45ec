import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faultyColours, seriousFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { saved, setting } from './gestures.ts';
import { newDraft } from './new-draft.ts';
import { screenshot } from './screenshot.ts';

describeInBrowser('writing an expression', designer => {
  /** A mapping behind its source, with another node between them if there is one. */
  function newFlow(between?: { id: string; type: string; name: string; config: object }): Promise<string> {
    return newDraft(designer().runtime, id => ({
      nodes: [
        { id: 'in', type: 'http.webhook', name: 'From the ERP', config: { path: id } },
        ...(between ? [between] : []),
        { id: 'map', type: 'mapping', name: 'To the portal' },
      ],
      edges: between
        ? [
            { from: 'in', to: between.id },
            { from: between.id, to: 'map' },
          ]
        : [{ from: 'in', to: 'map' }],
      layout: { in: { x: 0, y: 0 }, map: { x: 300, y: 0 } },
    }));
  }
  const keepSample = (id: string) =>
    designer().runtime.api('POST', `/api/flows/${id}/samples`, {
      name: 'An order',
      contentType: 'application/json',
      headers: {},
      body: { text: '{ "orderNo": "4500017", "lines": [{ "sku": "A-1", "qty": 2 }, { "sku": "B-2", "qty": 3 }] }' },
    });
  const stored = async (id: string) => {
    const answer = await designer().runtime.api('GET', `/api/flows/${id}`);
    return (answer as { definition: { nodes: { config?: { expression?: string } }[] } }).definition.nodes[1]?.config
      ?.expression;
  };

  /** Pictures of it, light and dark, in which axe finds nothing serious. */
  async function looksWell(page: Page, name: string): Promise<void> {
    await screenshot(page, `${name}-light`);
    expect(await seriousFaults(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await screenshot(page, `${name}-dark`);
    expect(await faultyColours(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  it('types li and completes lines, then what is in them, and is warned of the one line', async () => {
    const id = await newFlow();
    await keepSample(id);
    const page = await designer().open(`/flows/${id}?node=map`);
    await setting(page, 'Expression').click();
    await page.locator('.cm-editor.cm-focused').waitFor();
    await page.keyboard.type('{ "rows": li');
    await page.getByRole('option', { name: 'lines' }).waitFor();
    await looksWell(page, 'expression-completion');
    await page.keyboard.press('Enter');
    await page.keyboard.type('.');
    await page.getByRole('option', { name: 'sku' }).waitFor();
    await page.keyboard.type('q');
    await page.getByRole('option', { name: 'sku' }).waitFor({ state: 'detached' });
    // While it looks anew, what it offers is grey and Enter begins a line.
    await page
      .locator('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)')
      .getByRole('option', { name: 'qty', selected: true })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('With one entry alone this becomes a single value, not a list.').waitFor();
    await page.locator('.cm-lintRange-warning').first().hover();
    await page.getByRole('button', { name: 'Wrap in [ ]' }).waitFor();
    await looksWell(page, 'expression-warning');
    await page.locator('.cm-lintRange-warning').first().hover();
    await page.getByRole('button', { name: 'Wrap in [ ]' }).click();
    await saved(page);
    expect(await stored(id)).toBe('{ "rows": [lines.qty]}');
    expect(designer().consoleErrors()).toEqual([]);
  });

  it('shows what it gives while it is written, and what is wrong beside it', async () => {
    const id = await newFlow();
    await keepSample(id);
    const page = await designer().open(`/flows/${id}?node=map`);
    await page.getByRole('button', { name: 'Edit in a large window: Expression' }).click();
    const dialog = page.getByRole('dialog');
    const result = dialog.getByRole('region', { name: 'Result' });
    await dialog.getByRole('button', { name: 'Start from the sample' }).click();
    await result.getByText('"B-2"').waitFor();

    const editor = dialog.getByRole('textbox', { name: 'Expression' });
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{ "pieces": $sum() }');
    for (let back = 0; back < 3; back++) await page.keyboard.press('ArrowLeft');
    await dialog.getByRole('treeitem', { name: 'qty' }).first().click();
    await result.getByText('"pieces": 5').waitFor();

    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('lines.sku * 2');
    await result.getByText(/Line 1, column/).waitFor();
    await dialog.getByRole('list', { name: 'What may be wrong' }).waitFor();
    await looksWell(page, 'expression-failed');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('( $f := function($n) { $f($n + 1) }; $f(1) )');
    await result.getByText(/longer than|too long|limit/i).waitFor();
    expect(designer().consoleErrors()).toEqual([]);
  });

  it('runs the sample up to a node that it has not come to yet', async () => {
    const id = await newFlow({
      id: 'other',
      type: 'mapping',
      name: 'Between',
      config: { expression: '{ "no": orderNo }' },
    });
    await keepSample(id);
    const page = await designer().open(`/flows/${id}?node=map`);
    await page.getByRole('button', { name: 'Edit in a large window: Expression' }).click();
    await page.getByRole('button', { name: 'Run the sample up to here' }).click();
    await page.getByRole('treeitem', { name: 'no' }).click();
    await page.getByRole('region', { name: 'Result' }).getByText('"4500017"').waitFor();
    expect(designer().consoleErrors()).toEqual([]);
  });

  it('says what to do where no input is known, and begins with an example', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?node=map`);
    await page.getByRole('button', { name: 'Help with expressions' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('lines[qty > 2].sku').waitFor();
    await looksWell(page, 'expression-help-dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Edit in a large window: Expression' }).click();
    await dialog.getByText('Add a sample in Try').waitFor();
    await looksWell(page, 'expression-no-input');
    await dialog.getByRole('button', { name: 'Start from an example' }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await saved(page);
    expect(await stored(id)).toContain('$sum(lines.(qty * price))');
  });
});
