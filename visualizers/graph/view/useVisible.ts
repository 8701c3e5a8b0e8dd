import { useMemo } from 'react';
import { edgesAt } from '../GraphIndex.ts';
import { inputEnds } from '../reorder.ts';
import type { GraphEdge, GraphNode, Point } from '../types.ts';
import type { GraphSceneProps } from './sceneProps.ts';
import type { Interaction } from './interaction.ts';
import type { Scene } from './Scene.ts';
import type { BoxOf } from './useMotion.ts';

/** Beyond this many, what is dragged is followed only where it was in sight. */
const MOST_DRAGGED = 500;

export function useVisibleNodes(
  { scene, window, far, expanded }: GraphSceneProps,
  doing: Interaction,
): GraphNode[] {
  const dragged = draggedNodes(doing);
  return useMemo(() => {
    if (far) return [];
    const ids = new Set(scene.nodesIn(window.area));
    for (const id of dragged) ids.add(id);
    // An expanded node keeps what is being typed in it when it is scrolled out of sight.
    for (const id of expanded) ids.add(id);
    return [...ids].flatMap((id) => scene.index.nodes.get(id) ?? []);
  }, [scene, window, far, dragged, expanded]);
}

export function useVisibleEdges({ scene, window, far }: GraphSceneProps, doing: Interaction): GraphEdge[] {
  const dragged = draggedNodes(doing);
  return useMemo(() => {
    const edges = new Map<string, GraphEdge>();
    for (const id of far ? [] : scene.edgesIn(window.area)) edges.set(id, scene.index.edges.get(id)!);
    for (const id of dragged) for (const edge of edgesAt(scene.index, id)) edges.set(edge.id, edge);
    return [...edges.values()];
  }, [scene, window, far, dragged]);
}

const NONE: ReadonlySet<string> = new Set();

/** Those whose edges have to be drawn wherever they are; what a frame carries is in sight where the frame is. */
function draggedNodes(doing: Interaction): ReadonlySet<string> {
  return doing.kind === 'drag' && doing.ids.size <= MOST_DRAGGED ? doing.ids : NONE;
}

/** The lines as they are at this moment. */
export function linesOf(
  scene: Scene,
  edges: readonly GraphEdge[],
  boxOf: BoxOf,
  doing: Interaction,
): ReadonlyMap<string, readonly Point[]> {
  const shifts = doing.kind === 'reorder' ? endShifts(scene, doing.edge, doing.order) : undefined;
  const lines = new Map<string, readonly Point[]>();
  for (const edge of edges) {
    const points = displayedLine(scene, edge, boxOf, shifts?.get(edge.id));
    if (points) lines.set(edge.id, points);
  }
  return lines;
}

function displayedLine(scene: Scene, edge: GraphEdge, boxOf: BoxOf, shift = 0): readonly Point[] | undefined {
  const { boxes } = scene.layout;
  const [source, target] = [boxOf(edge.source.node), boxOf(edge.target.node)];
  if (!source || !target) return undefined;
  const resting = source === boxes.get(edge.source.node) && target === boxes.get(edge.target.node);
  return resting && shift === 0 ? scene.line(edge.id) : scene.lineBetween(edge.id, source, target, shift);
}

/** How far each end moves for the new order to be seen. */
function endShifts(
  { index, layout }: Scene,
  edge: string,
  order: readonly string[],
): ReadonlyMap<string, number> {
  const box = layout.boxes.get(index.edges.get(edge)?.target.node ?? '');
  if (!box) return new Map();
  const ends = inputEnds(index, edge, box, layout.direction);
  return new Map(ends.order.map((id, i) => [id, ends.places[order.indexOf(id)]! - ends.places[i]!]));
}
