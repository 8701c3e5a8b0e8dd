import { boundsOfPoints, edgePoints, portAt } from '../edgeGeometry.ts';
import { distanceToEdge } from '../edgePath.ts';
import { contains, grow } from '../geometry.ts';
import type { GraphIndex } from '../GraphIndex.ts';
import type { Layout } from '../layout/layoutGraph.ts';
import { TileIndex } from '../TileIndex.ts';
import type { GraphEdge, Point, Rect } from '../types.ts';
import { MISS, type Hit } from './interaction.ts';

/** The drawing at rest: where everything is, and what is at a place. */
export class Scene {
  readonly index: GraphIndex;
  readonly layout: Layout;
  readonly #nodes: TileIndex<string>;
  readonly #edges: TileIndex<string>;
  readonly #lines = new Map<string, readonly Point[]>();

  constructor(index: GraphIndex, layout: Layout) {
    this.index = index;
    this.layout = layout;
    // A layout that comes from a worker may be one edit behind.
    this.#nodes = new TileIndex([...layout.boxes].filter(([id]) => index.nodes.has(id)));
    for (const edge of index.edges.values()) {
      const points = this.#trace(edge);
      if (points) this.#lines.set(edge.id, points);
    }
    this.#edges = new TileIndex(
      [...this.#lines].map(([id, points]) => [id, boundsOfPoints(points)] as const),
    );
  }

  line(edge: string): readonly Point[] | undefined {
    return this.#lines.get(edge);
  }

  nodesIn(area: Rect): string[] {
    return this.#nodes.query(area);
  }

  edgesIn(area: Rect): string[] {
    return this.#edges.query(area);
  }

  /** What is at the point; `scale` is the zoom, so that what is small on screen stays reachable. */
  hit(point: Point, scale: number, withPorts: boolean): Hit {
    const near = this.nodesIn(grow({ ...point, width: 0, height: 0 }, 20));
    if (withPorts) {
      for (const id of near) {
        const port = portAt(
          this.index.nodes.get(id)!,
          this.layout.boxes.get(id)!,
          point,
          this.layout.direction,
        );
        if (port) return { kind: 'port', id, port };
      }
    }
    const node = near.findLast((id) => contains(this.layout.boxes.get(id)!, point));
    if (node !== undefined) return { kind: 'node', id: node };
    const edge = this.#edgeAt(point, 7 / scale);
    return edge === undefined ? MISS : { kind: 'edge', id: edge };
  }

  #edgeAt(point: Point, reach: number): string | undefined {
    let nearest: string | undefined;
    let least = reach;
    for (const id of this.edgesIn(grow({ ...point, width: 0, height: 0 }, reach))) {
      const distance = distanceToEdge(point, this.#lines.get(id)!, this.layout.direction);
      if (distance < least) [nearest, least] = [id, distance];
    }
    return nearest;
  }

  #trace(edge: GraphEdge): readonly Point[] | undefined {
    const [source, target] = [
      this.layout.boxes.get(edge.source.node),
      this.layout.boxes.get(edge.target.node),
    ];
    if (!source || !target) return undefined;
    return edgePoints(
      edge,
      { node: this.index.nodes.get(edge.source.node)!, box: source },
      { node: this.index.nodes.get(edge.target.node)!, box: target },
      this.layout.routes.get(edge.id) ?? [],
      this.layout.direction,
    );
  }
}
