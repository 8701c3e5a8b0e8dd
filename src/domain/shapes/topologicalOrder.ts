import type { NetworkLayer } from './network.ts';

/** Layers by their places in the list. */
export interface TopologicalOrder {
  readonly layers: readonly NetworkLayer[];
  readonly places: ReadonlyMap<string, number>;
  /** Each after all that it takes its inputs from. Edges that come from nowhere do not count. */
  readonly ordered: readonly number[];
  /** What lies on a circle or behind one. */
  readonly circular: readonly number[];
  /** Who takes something from each. */
  readonly takers: readonly (readonly number[])[];
  /** Those with an edge that comes from nowhere. */
  readonly dangling: readonly number[];
}

/** An order in which nothing moved is that of `previous`. */
export function topologicalOrder(
  layers: readonly NetworkLayer[],
  previous?: TopologicalOrder,
): TopologicalOrder {
  if (previous && isOrderedAlike(layers, previous.layers)) return { ...previous, layers };
  const places = new Map(layers.map(({ id }, place) => [id, place]));
  const takers: number[][] = layers.map(() => []);
  const waiting = new Uint32Array(layers.length);
  const dangling: number[] = [];
  for (const [place, layer] of layers.entries()) {
    const found = sourcesOf(layer).map((source) => places.get(source));
    if (found.includes(undefined)) dangling.push(place);
    for (const source of found) {
      if (source === undefined) continue;
      takers[source]?.push(place);
      waiting[place] = (waiting[place] ?? 0) + 1;
    }
  }
  const ordered = orderedBy(takers, waiting);
  const circular =
    ordered.length === layers.length ? [] : [...waiting.keys()].filter((at) => waiting[at] !== 0);
  return { layers, places, ordered, circular, takers, dangling };
}

/** Counts down what each still waits for. */
function orderedBy(takers: readonly (readonly number[])[], waiting: Uint32Array): number[] {
  const ordered = [...waiting.keys()].filter((place) => waiting[place] === 0);
  // The list grows while it is read: each layer appends those that waited for it alone.
  for (const place of ordered) {
    for (const taker of takers[place] ?? []) {
      const left = (waiting[taker] ?? 0) - 1;
      waiting[taker] = left;
      if (left === 0) ordered.push(taker);
    }
  }
  return ordered;
}

/** A layer that is called again comes after it was called first. */
function sourcesOf({ inputs, shares }: NetworkLayer): readonly string[] {
  const givers = inputs.map(({ layer }) => layer);
  return shares === undefined ? givers : [...givers, shares];
}

function isOrderedAlike(layers: readonly NetworkLayer[], before: readonly NetworkLayer[]): boolean {
  return (
    layers.length === before.length &&
    layers.every((layer, place) => layer === before[place] || takesAlike(layer, before[place]))
  );
}

function takesAlike(a: NetworkLayer, b: NetworkLayer | undefined): boolean {
  return (
    a.id === b?.id &&
    a.shares === b.shares &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every(({ layer }, index) => layer === b.inputs[index]?.layer)
  );
}
