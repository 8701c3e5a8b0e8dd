import { portAt } from '../edgeGeometry.ts';
import { contains, grow } from '../geometry.ts';
import type { GraphIndex } from '../GraphIndex.ts';
import type { Layout } from '../layout/layoutGraph.ts';
import type { Point, Rect } from '../types.ts';
import type { Geometry } from './Geometry.ts';
import { MISS, type Hit } from './interaction.ts';

/** The drawing at rest: what there is, where it is, and what is at a place. */
export class Scene {
  readonly index: GraphIndex;
  readonly #geometry: Geometry;

  constructor(index: GraphIndex, geometry: Geometry) {
    this.index = index;
    this.#geometry = geometry;
  }

  get layout(): Layout {
    return this.#geometry.layout;
  }

  line(edge: string): readonly Point[] | undefined {
    return this.#geometry.line(edge);
  }

  nodesIn(area: Rect): string[] {
    return this.#geometry.nodesIn(area);
  }

  edgesIn(area: Rect): string[] {
    return this.#geometry.edgesIn(area);
  }

  /** What is at the point; `scale` is the zoom, so that what is small on screen stays reachable. */
  hit(point: Point, scale: number, withPorts: boolean): Hit {
    const near = this.nodesIn(grow({ ...point, width: 0, height: 0 }, 20));
    const port = withPorts ? this.#portAt(near, point) : undefined;
    if (port) return { kind: 'port', id: port.node, port };
    const node = near.findLast((id) => contains(this.layout.boxes.get(id)!, point));
    if (node !== undefined) return { kind: 'node', id: node };
    const edge = this.#geometry.edgeAt(point, 7 / scale);
    return edge === undefined ? MISS : { kind: 'edge', id: edge };
  }

  #portAt(nodes: readonly string[], point: Point) {
    const { boxes, direction } = this.layout;
    for (const id of nodes) {
      const node = this.index.nodes.get(id);
      const port = node && portAt(node, boxes.get(id)!, point, direction);
      if (port) return port;
    }
    return undefined;
  }
}
