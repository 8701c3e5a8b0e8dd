import type { Direction, Point, Rect, Size } from '../types.ts';
import { acyclic } from './acyclic.ts';
import { anchor } from './anchor.ts';
import type { Component } from './components.ts';
import { digraph } from './digraph.ts';
import { SPACING, type FlatLayout, type LayoutEdge, type LayoutNode } from './layout.ts';
import { levels as cutIntoLevels, type Levels } from './levels.ts';
import { orderRows, positionsInRows, type Ports } from './order.ts';
import { rank } from './rank.ts';
import { straighten, type Across } from './straighten.ts';

/** One part of the graph drawn by itself; `offset` is where it is put. */
export interface Sketch {
  readonly nodes: readonly LayoutNode[];
  /** Its extent before the offset. */
  readonly bounds: Rect;
  /** Some of it was on screen before, and `offset` keeps it there. */
  readonly anchored: boolean;
  offset: Point;
  readonly box: (node: number) => Rect;
  readonly routes: () => readonly { readonly edge: LayoutEdge; readonly points: readonly Point[] }[];
}

export function layoutComponent(component: Component, direction: Direction, previous?: FlatLayout): Sketch {
  const graph = digraph(
    component.nodes.length,
    Int32Array.from(component.from),
    Int32Array.from(component.to),
  );
  const upright = acyclic(graph);
  const levels = cutIntoLevels(upright.graph, rank(upright.graph));
  const across = measureAcross(component, levels, direction);
  const before = previous && centresBefore(component, levels, direction, previous);
  const centres = before
    ? anchor(across, before)
    : straightenFresh(across, portsOfSegments(component, levels, upright.turned, direction));
  const starts = rowStarts(component, levels, direction);
  return sketch(component, levels, upright.turned, centres, starts, direction, previous);
}

function straightenFresh(across: Across, ports: Ports): Float64Array {
  orderRows(across.levels, ports);
  return straighten(across);
}

const acrossOf = (size: Size, direction: Direction) => (direction === 'vertical' ? size.width : size.height);
const alongOf = (size: Size, direction: Direction) => (direction === 'vertical' ? size.height : size.width);

function measureAcross(component: Component, levels: Levels, direction: Direction): Across {
  const { real, segments } = levels;
  const extent = new Float64Array(segments.count).fill(SPACING.laneWidth);
  component.nodes.forEach((node, v) => (extent[v] = acrossOf(node, direction)));
  const gap = (a: number, b: number) =>
    (extent[a]! + extent[b]!) / 2 + (a < real && b < real ? SPACING.node : SPACING.lane);
  return { levels, extent, gap };
}

/** Where along its node each segment starts and ends, from -0.5 to 0.5, so that edges do not cross at the ports. */
function portsOfSegments(
  component: Component,
  levels: Levels,
  turned: Uint8Array,
  direction: Direction,
): Ports {
  const { real, segments, edgeOf } = levels;
  const share = (offset: number, v: number) => offset / Math.max(1, acrossOf(component.nodes[v]!, direction));
  const at = (end: 'exit' | 'enter', e: number, v: number) =>
    v < real ? share(component.edges[e]![end], v) : 0;
  return {
    upper: valuesOf(edgeOf.length, (s) =>
      at(turned[edgeOf[s]!] ? 'enter' : 'exit', edgeOf[s]!, segments.from[s]!),
    ),
    lower: valuesOf(edgeOf.length, (s) =>
      at(turned[edgeOf[s]!] ? 'exit' : 'enter', edgeOf[s]!, segments.to[s]!),
    ),
  };
}

function valuesOf(length: number, value: (index: number) => number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = value(i);
  return values;
}

/** Where things stood, or undefined when too little was there for it to matter. */
function centresBefore(
  component: Component,
  levels: Levels,
  direction: Direction,
  previous: FlatLayout,
): Float64Array | undefined {
  const centres = new Float64Array(levels.segments.count).fill(NaN);
  let known = 0;
  component.nodes.forEach((node, v) => {
    const box = previous.boxes.get(node.id);
    if (!box) return;
    known++;
    centres[v] = direction === 'vertical' ? box.x + box.width / 2 : box.y + box.height / 2;
  });
  if (known * 2 < component.nodes.length) return undefined;
  component.edges.forEach((edge, e) => {
    const route = previous.routes.get(edge.id);
    if (!route?.length) return;
    // The first of an odd number is where the edge turns, before its lane.
    const points = route.slice(route.length % 2);
    if (points.length === 0) return;
    const lane = points.reduce((sum, p) => sum + (direction === 'vertical' ? p.x : p.y), 0) / points.length;
    const first = levels.firstDummy[e]!;
    centres.fill(lane, first, first + levels.dummyCount[e]!);
  });
  return centres;
}

/** Where each row starts along the flow, and, at the end, where the last one stops. */
function rowStarts(component: Component, levels: Levels, direction: Direction): Float64Array {
  const starts = new Float64Array(levels.rows.length + 1);
  levels.rows.forEach((row, r) => {
    let tallest = 0;
    for (const v of row) {
      if (v < levels.real) tallest = Math.max(tallest, alongOf(component.nodes[v]!, direction));
    }
    starts[r + 1] = starts[r]! + tallest + SPACING.row[direction];
  });
  return starts;
}

