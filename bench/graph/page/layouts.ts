import ELK from 'elkjs/lib/elk-api.js';
import type { LayoutRequest } from '../../../visualizers/graph/layout/layout.worker.ts';
import type { LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { packInput } from '../../../visualizers/graph/layout/packedLayout.ts';

/* Lays graphs out by each of those who are measured, every one of them in a worker. */

export type Layouter = 'deepforge' | 'dagre' | 'elk';

declare global {
  interface Window {
    layOut(by: Layouter, file: string): Promise<number>;
  }
}

const byMessage = (script: string, request: (input: LayoutInput) => unknown) => {
  const worker = new Worker(script);
  return (input: LayoutInput) =>
    new Promise<void>((resolve, reject) => {
      worker.onmessage = () => resolve();
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(request(input));
    });
};

const elk = new ELK({ workerFactory: () => new Worker('elk.js') });
/** Its usual way of finding layers overflows the stack where thousands of nodes follow one another. */
const ELK_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.layered.layering.strategy': 'LONGEST_PATH',
};
const elkGraph = (input: LayoutInput) => ({
  id: 'root',
  layoutOptions: ELK_OPTIONS,
  children: input.nodes.map(({ id, width, height }) => ({ id, width, height })),
  edges: input.edges.map(({ id, source, target }) => ({ id, sources: [source], targets: [target] })),
});

const LAYOUTERS: Readonly<Record<Layouter, (input: LayoutInput) => Promise<unknown>>> = {
  deepforge: byMessage('deepforge.js', (input): LayoutRequest => ({ id: 0, input: packInput(input) })),
  dagre: byMessage('dagre.js', (input) => input),
  elk: (input) => elk.layout(elkGraph(input)),
};

/** Milliseconds from asking to having the places of all nodes. */
window.layOut = async (by, file) => {
  const response = await fetch(`${file}.json`);
  // The bench wrote the files that it serves.
  const input = (await response.json()) as LayoutInput;
  const start = performance.now();
  await LAYOUTERS[by](input);
  return performance.now() - start;
};
