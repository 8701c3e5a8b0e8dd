import type { Locator, Page } from 'playwright-core';

/** What a person finds on the page of an editor, by the names that a screen reader says, and does there. */
export function editorOn(page: Page) {
  const graph = () => page.getByRole('application');
  const node = (name: string): Locator => page.getByRole('group', { name: new RegExp(`^${name},`) });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const search = () => page.getByRole('combobox', { name: 'Search layers' }).first();
  /** The inspector shows it: its keys are answered. */
  const inspected = (name: string) =>
    field('Name')
      .and(page.locator(`[value="${name}"]`))
      .waitFor();

  return {
    graph,
    node,
    button,
    field,
    search,
    inspected,
    /** A node that says these words in this order. */
    described: (name: string, ...words: readonly string[]): Locator =>
      page.getByRole('group', { name: new RegExp(`^${name},.*${words.join('.*')}`) }),
    group: (name: string) => page.getByRole('group', { name, exact: true }),
    gone: (locator: Locator) => locator.first().waitFor({ state: 'detached' }),
    /** Undo and redo say in their names what they take back. */
    press: (name: 'Undo' | 'Redo') => button(new RegExp(`^${name}`)).click(),
    saved: () => page.getByRole('status').filter({ hasText: 'Saved' }).waitFor(),
    choose: async (name: string) => {
      await node(name).click();
      await inspected(name);
    },
    /** After the selected layer, if one is. */
    add: async (type: string) => {
      await search().fill(type);
      await page.getByRole('option', { name: type, exact: true }).click();
      await page.getByRole('region', { name: type, exact: true }).waitFor();
    },
  };
}
