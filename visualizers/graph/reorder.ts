import { portOffset, endSpread } from './geometry.ts';
import { edgesBeside, type GraphIndex } from './GraphIndex.ts';
import type { Direction, Rect } from './types.ts';

/** The edges of an input as they are ordered, with where along its side each of them ends. */
export interface InputEnds {
  readonly order: readonly string[];
  /** Across the flow, in the graph's coordinates; in the order of the edges. */
  readonly places: readonly number[];
}

export function inputEnds(index: GraphIndex, edge: string, box: Rect, direction: Direction): InputEnds {
  const known = index.edges.get(edge)!;
  const order = edgesBeside(index, known).map(({ id }) => id);
  const { inputs } = index.nodes.get(known.target.node)!;
  const port = inputs.findIndex(({ id }) => id === known.target.port);
  const middle = direction === 'vertical' ? box.x + box.width / 2 : box.y + box.height / 2;
  const offset = port < 0 ? 0 : portOffset(box, port, inputs, direction);
  const places = order.map(
    (_, i) => middle + offset + endSpread(box, inputs.length, i, order.length, direction),
  );
  return { order, places };
}

/** The order when the edge is held at a place: it changes places with those that it was dragged past. */
export function orderAt({ order, places }: InputEnds, edge: string, held: number): readonly string[] {
  let nearest = 0;
  places.forEach((place, i) => {
    if (Math.abs(place - held) < Math.abs(places[nearest]! - held)) nearest = i;
  });
  return movedTo(order, edge, nearest);
}

export function movedTo(order: readonly string[], edge: string, to: number): readonly string[] {
  const others = order.filter((id) => id !== edge);
  return [...others.slice(0, to), edge, ...others.slice(to)];
}

/** The edge that shall follow; undefined for the last place. */
export function nextAfter(order: readonly string[], edge: string): string | undefined {
  return order[order.indexOf(edge) + 1];
}

export function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
