import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { LayoutInput } from '../visualizers/graph/layout/layoutGraph.ts';
import type { Bench, Peer, Row } from './bench.ts';
import { drawnGraphOf } from './graph/drawnGraph.ts';
import type { Layouter } from './graph/page/layouts.ts';
import { servePeers } from './graph/peers.ts';
import { inBrowser, withPage } from './lib/browser.ts';
import { networkOf } from './lib/network.ts';

/** All of those who are measured are able to lay out the smaller one. */
const SIZES = [{ layers: 500 }, { layers: 4_000, limit: 500 }] as const;
/** What a peer has not done by then is reported as not done. */
const PATIENCE_MS = 60_000;

const graphLayout: Bench = {
  name: 'graph layout',
  async run() {
    const graphs = SIZES.map(({ layers }): readonly [string, LayoutInput] => [
      fileOf(layers),
      drawnGraphOf(networkOf(layers, 'project')).input,
    ]);
    const peers = await servePeers(['layouts'], Object.fromEntries(graphs));
    try {
      const rows: Row[] = [];
      for (const size of SIZES) rows.push(await measure(`${peers.url}/layouts.html`, size));
      return rows;
    } finally {
      await peers.close();
    }
  },
};
export default graphLayout;

const fileOf = (layers: number) => `layout-${String(layers)}`;

interface Size {
  readonly layers: number;
  readonly limit?: number;
}

async function measure(url: string, { layers, limit }: Size): Promise<Row> {
  const by = async (layouter: Layouter) =>
    inBrowser((context) => withPage(context, (page) => layOut(page, url, layouter, fileOf(layers))));
  const { value } = await by('deepforge');
  return {
    metric: `layout of ${layers.toLocaleString('en')} layers`,
    value: value ?? Infinity,
    unit: 'ms',
    ...(limit === undefined ? {} : { limit }),
    peers: [
      { name: 'dagre', ...(await by('dagre')) },
      { name: 'ELK', ...(await by('elk')) },
    ],
  };
}

type Outcome = Omit<Peer, 'name'>;

async function layOut(page: Page, url: string, by: Layouter, file: string): Promise<Outcome> {
  await page.goto(url);
  await page.waitForFunction(() => 'layOut' in window);
  const done = page
    .evaluate(async ([layouter, graph]) => window.layOut(layouter, graph), [by, file] as const)
    .then((value): Outcome => ({ value }), failed);
  return Promise.race([done, delay(PATIENCE_MS, TOO_SLOW, { ref: false })]);
}

const TOO_SLOW: Outcome = { value: null, why: `not within ${String(PATIENCE_MS / 1_000)} s` };

function failed(error: unknown): Outcome {
  const reason = /\w*Error: (?!.*Error: ).*/.exec(String(error))?.[0] ?? 'for no reason that it told';
  return { value: null, why: `failed (${reason})` };
}
