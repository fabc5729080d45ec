import type { Page } from 'playwright-core';

/** What an analyst does with hand and eye, by the words that stand on the page. */

/** Drags a node type from the palette onto the empty canvas, there where it asks for one. */
export async function dragOntoCanvas(page: Page, type: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Search node types' }).fill(type);
  await page
    .getByRole('option', { name: type })
    .first()
    .dragTo(page.getByRole('heading', { name: 'Where do messages come from?' }));
}

/** Opens the list at a port that leads nowhere, and takes a node type from it. */
export async function addAfter(page: Page, node: string, type: string): Promise<void> {
  await page
    .getByRole('button', { name: `Add a node after ${node}` })
    .first()
    .click();
  const list = page.getByRole('dialog', { name: 'Add a node' });
  await list.getByRole('combobox').fill(type);
  await list.getByRole('combobox').press('Enter');
  await list.waitFor({ state: 'detached' });
}

/** A field of the settings at the right. */
export function setting(page: Page, name: string) {
  return page.getByRole('complementary', { name: 'Settings' }).getByRole('textbox', { name, exact: true });
}

/** Writes into a field that becomes a code editor when it is entered. */
export async function writeCode(page: Page, name: string, text: string): Promise<void> {
  await setting(page, name).click();
  await page.locator('.cm-editor.cm-focused').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** Waits until the runtime has what was drawn. */
export async function saved(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
}

/** Publishes what is drawn, with a note. */
export async function publish(page: Page, note: string): Promise<void> {
  await page.getByRole('button', { name: 'Publish …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'What changed, and why' }).fill(note);
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}
