import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { MAIN_BRANCH, openModel, type Model } from '../src/model/index.ts';
import { openStore } from '../src/store/open.ts';
import { newDataFolder, startProduct } from '../test/e2e/product.ts';
import type { Bench, Row } from './bench.ts';
import { drawnGraphOf } from './graph/drawnGraph.ts';
import { pan, zoom, zoomOut } from './graph/gestures.ts';
import { servePeers } from './graph/peers.ts';
import { firstPaint, frameRate, heap, repaint, type FrameRate } from './graph/watch.ts';
import { inBrowser, withPage } from './lib/browser.ts';
import { projectWith } from './lib/network.ts';
import { median } from './lib/quantile.ts';

const LAYERS = 10_000;
const FIRST_PAINT_S = 2;
const FRAMES = 50;
const REPAINT_MS = 100;
const HEAP_MB = 300;
const EDITS = 7;
/** What a peer has not done by then is reported as not done. */
const PATIENCE_MS = 60_000;

const graph: Bench = {
  name: 'graph',
  async run() {
    const project = projectWith(LAYERS);
    const peers = await servePeers(['reactFlow'], { graph: drawnGraphOf(project) });
    try {
      const ours = await measureDeepForge(project);
      const reactFlow = await inBrowser((context) =>
        measureReactFlow(context, `${peers.url}/reactFlow.html`),
      );
      return drawingRows(ours, reactFlow);
    } finally {
      await peers.close();
    }
  },
};
export default graph;

type Project = ReturnType<typeof projectWith>;

/** What is measured of those who draw: null is what was not done in time, and what is absent was not asked for. */
interface Drawing {
  readonly unread?: number;
  readonly beside?: number;
  readonly cold: number | null;
  readonly warm: number | null;
  readonly pan: FrameRate | null;
  readonly zoom: FrameRate | null;
  readonly panFar: FrameRate | null;
  readonly rename: number | null;
  readonly argument?: number;
  readonly add?: number;
  readonly heap: number | null;
}

async function measureDeepForge(project: Project): Promise<Drawing> {
  const data = await newDataFolder();
  const id = await storeProject(data.folder, project);
  const place = `/p/${encodeURIComponent(id)}/architectures/${project.architecture.id}`;
  const path = `${place}?select=${project.layers[1]?.id ?? ''}`;
  const paint = async () => inBrowser((context) => paintOfANewGateway(context, data.folder, path));
  const unread = await paint();
  await withModel(data.folder, async (model) => addAnArchitecture(model, id, project));
  const beside = await paint();
  const product = await startProduct(data.folder);
  try {
    return { unread, beside, ...(await inBrowser((context) => measureDrawing(context, product.url + path))) };
  } finally {
    await product.stop();
    await data.remove();
  }
}

async function measureDrawing(context: BrowserContext, url: string): Promise<Drawing> {
  const cold = await withPage(context, (page) => firstPaint(page, url, NODES));
  return withPage(context, async (page) => ({
    cold,
    warm: await firstPaint(page, url, NODES),
    pan: await frameRate(page, pan),
    zoom: await frameRate(page, zoom),
    ...(await editing(page, url)),
    heap: await heap(await context.newCDPSession(page)),
    panFar: await farAway(page),
  }));
}

const NODES = '[role="application"] [role="group"]';

async function paintOfANewGateway(context: BrowserContext, folder: string, path: string): Promise<number> {
  const product = await startProduct(folder);
  try {
    return await withPage(context, (page) => firstPaint(page, product.url + path, NODES));
  } finally {
    await product.stop();
  }
}

/** The project in a data folder, as another tool would leave it there: nothing but the objects of the engine. */
async function storeProject(folder: string, { records }: Project) {
  return withModel(folder, async (model) => model.createProject({ name: 'Large', author: 'bench', records }));
}

async function addAnArchitecture(model: Model, id: string, { architecture }: Project): Promise<void> {
  const tree = await model.openTree(id, { branch: MAIN_BRANCH });
  await tree.write([{ op: 'put', record: { ...architecture, id: crypto.randomUUID(), name: 'Another' } }]);
  await tree.commit({ message: 'Added another architecture', author: 'bench', branch: MAIN_BRANCH });
}

async function withModel<T>(folder: string, use: (model: Model) => Promise<T>): Promise<T> {
  const store = await openStore({ file: `${folder}/deepforge.sqlite`, socketPath: `${folder}/store.sock` });
  const location = { mongoUri: `${store.uri}deepforge`, keyFolder: `${folder}/keys` };
  const model = await openModel({ ...location, worthKeeping: Infinity });
  try {
    return await use(model);
  } finally {
    await model.close();
    await store.close();
  }
}

