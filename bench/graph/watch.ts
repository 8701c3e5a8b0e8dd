import type { CDPSession, Page } from 'playwright-core';
import { median } from '../lib/quantile.ts';

/*
 * What happens on a page, by the page's own clock. What is handed to the page runs there, so it names nothing of
 * this file.
 */

declare global {
  interface Window {
    drawnAt?: number;
    frameTimes?: number[];
    repainted: Promise<number>;
  }
}

/** Milliseconds from the navigation until the frame that shows the first nodes is painted. */
export async function firstPaint(page: Page, url: string, nodes: string): Promise<number> {
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => (window.drawnAt = performance.now())));
    };
    requestAnimationFrame(look);
  }, nodes);
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.drawnAt !== undefined, undefined, { timeout: 120_000 });
  return page.evaluate(() => window.drawnAt ?? Number.NaN);
}

export interface FrameRate {
  readonly median: number;
  readonly worst: number;
}

const GESTURE_MS = 5_000;

/** Frames in each second while `step` is done again and again. */
export async function frameRate(page: Page, step: (page: Page) => Promise<void>): Promise<FrameRate> {
  await page.evaluate(() => {
    const frames: number[] = [];
    window.frameTimes = frames;
    const count = (now: number) => {
      if (window.frameTimes !== frames) return;
      frames.push(now);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  });
  const end = Date.now() + GESTURE_MS;
  while (Date.now() < end) await step(page);
  const frames = await page.evaluate(() => {
    const counted = window.frameTimes ?? [];
    delete window.frameTimes;
    return counted;
  });
  const seconds = framesBySecond(frames);
  return { median: median(seconds), worst: Math.min(...seconds) };
}

/** The last second is left out: it is not a whole one. */
function framesBySecond(frames: readonly number[]): number[] {
  const [first = 0] = frames;
  const counts: number[] = [];
  for (const time of frames) {
    const second = Math.floor((time - first) / 1_000);
    while (counts.length <= second) counts.push(0);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts.slice(0, -1);
}

export interface Repaint {
  /** The event that begins it. */
  readonly event: string;
  /** Where it shows, and with which words. */
  readonly selector: string;
  readonly text: string;
}

/** Milliseconds from the event that `act` brings about until the frame that shows what follows from it is painted. */
export async function repaint(page: Page, wanted: Repaint, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(({ event, selector, text }) => {
    const shows = () =>
      [...document.querySelectorAll(selector)].some((found) => found.textContent.includes(text));
    window.repainted = new Promise((resolve) => {
      const begin = ({ timeStamp }: Event) => {
        const look = () => {
          if (shows()) setTimeout(() => resolve(performance.now() - timeStamp));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      addEventListener(event, begin, { capture: true, once: true });
    });
  }, wanted);
  await act();
  return page.evaluate(() => window.repainted);
}

/** Megabytes that the page's own objects take after everything that can go is gone. */
export async function heap(session: CDPSession): Promise<number> {
  await session.send('Performance.enable');
  for (let n = 0; n < 2; n += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6;
}