function sketch(
  component: Component,
  levels: Levels,
  turned: Uint8Array,
  centres: Float64Array,
  starts: Float64Array,
  direction: Direction,
  previous: FlatLayout | undefined,
): Sketch {
  const { nodes, edges } = component;
  const turn = turningPoints(component, levels, turned, centres, starts, direction);
  const point = (across: number, along: number): Point =>
    direction === 'vertical' ? { x: across, y: along } : { x: along, y: across };
  const corner = (v: number) =>
    point(centres[v]! - acrossOf(nodes[v]!, direction) / 2, starts[levels.rank[v]!]!);
  const made: Sketch = {
    nodes,
    bounds: sketchBounds(nodes, corner),
    anchored: false,
    offset: { x: 0, y: 0 },
    box: (v) => place(corner(v), nodes[v]!, made.offset),
    routes: () =>
      edges.flatMap((edge, e) => {
        const lane = lanePoints(levels, e, centres, starts, SPACING.row[direction], point, made.offset);
        const at = turn(e);
        const points = at ? [moveBy(point(at.across, at.along), made.offset), ...lane] : lane;
        return points.length === 0 ? [] : [{ edge, points: turned[e] ? points.reverse() : points }];
      }),
  };
  const kept = previous && anchorOffset(nodes, levels, corner, previous);
  return kept ? Object.assign(made, { anchored: true, offset: kept }) : made;
}

function place(corner: Point, { width, height }: Size, offset: Point): Rect {
  return { x: Math.round(corner.x + offset.x), y: Math.round(corner.y + offset.y), width, height };
}

function sketchBounds(nodes: readonly LayoutNode[], corner: (v: number) => Point): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  nodes.forEach((node, v) => {
    const { x, y } = corner(v);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + node.width);
    bottom = Math.max(bottom, y + node.height);
  });
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The uppermost node that was there before keeps its place along the flow; the rest follows from it. */
function anchorOffset(
  nodes: readonly LayoutNode[],
  levels: Levels,
  corner: (v: number) => Point,
  previous: FlatLayout,
): Point | undefined {
  let first = -1;
  nodes.forEach((node, v) => {
    if (!previous.boxes.has(node.id)) return;
    if (first < 0 || levels.rank[v]! < levels.rank[first]!) first = v;
  });
  if (first < 0) return undefined;
  const before = previous.boxes.get(nodes[first]!.id)!;
  const now = corner(first);
  return previous.direction === 'vertical' ? { x: 0, y: before.y - now.y } : { x: before.x - now.x, y: 0 };
}

/**
 * Where edges turn to where they go, of those that would pass through what stands beside their nodes and reaches
 * further along the flow, or would lean all along it: at the end of the row.
 */
function turningPoints(
  { nodes, edges, from, to }: Component,
  levels: Levels,
  turned: Uint8Array,
  centres: Float64Array,
  starts: Float64Array,
  direction: Direction,
): (edge: number) => { readonly across: number; readonly along: number } | undefined {
  const place = positionsInRows(levels);
  const longer = (w: number, v: number) =>
    w < levels.real && alongOf(nodes[w]!, direction) > alongOf(nodes[v]!, direction);
  return (e) => {
    if (turned[e]) return undefined;
    const [v, { exit, enter }] = [from[e]!, edges[e]!];
    const row = levels.rows[levels.rank[v]!]!;
    const across = centres[v]! + exit;
    const next = levels.dummyCount[e]! > 0 ? centres[levels.firstDummy[e]!]! : centres[to[e]!]! + enter;
    if (Math.abs(next - across) < STRAIGHT) return undefined;
    const gap = SPACING.row[direction];
    const end = { across, along: starts[levels.rank[v]! + 1]! - gap };
    if (end.along - starts[levels.rank[v]!]! - alongOf(nodes[v]!, direction) > gap) return end;
    const way = next > across ? 1 : -1;
    for (let p = place[v]! + way; p >= 0 && p < row.length; p += way) {
      const w = row[p]!;
      const side = w < levels.real ? acrossOf(nodes[w]!, direction) / 2 : 0;
      if (way * (centres[w]! - next) > side + CLEARANCE) return undefined;
      if (longer(w, v)) return end;
    }
    return undefined;
  };
}

/** How far an edge keeps from what it passes. */
const CLEARANCE = 8;
const STRAIGHT = 0.5;

/** Down each row that the edge passes, straight; runs of rows in one line become one piece. */
function lanePoints(
  levels: Levels,
  e: number,
  centres: Float64Array,
  starts: Float64Array,
  gap: number,
  point: (across: number, along: number) => Point,
  offset: Point,
): Point[] {
  const points: Point[] = [];
  const first = levels.firstDummy[e]!;
  const last = first + levels.dummyCount[e]! - 1;
  for (let v = first; v <= last;) {
    let end = v;
    while (end < last && Math.abs(centres[end + 1]! - centres[v]!) < STRAIGHT) end++;
    const top = point(centres[v]!, starts[levels.rank[v]!]!);
    const bottom = point(centres[v]!, starts[levels.rank[end]! + 1]! - gap);
    points.push(moveBy(top, offset), moveBy(bottom, offset));
    v = end + 1;
  }
  return points;
}

const moveBy = (p: Point, by: Point): Point => ({ x: p.x + by.x, y: p.y + by.y });
