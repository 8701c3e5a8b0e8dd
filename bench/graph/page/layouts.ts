import ELK from 'elkjs/lib/elk-api.js';
import type { LayoutRequest } from '../../../visualizers/graph/layout/layout.worker.ts';
import type { LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';

/* Lays one graph out by each of those who are measured, every one of them in a worker. */

export type Layouter = 'deepforge' | 'dagre' | 'elk';

declare global {
  interface Window {
    layOut(by: Layouter): Promise<number>;
  }
}

const response = await fetch('layout.json');
// The bench wrote the file that it serves.
const input = (await response.json()) as LayoutInput;

const byMessage = (script: string) => {
  const worker = new Worker(script);
  return () =>
    new Promise<void>((resolve) => {
      worker.onmessage = () => resolve();
      worker.postMessage({ id: 0, input } satisfies LayoutRequest);
    });
};

const elk = new ELK({ workerFactory: () => new Worker('elk.js') });
const elkGraph = () => ({
  id: 'root',
  layoutOptions: { 'elk.algorithm': 'layered', 'elk.direction': 'DOWN' },
  children: input.nodes.map(({ id, width, height }) => ({ id, width, height })),
  edges: input.edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
});

const LAYOUTERS: Readonly<Record<Layouter, () => Promise<unknown>>> = {
  deepforge: byMessage('deepforge.js'),
  dagre: byMessage('dagre.js'),
  elk: () => elk.layout(elkGraph()),
};

/** Milliseconds from asking to having the places of all nodes. */
window.layOut = async (by) => {
  const start = performance.now();
  await LAYOUTERS[by]();
  return performance.now() - start;
};
