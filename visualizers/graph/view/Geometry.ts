import { changesBetween } from '../../../src/domain/changes.ts';
import { listMapOf, type ListMap } from '../../../src/domain/listMap.ts';
import { boundsOfPoints } from '../edgeGeometry.ts';
import { distanceToEdge } from '../edgePath.ts';
import { grow } from '../geometry.ts';
import type { Layout, LayoutEdge } from '../layout/layoutGraph.ts';
import type { LaidOut } from '../layout/layout.ts';
import { TileIndex } from '../TileIndex.ts';
import type { Direction, Point, Rect } from '../types.ts';

/** Where everything is. It outlives edits that change only what nodes say. */
export class Geometry {
  readonly layout: Layout;
  readonly #edges: ListMap<LayoutEdge>;
  readonly #nodeTiles: TileIndex<string>;
  readonly #edgeTiles: TileIndex<string>;
  /** Those that were asked for. */
  readonly #lines = new Map<string, readonly Point[]>();

  /** With newcomers beside it, the geometry before is kept. */
  constructor({ input, layout }: LaidOut, before?: Geometry) {
    this.layout = layout;
    const { newcomers } = layout;
    if (before && newcomers?.beside === before.layout.boxes) {
      this.#edges = listMapOf(input.edges, before.#edges);
      this.#nodeTiles = before.#nodeTiles.after([], newcomers.boxes);
      this.#edgeTiles = this.#edgeTilesAfter(before);
    } else {
      this.#edges = listMapOf(input.edges);
      this.#nodeTiles = TileIndex.of(layout.boxes);
      this.#edgeTiles = TileIndex.of(this.#placed(input.edges));
    }
  }

  line(edge: string): readonly Point[] | undefined {
    const known = this.#lines.get(edge);
    if (known) return known;
    const ends = this.#edges.get(edge);
    const line = ends && traceLine(ends, this.layout);
    if (line) this.#lines.set(edge, line);
    return line;
  }

  /** The line as it would be with its nodes somewhere else, and with its end moved along its input. */
  lineBetween(edge: string, source: Rect, target: Rect, shift = 0): readonly Point[] | undefined {
    const ends = this.#edges.get(edge);
    const { routes, direction } = this.layout;
    return (
      ends &&
      lineOf({ ...ends, enter: ends.enter + shift }, source, target, routes.get(edge) ?? [], direction)
    );
  }

  nodesIn(area: Rect): string[] {
    return this.#nodeTiles.query(area);
  }

  edgesIn(area: Rect): string[] {
    return this.#edgeTiles.query(area);
  }

  edgeAt(point: Point, reach: number): string | undefined {
    let nearest: string | undefined;
    let least = reach;
    for (const id of this.edgesIn(grow({ ...point, width: 0, height: 0 }, reach))) {
      const distance = distanceToEdge(point, this.line(id)!, this.layout.direction);
      if (distance < least) [nearest, least] = [id, distance];
    }
    return nearest;
  }

  #edgeTilesAfter(before: Geometry): TileIndex<string> {
    const { added, removed, changed } = changesBetween(before.#edges.list, this.#edges.list);
    const gone = [...removed, ...changed.map(([was]) => was)].map(({ id }) => id);
    return before.#edgeTiles.after(gone, this.#placed([...changed.map(([, now]) => now), ...added]));
  }

  /** Those whose ends are both there. */
  #placed(edges: readonly LayoutEdge[]): (readonly [string, Rect])[] {
    const placed: (readonly [string, Rect])[] = [];
    for (let place = 0; place < edges.length; place += 1) {
      const edge = edges[place]!;
      const line = traceLine(edge, this.layout);
      if (line) placed.push([edge.id, boundsOfPoints(line)]);
    }
    return placed;
  }
}

function traceLine(edge: LayoutEdge, { boxes, routes, direction }: Layout): readonly Point[] | undefined {
  const source = boxes.get(edge.source);
  const target = boxes.get(edge.target);
  if (!source || !target) return undefined;
  return lineOf(edge, source, target, routes.get(edge.id) ?? [], direction);
}

function lineOf(
  edge: LayoutEdge,
  source: Rect,
  target: Rect,
  bends: readonly Point[],
  direction: Direction,
): readonly Point[] {
  return [sidePoint(source, edge.exit, 1, direction), ...bends, sidePoint(target, edge.enter, -1, direction)];
}

function sidePoint(box: Rect, offset: number, side: 1 | -1, direction: Direction): Point {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return direction === 'vertical'
    ? { x: x + offset, y: y + (side * box.height) / 2 }
    : { x: x + (side * box.width) / 2, y: y + offset };
}
