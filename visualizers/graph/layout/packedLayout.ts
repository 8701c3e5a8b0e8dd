import type { Direction, Point, Rect } from '../types.ts';
import type { Frame, Layout, LayoutInput, LayoutNode } from './layout.ts';

/*
 * Graphs and layouts as numbers, on the way to the worker and back: to copy ten thousand nodes with their names
 * takes as long as to lay out a good part of them. Nodes and edges are named by their places in the input.
 */

export interface PackedInput {
  readonly direction: Direction;
  readonly nodes: Float64Array;
  readonly edges: Float64Array;
  readonly previous?: PackedLayout;
}

export interface PackedLayout {
  readonly direction: Direction;
  /** In the order in which they are drawn. */
  readonly boxes: Float64Array;
  readonly frames: Float64Array;
  /** Of each edge that bends: which it is, how many points it passes, and the points. */
  readonly routes: Float64Array;
  readonly bounds: Rect;
}

const NODE = 5;
const EDGE = 4;
const BOX = 5;
const FRAME = 4;
const NONE = -1;

export function packInput({ nodes, edges, direction, previous }: LayoutInput): PackedInput {
  const places = placesOf(nodes);
  const placeOf = (id: string | undefined) => (id === undefined ? NONE : (places.get(id) ?? NONE));
  const packedNodes = new Float64Array(nodes.length * NODE);
  for (let i = 0; i < nodes.length; i += 1) {
    const { width, height, parent, pinned } = nodes[i]!;
    const at = i * NODE;
    packedNodes[at] = width;
    packedNodes[at + 1] = height;
    packedNodes[at + 2] = placeOf(parent);
    packedNodes[at + 3] = pinned?.x ?? NaN;
    packedNodes[at + 4] = pinned?.y ?? NaN;
  }
  const packedEdges = new Float64Array(edges.length * EDGE);
  for (let i = 0; i < edges.length; i += 1) {
    const { source, target, exit, enter } = edges[i]!;
    const at = i * EDGE;
    packedEdges[at] = placeOf(source);
    packedEdges[at + 1] = placeOf(target);
    packedEdges[at + 2] = exit;
    packedEdges[at + 3] = enter;
  }
  const packed = { direction, nodes: packedNodes, edges: packedEdges };
  return previous ? { ...packed, previous: packWith(previous, places, edges) } : packed;
}

function placesOf(items: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (let i = 0; i < items.length; i += 1) places.set(items[i]!.id, i);
  return places;
}

export function unpackInput({ direction, nodes, edges, previous }: PackedInput): LayoutInput {
  const input = {
    direction,
    nodes: Array.from({ length: nodes.length / NODE }, (_, i) => nodeAt(nodes, i)),
    edges: Array.from({ length: edges.length / EDGE }, (_, i) => {
      const at = i * EDGE;
      return {
        id: String(i),
        source: String(edges[at]),
        target: String(edges[at + 1]),
        exit: edges[at + 2]!,
        enter: edges[at + 3]!,
      };
    }),
  };
  return previous ? { ...input, previous: unpackLayout(previous, input) } : input;
}

/** The edges between two nodes that are there, by their ends. */
export function endsOf({ edges }: PackedInput): { readonly from: Int32Array; readonly to: Int32Array } {
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < edges.length; at += EDGE) {
    const source = edges[at]!;
    const target = edges[at + 1]!;
    if (source === NONE || target === NONE || source === target) continue;
    from.push(source);
    to.push(target);
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to) };
}

function nodeAt(nodes: Float64Array, i: number): LayoutNode {
  const at = i * NODE;
  const parent = nodes[at + 2]!;
  const x = nodes[at + 3]!;
  const y = nodes[at + 4]!;
  return {
    ...{ id: String(i), width: nodes[at]!, height: nodes[at + 1]! },
    ...(parent === NONE ? {} : { parent: String(parent) }),
    ...(Number.isNaN(x) ? {} : { pinned: { x, y } }),
  };
}

type Named = { readonly [Part in 'nodes' | 'edges']: readonly { readonly id: string }[] };

/** Of a layout, what is about these nodes and edges. */
export const packLayout = (layout: Layout, { nodes, edges }: Named): PackedLayout =>
  packWith(layout, placesOf(nodes), edges);

function packWith(
  { direction, boxes, frames, routes, bounds }: Layout,
  nodes: ReadonlyMap<string, number>,
  named: Named['edges'],
): PackedLayout {
  const edges = routes.size === 0 ? NO_PLACES : placesOf(named);
  const packedBoxes: number[] = [];
  for (const [id, { x, y, width, height }] of boxes) {
    const node = nodes.get(id);
    if (node !== undefined) packedBoxes.push(node, x, y, width, height);
  }
  const packedFrames: number[] = [];
  for (const [id, { origin, title }] of frames) {
    const node = nodes.get(id);
    if (node !== undefined) packedFrames.push(node, origin.x, origin.y, title);
  }
  const packedRoutes: number[] = [];
  for (const [id, points] of routes) {
    const edge = edges.get(id);
    if (edge === undefined) continue;
    packedRoutes.push(edge, points.length);
    for (const { x, y } of points) packedRoutes.push(x, y);
  }
  return {
    direction,
    boxes: Float64Array.from(packedBoxes),
    frames: Float64Array.from(packedFrames),
    routes: Float64Array.from(packedRoutes),
    bounds,
  };
}

const NO_PLACES: ReadonlyMap<string, number> = new Map();

export function unpackLayout(packed: PackedLayout, { nodes, edges }: Named): Layout {
  const boxes = new Map<string, Rect>();
  for (let at = 0; at < packed.boxes.length; at += BOX) {
    boxes.set(nodes[packed.boxes[at]!]!.id, {
      x: packed.boxes[at + 1]!,
      y: packed.boxes[at + 2]!,
      width: packed.boxes[at + 3]!,
      height: packed.boxes[at + 4]!,
    });
  }
  const frames = new Map<string, Frame>();
  for (let at = 0; at < packed.frames.length; at += FRAME) {
    const { id } = nodes[packed.frames[at]!]!;
    const origin = { x: packed.frames[at + 1]!, y: packed.frames[at + 2]! };
    frames.set(id, { origin, title: packed.frames[at + 3]! });
  }
  return {
    direction: packed.direction,
    boxes,
    frames,
    routes: routesOf(packed, edges),
    bounds: packed.bounds,
  };
}

function routesOf({ routes: packed }: PackedLayout, edges: Named['edges']): Layout['routes'] {
  const routes = new Map<string, readonly Point[]>();
  for (let at = 0; at < packed.length;) {
    const { id } = edges[packed[at++]!]!;
    const points: Point[] = [];
    for (const end = at + 1 + 2 * packed[at++]!; at < end; at += 2)
      points.push({ x: packed[at]!, y: packed[at + 1]! });
    routes.set(id, points);
  }
  return routes;
}