/** The edits that people make most, by the form of the selected layer and the palette. */
async function editing(page: Page, url: string) {
  await page.goto(url);
  const named = (name: string) => `${NODES}[aria-label^="${name},"]`;
  const field = (label: string) => page.getByRole('textbox', { name: label, exact: true });
  const rename = async (n: number) => {
    const text = `renamed_${String(n)}`;
    await field('Name').fill(text);
    return repaint(page, { event: 'keydown', selector: named(text), text }, () =>
      page.keyboard.press('Enter'),
    );
  };
  const renamed = await several(rename);
  const argument = await several(async (n) => {
    const text = String(200 + n);
    await field('height').fill(text);
    const selector = named(`renamed_${String(EDITS - 1)}`);
    return repaint(page, { event: 'keydown', selector, text }, () => page.keyboard.press('Enter'));
  });
  const added = await several(async (n) => {
    await page.locator(named(`renamed_${String(EDITS - 1)}`)).click();
    const name = n === 0 ? 'gaussian_noise' : `gaussian_noise_${String(n + 1)}`;
    const item = page.getByRole('option', { name: 'GaussianNoise', exact: true });
    return repaint(page, { event: 'click', selector: named(name), text: name }, () => item.click());
  });
  return { rename: renamed, argument, add: added };
}

async function several(measure: (n: number) => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < EDITS; n += 1) times.push(await measure(n));
  return median(times);
}

async function farAway(page: Page): Promise<FrameRate> {
  await zoomOut(page);
  return frameRate(page, pan);
}

async function measureReactFlow(context: BrowserContext, url: string): Promise<Drawing> {
  const nodes = '.react-flow__node';
  const inTime = patience();
  const cold = await inTime(() => withPage(context, (page) => firstPaint(page, url, nodes)));
  const page = await context.newPage();
  const rename = (n: number) => {
    const text = `renamed_${String(n)}`;
    return repaint(page, { event: 'rename', selector: nodes, text }, () =>
      page.evaluate((detail) => dispatchEvent(new CustomEvent('rename', { detail })), text),
    );
  };
  return {
    cold,
    warm: await inTime(() => firstPaint(page, url, nodes)),
    rename: await inTime(() => several(rename)),
    heap: await inTime(async () => heap(await context.newCDPSession(page))),
    pan: await inTime(() => frameRate(page, pan)),
    zoom: await inTime(() => frameRate(page, zoom)),
    panFar: await inTime(() => farAway(page)),
  };
}

/** Waits for what a peer does, but not for ever; a page that failed or did not answer once is not asked again. */
function patience() {
  let lost = false;
  return async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (lost) return null;
    const result = work().catch(() => null);
    const outcome = await Promise.race([result, delay(PATIENCE_MS, null, { ref: false })]);
    lost = outcome === null;
    return outcome;
  };
}

function drawingRows(ours: Drawing, peer: Drawing): Row[] {
  const seconds = (value: number | null) => value && value / 1_000;
  const rate = (metric: string, key: 'pan' | 'zoom' | 'panFar', part: keyof FrameRate): Row =>
    row(`${metric}, ${part} second`, 'frames/s', ours[key]?.[part], peer[key]?.[part] ?? null, {
      atLeast: FRAMES,
    });
  return [
    row('first paint, cold, of what nobody opened', 's', seconds(ours.unread ?? null), undefined, undefined),
    row(
      'first paint, cold, after an edit beside it',
      's',
      seconds(ours.beside ?? null),
      undefined,
      undefined,
    ),
    row(
      'first paint, cold: a running browser with nothing cached',
      's',
      seconds(ours.cold),
      seconds(peer.cold),
      FIRST_PAINT_S,
    ),
    row('first paint, warm', 's', seconds(ours.warm), seconds(peer.warm), FIRST_PAINT_S),
    rate('pan, at reading size', 'pan', 'median'),
    rate('pan, at reading size', 'pan', 'worst'),
    rate('zoom, to all and back', 'zoom', 'median'),
    rate('zoom, to all and back', 'zoom', 'worst'),
    rate('pan, all in sight', 'panFar', 'median'),
    rate('pan, all in sight', 'panFar', 'worst'),
    row('rename to repaint', 'ms', ours.rename, peer.rename, REPAINT_MS),
    row('argument to repaint', 'ms', ours.argument, undefined, REPAINT_MS),
    row('added layer to repaint', 'ms', ours.add, undefined, REPAINT_MS),
    row('JavaScript heap', 'MB', ours.heap, peer.heap, HEAP_MB),
  ];
}

function row(
  metric: string,
  unit: string,
  value: number | null | undefined,
  peer: number | null | undefined,
  limit: Row['limit'],
): Row {
  const peers = peer === undefined ? {} : { peers: [{ name: 'React Flow', value: peer }] };
  return { metric, value: value ?? Number.NaN, unit, ...(limit === undefined ? {} : { limit }), ...peers };
}
