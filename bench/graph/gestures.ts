import type { Page } from 'playwright-core';

const STEPS = 30;
const NOTCH = 120;

/** Drags the view up by the middle button, and takes hold of it again. */
export async function pan(page: Page): Promise<void> {
  const { x, height } = middleOf(page);
  await page.mouse.move(x, height * 0.85);
  await page.mouse.down({ button: 'middle' });
  for (let step = 1; step <= STEPS; step += 1) {
    await page.mouse.move(x + 40 * Math.sin(step / 5), height * (0.85 - (0.7 * step) / STEPS));
  }
  await page.mouse.up({ button: 'middle' });
}

/** Turns the wheel until all is in sight, and back. */
export async function zoom(page: Page): Promise<void> {
  for (const direction of [1, -1]) {
    for (let step = 0; step < STEPS; step += 1) await turn(page, direction);
  }
}

export async function zoomOut(page: Page): Promise<void> {
  for (let step = 0; step < 2 * STEPS; step += 1) await turn(page, 1);
}

async function turn(page: Page, direction: number): Promise<void> {
  const { x, height } = middleOf(page);
  await page.mouse.move(x, height / 2);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, direction * NOTCH);
  await page.keyboard.up('Control');
}

function middleOf(page: Page) {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  return { x: width / 2, height };
}
