import { counterparts, NOWHERE } from '../changes.ts';
import { Places } from '../listMap.ts';
import type { NetworkLayer } from './network.ts';

/** Layers by their places in the list. */
export interface TopologicalOrder {
  readonly layers: readonly NetworkLayer[];
  readonly places: Places;
  /** Each after all that it takes its inputs from. Edges that come from nowhere do not count. */
  readonly ordered: readonly number[];
  /** What lies on a circle or behind one. */
  readonly circular: readonly number[];
  /** Where each takes something from, edge by edge, and then the layer that it shares with; NOWHERE where it is not there. */
  readonly sources: Neighbours;
  /** Who takes something from each. */
  readonly takers: Neighbours;
}

/** Of each place a stretch of `of`. */
export interface Neighbours {
  readonly start: Int32Array;
  readonly of: Int32Array;
}

/** An order in which nothing moved is that of `previous`. */
export function topologicalOrder(
  layers: readonly NetworkLayer[],
  previous?: TopologicalOrder,
): TopologicalOrder {
  if (previous && isOrderedAlike(layers, previous.layers)) return { ...previous, layers };
  const counterpart = counterparts(previous?.layers ?? [], layers);
  const places = previous
    ? previous.places.after(layers, counterpart)
    : Places.of(layers.map(({ id }) => id));
  const sources = sourcesOf(layers, places, previous, counterpart);
  const takers = turned(sources);
  const waiting = waitingFor(sources);
  const ordered = orderedBy(takers, waiting);
  const circular =
    ordered.length === layers.length ? [] : [...waiting.keys()].filter((at) => waiting[at] !== 0);
  return { layers, places, ordered, circular, sources, takers };
}

/**
 * A layer that is called again comes after it was called first. What took its inputs from layers that are still there
 * takes them from where those are now.
 */
function sourcesOf(
  layers: readonly NetworkLayer[],
  places: Places,
  previous: TopologicalOrder | undefined,
  counterpart: Int32Array,
): Neighbours {
  const placeOf = new Int32Array(previous?.layers.length ?? 0).fill(NOWHERE);
  for (let place = 0; place < layers.length; place += 1) {
    if (counterpart[place] !== NOWHERE) placeOf[counterpart[place]!] = place;
  }
  const start = new Int32Array(layers.length + 1);
  const of: number[] = [];
  for (let place = 0; place < layers.length; place += 1) {
    const layer = layers[place]!;
    const at = counterpart[place]!;
    const known = previous?.layers[at] === layer ? previous.sources : undefined;
    const from = known ? known.start[at]! : 0;
    const to = known ? known.start[at + 1]! : sourceCount(layer);
    for (let edge = from; edge < to; edge += 1) {
      const was = known ? known.of[edge]! : NOWHERE;
      const is = was === NOWHERE ? NOWHERE : placeOf[was]!;
      of.push(is === NOWHERE ? (places.get(sourceAt(layer, edge - from)) ?? NOWHERE) : is);
    }
    start[place + 1] = of.length;
  }
  return { start, of: Int32Array.from(of) };
}

const sourceCount = ({ inputs, shares }: NetworkLayer) => inputs.length + (shares === undefined ? 0 : 1);
const sourceAt = ({ inputs, shares = '' }: NetworkLayer, index: number) => inputs[index]?.layer ?? shares;

function turned({ start, of }: Neighbours): Neighbours {
  const end = new Int32Array(start.length);
  for (let edge = 0; edge < of.length; edge += 1) if (of[edge] !== NOWHERE) end[of[edge]! + 1]! += 1;
  for (let place = 1; place < end.length; place += 1) end[place]! += end[place - 1]!;
  const next = end.slice();
  const takers = new Int32Array(end[end.length - 1]!);
  for (let place = 0; place + 1 < start.length; place += 1) {
    for (let edge = start[place]!; edge < start[place + 1]!; edge += 1) {
      const source = of[edge]!;
      if (source !== NOWHERE) takers[next[source]!++] = place;
    }
  }
  return { start: end, of: takers };
}

function waitingFor({ start, of }: Neighbours): Int32Array {
  const waiting = new Int32Array(start.length - 1);
  for (let place = 0; place < waiting.length; place += 1) {
    for (let edge = start[place]!; edge < start[place + 1]!; edge += 1) {
      if (of[edge] !== NOWHERE) waiting[place]! += 1;
    }
  }
  return waiting;
}

/** Counts down what each still waits for. */
function orderedBy({ start, of }: Neighbours, waiting: Int32Array): number[] {
  const ordered: number[] = [];
  for (let place = 0; place < waiting.length; place += 1) if (waiting[place] === 0) ordered.push(place);
  // The list grows while it is read: each layer appends those that waited for it alone.
  for (let turn = 0; turn < ordered.length; turn += 1) {
    const place = ordered[turn]!;
    for (let edge = start[place]!; edge < start[place + 1]!; edge += 1) {
      const taker = of[edge]!;
      waiting[taker]! -= 1;
      if (waiting[taker] === 0) ordered.push(taker);
    }
  }
  return ordered;
}

function isOrderedAlike(layers: readonly NetworkLayer[], before: readonly NetworkLayer[]): boolean {
  return (
    layers === before ||
    (layers.length === before.length &&
      layers.every((layer, place) => layer === before[place] || takesAlike(layer, before[place])))
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
