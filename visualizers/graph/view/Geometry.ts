import { boundsOfPoints } from '../edgeGeometry.ts';
import { distanceToEdge } from '../edgePath.ts';
import { centreOf, grow } from '../geometry.ts';
import type { Layout, LayoutEdge, LayoutInput } from '../layout/layoutGraph.ts';
import { TileIndex } from '../TileIndex.ts';
import type { Direction, Point, Rect } from '../types.ts';

/** Where everything is. It outlives edits that change only what nodes say. */
export class Geometry {
  readonly layout: Layout;
  readonly #nodes: TileIndex<string>;
  readonly #edges: TileIndex<string>;
  readonly #lines = new Map<string, readonly Point[]>();
  readonly #ends = new Map<string, LayoutEdge>();

  constructor(input: LayoutInput, layout: Layout) {
    this.layout = layout;
    this.#nodes = new TileIndex(layout.boxes);
    for (const edge of input.edges) {
      const line = traceLine(edge, layout);
      if (line) {
        this.#lines.set(edge.id, line);
        this.#ends.set(edge.id, edge);
      }
    }
    this.#edges = new TileIndex([...this.#lines].map(([id, line]) => [id, boundsOfPoints(line)] as const));
  }

  line(edge: string): readonly Point[] | undefined {
    return this.#lines.get(edge);
  }

  /** The line as it would be with its nodes somewhere else, and with its end moved along its input. */
  lineBetween(edge: string, source: Rect, target: Rect, shift = 0): readonly Point[] | undefined {
    const ends = this.#ends.get(edge);
    const { routes, direction } = this.layout;
    return (
      ends &&
      lineOf({ ...ends, enter: ends.enter + shift }, source, target, routes.get(edge) ?? [], direction)
    );
  }

  nodesIn(area: Rect): string[] {
    return this.#nodes.query(area);
  }

  edgesIn(area: Rect): string[] {
    return this.#edges.query(area);
  }

  edgeAt(point: Point, reach: number): string | undefined {
    let nearest: string | undefined;
    let least = reach;
    for (const id of this.edgesIn(grow({ ...point, width: 0, height: 0 }, reach))) {
      const distance = distanceToEdge(point, this.#lines.get(id)!, this.layout.direction);
      if (distance < least) [nearest, least] = [id, distance];
    }
    return nearest;
  }
}

function traceLine(edge: LayoutEdge, { boxes, routes, direction }: Layout): readonly Point[] | undefined {
  const [source, target] = [boxes.get(edge.source), boxes.get(edge.target)];
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
  const { x, y } = centreOf(box);
  return direction === 'vertical'
    ? { x: x + offset, y: y + (side * box.height) / 2 }
    : { x: x + (side * box.width) / 2, y: y + offset };
}
