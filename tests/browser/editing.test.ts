import { expect, it } from 'vitest';
import { seriousFaults } from './accessibility.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { publish, saved, setting } from './gestures.ts';
import { newDraft } from './new-draft.ts';
import { screenshot } from './screenshot.ts';

describeInBrowser('a draft', designer => {
  /** A flow of its own for each test. */
  function newFlow(): Promise<string> {
    return newDraft(designer().runtime, id => ({
      nodes: [
        { id: 'in', type: 'http.webhook', name: 'Orders from the ERP', config: { path: id } },
        {
          id: 'map',
          type: 'mapping',
          name: 'To the form of the portal',
          config: { expression: '{ "order": number }' },
        },
      ],
      edges: [{ from: 'in', to: 'map' }],
      layout: { in: { x: 0, y: 0 }, map: { x: 320, y: 0 } },
    }));
  }
  const stored = (id: string) => designer().runtime.api('GET', `/api/flows/${id}`);

  it('loses nothing when the page is reloaded before it could be saved', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?node=map`);
    await page.route('**/api/flows/*', route =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await setting(page, 'Name').fill('In the words of the portal');
    await page.getByText('Not saved; kept in this browser').waitFor();
    await page.reload();
    await page.locator('.react-flow__node', { hasText: 'In the words of the portal' }).waitFor();
    expect(await stored(id)).toMatchObject({ definition: { nodes: [{}, { name: 'To the form of the portal' }] } });
    await page.unroute('**/api/flows/*');
    await saved(page);
    expect(await stored(id)).toMatchObject({ definition: { nodes: [{}, { name: 'In the words of the portal' }] } });
  });

  it('joins what two people changed, and asks about what both did', async () => {
    const id = await newFlow();
    const [anna, ben] = [
      await designer().open(`/flows/${id}?node=map`),
      await designer().open(`/flows/${id}?node=map`),
    ];
    await setting(ben, 'Name').waitFor();
    await ben.context().setOffline(true);
    await setting(ben, 'Name').fill('Ben’s name');
    await setting(anna, 'Name').fill('Anna’s name');
    await saved(anna);
    await anna.locator('.react-flow__node', { hasText: 'Orders from the ERP' }).click();
    await setting(anna, 'Name').fill('Orders');
    await saved(anna);
    await ben.context().setOffline(false);

    const dialog = ben.getByRole('dialog', { name: 'Somebody else changed the same' });
    await dialog.getByText('Anna’s name').waitFor();
    await screenshot(ben, 'conflict');
    expect(await seriousFaults(ben)).toEqual([]);
    await dialog.getByRole('button', { name: 'All mine' }).click();
    await dialog.getByRole('button', { name: 'Save the joined flow' }).click();
    await saved(ben);
    expect(await stored(id)).toMatchObject({ definition: { nodes: [{ name: 'Orders' }, { name: 'Ben’s name' }] } });
  });

  it('is published with what it changes in sight, and a version before is rolled back to', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?node=map`);
    await publish(page, 'The first');
    await page.getByText('v1 runs').waitFor();
    await page.locator('.react-flow__node', { hasText: 'To the form of the portal' }).click();
    await setting(page, 'Name').fill('To the new form');
    await page.getByText('Draft has changes').waitFor();
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByText('Compared with v1, which is published now').waitFor();
    await page.getByRole('navigation', { name: 'What changed' }).getByText('To the new form').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('v2 runs').waitFor();

    await page.getByText('History', { exact: true }).click();
    await page.getByRole('button', { name: /^v1/ }).click();
    await page.getByRole('button', { name: 'Roll back to this version' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('v1 runs').waitFor();
    expect(await stored(id)).toMatchObject({
      publishedVersion: 1,
      definition: { nodes: [{}, { name: 'To the new form' }] },
    });
  });

  it('is saved with its faults, which keep it from being published and lead to their fields', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?node=in`);
    await setting(page, 'Path').fill('/not a path/');
    await page
      .getByRole('region', { name: 'Problems' })
      .getByText(/1 error/)
      .waitFor();
    await saved(page);
    expect(await stored(id)).toMatchObject({ definition: { nodes: [{ config: { path: 'not a path/' } }, {}] } });

    await page.locator('.react-flow__node', { hasText: 'To the form of the portal' }).click();
    const problems = page.getByRole('region', { name: 'Problems' });
    await problems.getByRole('button', { name: /1 error/ }).click();
    await problems.getByRole('button', { name: /Orders from the ERP/ }).click();
    await setting(page, 'Path').and(page.locator(':focus')).waitFor();

    await page.getByRole('button', { name: 'Publish …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('These errors keep it from being published').waitFor();
    expect(await dialog.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  });

  it('gives nodes and notes to another flow by copy and paste', async () => {
    const [from, to] = [await newFlow(), await newFlow()];
    const page = await designer().open(`/flows/${from}?node=map`);
    await page.getByRole('button', { name: 'Add a note' }).click();
    await page.getByRole('textbox', { name: 'Text of the note' }).fill('Ask the ERP team');
    await page.locator('.react-flow__node', { hasText: 'Orders from the ERP' }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await saved(page);
    await page.goto(`${designer().runtime.url}/flows/${to}`);
    await page.locator('.react-flow__pane').click({ position: { x: 40, y: 40 } });
    await page.keyboard.press('Control+v');
    await page.locator('.react-flow__node', { hasText: 'To the form of the portal 2' }).waitFor();
    await saved(page);
    expect(await stored(to)).toMatchObject({
      definition: {
        nodes: [{}, {}, { name: 'Orders from the ERP 2' }, { name: 'To the form of the portal 2' }],
        edges: [{}, {}],
        notes: [{ text: 'Ask the ERP team' }],
      },
    });
  });

  it('shows the node that an address names in a narrow window, too, and gives the canvas the room of the palette', async () => {
    const id = await newFlow();
    const page = await designer().open(`/flows/${id}?node=map`, { viewport: { width: 1024, height: 700 } });
    const canvas = page.getByRole('region', { name: 'Canvas' });
    const node = page.locator('.react-flow__node', { hasText: 'To the form of the portal' });
    const rightOf = async (locator: typeof node) => {
      const box = await locator.boundingBox();
      return box ? box.x + box.width : Number.NaN;
    };
    await node.waitFor();
    await expect.poll(async () => (await rightOf(node)) <= (await rightOf(canvas)), { timeout: 10_000 }).toBe(true);

    const width = async () => (await canvas.boundingBox())?.width ?? 0;
    const narrow = await width();
    await page.getByRole('button', { name: 'Hide node types and outline' }).click();
    expect(await width()).toBeGreaterThan(narrow + 150);
    await page.reload();
    await page.getByRole('button', { name: 'Show node types and outline' }).click();
    await page.getByRole('combobox', { name: 'Search node types' }).waitFor();
  });
});
