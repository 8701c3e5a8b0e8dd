import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { violationsOn } from './accessibility.ts';
import { openPage, STILL } from './browser.ts';
import { execute, GIVE, joined, projectWith } from './operations.ts';
import { startWorkbench } from './workbench.ts';

/* Every screen in light and in dark: no serious accessibility violation, no complaint, nothing cut off at 1280x720. */

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

interface Screen {
  readonly name: string;
  readonly path: () => string;
  /** What shows that the screen is complete. */
  readonly shows: (page: Page) => Promise<void>;
}

const { product, browser } = await startWorkbench();
let digits: Ids;
let jobs: { readonly project: string; readonly execution: string };
const pages = new Map<Theme, Awaited<ReturnType<typeof openPage>>>();

interface Ids {
  readonly project: string;
  readonly architecture: string;
  readonly pipeline: string;
  readonly operation: string;
}

beforeAll(async () => {
  digits = await digitsProject();
  jobs = await failedExecution();
  for (const theme of THEMES) {
    pages.set(theme, await openPage(browser, { ...STILL, colorScheme: theme }));
  }
}, 60_000);

async function digitsProject(): Promise<Ids> {
  const { id: project } = await product.api<{ id: string }>('POST', '/projects', {
    name: 'Handwriting',
    template: 'digits',
  });
  const { connection, client } = await joined(product.url, project);
  const all = [...client.view.all()];
  const named = (concept: string, name: string) =>
    all.find((record) => record.concept === concept && 'name' in record && record.name === name)?.id ?? '';
  const ids = {
    project,
    architecture: named('Architecture', 'DigitsNet'),
    pipeline: named('Pipeline', 'Train_and_Score'),
    operation: named('Operation', 'Train'),
  };
  connection.close();
  return ids;
}

async function failedExecution() {
  const made = await projectWith(product, { Give: GIVE, Break: BREAK });
  const execution = await execute(product, made.project, made.pipeline);
  made.connection.close();
  return { project: made.project, execution };
}

const BREAK = `class Break:\n    def execute(self, value):\n        print('so far so good')\n        return value / 0\n`;

const inDigits = (path: string) => () => `/p/${encodeURIComponent(digits.project)}/${path}`;

const SCREENS: readonly Screen[] = [
  { name: 'projects', path: () => '/', shows: (page) => seen(page, 'link', 'Handwriting') },
  {
    name: 'architectures',
    path: inDigits('architectures'),
    shows: (page) => seen(page, 'link', 'DigitsNet'),
  },
  {
    name: 'an architecture with a layer selected and its code',
    path: () => inDigits(`architectures/${digits.architecture}?drawer=code`)(),
    shows: async (page) => {
      await seen(page, 'textbox', 'Generated code');
      await page.getByRole('group', { name: /^conv_1,/ }).click();
      await page.getByText('2D convolution layer').waitFor();
    },
  },
  { name: 'pipelines', path: inDigits('pipelines'), shows: (page) => seen(page, 'link', 'Train_and_Score') },
  {
    name: 'a pipeline with a step open and its problems',
    path: () => inDigits(`pipelines/${digits.pipeline}?drawer=problems`)(),
    shows: async (page) => {
      await page.getByRole('group', { name: /^Train,/ }).dblclick();
      await seen(page, 'button', 'Open the code of Train');
    },
  },
  { name: 'operations', path: inDigits('operations'), shows: (page) => seen(page, 'link', 'ScoreModel') },
  {
    name: 'an operation',
    path: () => inDigits(`operations/${digits.operation}`)(),
    shows: (page) => seen(page, 'textbox', 'Code of Train'),
  },
  {
    name: 'executions',
    path: () => `/p/${encodeURIComponent(jobs.project)}/executions`,
    shows: (page) => seen(page, 'link', 'Line'),
  },
  {
    name: 'an execution that failed',
    path: () => `/p/${encodeURIComponent(jobs.project)}/executions/${jobs.execution}`,
    shows: async (page) => {
      await page.getByText('ZeroDivisionError: division by zero').first().waitFor();
      await page.locator('.cm-failing').waitFor();
    },
  },
  { name: 'artifacts', path: inDigits('artifacts'), shows: (page) => seen(page, 'button', 'Upload') },
  { name: 'history', path: inDigits('history'), shows: (page) => seen(page, 'list', 'Commits') },
];

async function seen(page: Page, role: Parameters<Page['getByRole']>[0], name: string) {
  await page.getByRole(role, { name, exact: true }).first().waitFor();
}

for (const theme of THEMES) {
  test.each(SCREENS)(`$name in the ${theme}`, async ({ path, shows }) => {
    const { page, faults } = pages.get(theme) as Awaited<ReturnType<typeof openPage>>;
    await page.goto(product.url + path());
    await shows(page);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(faults.splice(0)).toEqual([]);
  });
}

test('the command palette asked for while it is still on its way opens when it is there', async () => {
  const { page } = await openPage(browser);
  let deliver: () => void = () => undefined;
  const delivered = new Promise<void>((resolve) => (deliver = resolve));
  await page.route(/CommandPalette.*\.js$/, async (route) => {
    await delivered;
    await route.continue();
  });
  await page.goto(product.url);
  await seen(page, 'link', 'Handwriting');
  await page.keyboard.press('Control+k');
  deliver();
  await seen(page, 'dialog', 'Command palette');
  await page.context().close();
});
