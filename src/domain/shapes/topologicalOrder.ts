import type { NetworkLayer } from './network.ts';

export interface TopologicalOrder {
  readonly ordered: readonly NetworkLayer[];
  /** What lies on a circle or behind one. */
  readonly circular: readonly NetworkLayer[];
}

/** Layers after all that they take their inputs from. Edges that come from nowhere do not count. */
export function topologicalOrder(layers: readonly NetworkLayer[]): TopologicalOrder {
  const takers = new Map<string, NetworkLayer[]>(layers.map(({ id }) => [id, []]));
  const waiting = new Map<string, number>();
  for (const layer of layers) {
    let sources = 0;
    for (const source of sourcesOf(layer)) {
      const takersOfSource = takers.get(source);
      if (takersOfSource === undefined) continue;
      takersOfSource.push(layer);
      sources += 1;
    }
    waiting.set(layer.id, sources);
  }
  const ordered = layers.filter(({ id }) => waiting.get(id) === 0);
  // The list grows while it is read: each layer appends those that waited for it alone.
  for (const layer of ordered) {
    for (const taker of takers.get(layer.id) ?? []) {
      const left = (waiting.get(taker.id) ?? 0) - 1;
      waiting.set(taker.id, left);
      if (left === 0) ordered.push(taker);
    }
  }
  return { ordered, circular: layers.filter(({ id }) => (waiting.get(id) ?? 0) > 0) };
}

/** A layer that is called again comes after it was called first. */
function sourcesOf({ inputs, shares }: NetworkLayer): readonly string[] {
  const givers = inputs.map(({ layer }) => layer);
  return shares === undefined ? givers : [...givers, shares];
}
