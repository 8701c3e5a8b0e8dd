import { rollup } from 'd3';
import { portAt } from '../edgeGeometry.ts';
import { contains, grow } from '../geometry.ts';
import { edgesBeside, type GraphIndex } from '../GraphIndex.ts';
import type { Layout } from '../layout/layoutGraph.ts';
import type { Direction, EdgeFacts, GraphEdge, GraphFacts, GraphNode, Point, Rect } from '../types.ts';
import type { Geometry } from './Geometry.ts';
import { MISS, type Hit } from './interaction.ts';

/** The drawing at rest: what there is, where it is, and what is at a place. */
export class Scene {
  readonly index: GraphIndex;
  readonly #geometry: Geometry;

  readonly #facts: GraphFacts;

  constructor(index: GraphIndex, geometry: Geometry, facts: GraphFacts = {}) {
    this.index = index;
    this.#geometry = geometry;
    this.#facts = facts;
  }

  get layout(): Layout {
    return this.#geometry.layout;
  }

  line(edge: string): readonly Point[] | undefined {
    return this.#geometry.line(edge);
  }

  // A layout that comes from a worker may be an edit behind: what is gone since then is no longer shown.

  nodesIn(area: Rect): string[] {
    return this.#geometry.nodesIn(area).filter((id) => this.index.nodes.has(id));
  }

  edgesIn(area: Rect): string[] {
    return this.#geometry.edgesIn(area).filter((id) => this.index.edges.has(id));
  }

  detailOf(node: GraphNode): string | undefined {
    return this.#facts.node?.(node);
  }

  factsOf(edge: GraphEdge): EdgeFacts {
    return this.#facts.edge?.(edge) ?? {};
  }

  /** The point as a pin of something in the frame would have it. */
  local({ x, y }: Point, frame: string | undefined): Point {
    const origin = frame === undefined ? undefined : this.layout.frames.get(frame)?.origin;
    return origin ? { x: x - origin.x, y: y - origin.y } : { x, y };
  }

  isFrame(node: string): boolean {
    return this.layout.frames.has(node) && this.index.children.has(node);
  }

  lineBetween(edge: string, source: Rect, target: Rect, shift: number): readonly Point[] | undefined {
    return this.#geometry.lineBetween(edge, source, target, shift);
  }

  /** What is at the point; `scale` is the zoom, so that what is small on screen stays reachable. */
  hit(point: Point, scale: number, withPorts: boolean): Hit {
    const near = this.nodesIn(grow({ ...point, width: 0, height: 0 }, 20));
    if (withPorts) {
      const end = this.#endAt(near, point);
      if (end !== undefined) return { kind: 'edge', id: end, end: true };
      const port = this.#portAt(near, point);
      if (port) return { kind: 'port', id: port.node, port };
    }
    const under = near.filter((id) => contains(this.layout.boxes.get(id)!, point));
    const top = under.at(-1);
    if (top !== undefined && this.#isGrip(top, point)) return { kind: 'node', id: top };
    const edge = this.#geometry.edgeAt(point, 7 / scale);
    if (edge !== undefined && this.index.edges.has(edge)) return { kind: 'edge', id: edge };
    return top === undefined ? MISS : { kind: 'empty', inside: top };
  }

  /** The innermost frame around the point. */
  frameAt(point: Point): string | undefined {
    if (this.layout.frames.size === 0) return undefined;
    const around = this.nodesIn({ ...point, width: 1, height: 1 });
    return around.findLast((id) => this.isFrame(id) && contains(this.layout.boxes.get(id)!, point));
  }

  /** A frame is held by its title and its border; between them is room for what it holds. */
  #isGrip(id: string, point: Point): boolean {
    const frame = this.layout.frames.get(id);
    if (!frame) return true;
    const box = this.layout.boxes.get(id)!;
    return point.y < box.y + frame.title || !contains(grow(box, -BORDER), point);
  }

  #portAt(nodes: readonly string[], point: Point) {
    const { boxes, direction } = this.layout;
    for (const id of nodes.toReversed()) {
      const node = this.index.nodes.get(id);
      const port = node && portAt(node, boxes.get(id)!, point, direction);
      if (port) return port;
    }
    return undefined;
  }

  /** The end of an edge that shares its input with others, a little before the port. */
  #endAt(nodes: readonly string[], point: Point): string | undefined {
    for (const id of nodes) {
      const edges = this.index.incoming.get(id) ?? [];
      if (edges.length < 2) continue;
      for (const edge of edges) {
        const line = edgesBeside(this.index, edge).length > 1 ? this.line(edge.id) : undefined;
        const at = line && graspOf(line, this.layout.direction);
        if (at && Math.hypot(at.x - point.x, at.y - point.y) <= END_REACH) return edge.id;
      }
    }
    return undefined;
  }

  /** How many edges end at each input of the node, of those where several do. */
  sharedInputs(node: string): ReadonlyMap<string, number> | undefined {
    const incoming = this.index.incoming.get(node);
    const inputs = this.index.nodes.get(node)?.inputs;
    if (!incoming || !inputs || incoming.length < 2) return undefined;
    const counts = rollup(
      incoming,
      (edges) => edges.length,
      ({ target }) => target.port,
    );
    const shared = inputs.filter(({ id }) => (counts.get(id) ?? 0) > 1);
    return shared.length === 0 ? undefined : new Map(shared.map(({ id }) => [id, counts.get(id)!]));
  }
}

/** Where the end of an edge is grasped: a little before its port. */
export function graspOf(line: readonly Point[], direction: Direction): Point {
  const { x, y } = line.at(-1)!;
  return direction === 'vertical' ? { x, y: y - END_DISTANCE } : { x: x - END_DISTANCE, y };
}

const BORDER = 6;
const END_DISTANCE = 12;
const END_REACH = 6.5;
