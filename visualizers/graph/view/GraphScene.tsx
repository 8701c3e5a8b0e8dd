import { useEffect, useLayoutEffect } from 'react';
import type { Rect } from '../types.ts';
import { Ghosts, Marquee, PendingEdge, Refusal } from './ConnectionLayer.tsx';
import { EdgeLabels, EdgeLayer, InsertTool } from './EdgeLayer.tsx';
import { IDLE, type Interaction } from './interaction.ts';
import { isCarried, NodeLayer } from './NodeLayer.tsx';
import type { Scene } from './Scene.ts';
import type { GraphSceneProps } from './sceneProps.ts';
import { useStore, type Store } from './Store.ts';
import { useMotion, type BoxOf } from './useMotion.ts';
import { linesOf, useVisibleEdges, useVisibleNodes } from './useVisible.ts';

/** A host that does not follow a drop gets its node back where it was. */
const DROP_PATIENCE = 800;

/** Everything that lives in the graph's own coordinates. */
export function GraphScene(props: GraphSceneProps) {
  const { scene, far, interaction } = props;
  const doing = useStore(interaction, (value) => value);
  const hovered = useStore(props.hover, (value) => value);
  const inHand: BoxOf = (id) => draggedBox(scene, doing, id);
  const restingBox = useMotion(scene, { boxOf: inHand, hold: props.hold });
  const boxOf: BoxOf = (id) => inHand(id) ?? restingBox(id);
  useDropEnds(scene, doing, interaction);
  useEndsWithNode(scene, interaction);
  const nodes = useVisibleNodes(props, doing);
  const edges = useVisibleEdges(props, doing);
  const state = { ...props, nodes, boxOf, hovered, doing, lines: linesOf(scene, edges, boxOf, doing) };
  return (
    <>
      {scene.layout.frames.size > 0 && <NodeLayer {...state} frames />}
      <EdgeLayer {...state} edges={edges} />
      {!far && <EdgeLabels {...state} />}
      <NodeLayer {...state} frames={false} />
      {far && <Ghosts scene={scene} interaction={doing} boxOf={boxOf} />}
      {doing.kind === 'connect' && <PendingEdge scene={scene} connecting={doing} />}
      {doing.kind === 'connect' && <Refusal connecting={doing} />}
      <Marquee interaction={doing} />
      {doing.kind === 'idle' && !far && <InsertTool {...state} />}
    </>
  );
}

function draggedBox(scene: Scene, doing: Interaction, id: string): Rect | undefined {
  if (doing.kind !== 'drag' || !isCarried(doing, id)) return undefined;
  const box = scene.layout.boxes.get(id);
  return box && { ...box, x: box.x + doing.offset.x, y: box.y + doing.offset.y };
}

/** Nothing is done to what somebody else has taken away meanwhile. */
function useEndsWithNode({ index }: Scene, interaction: Store<Interaction>): void {
  useLayoutEffect(() => {
    const isThere = nodesOf(interaction.get()).every((node) => index.nodes.has(node));
    if (!isThere) interaction.set(IDLE);
  }, [index, interaction]);
}

/** What a gesture cannot go on without. */
function nodesOf(doing: Interaction): readonly string[] {
  if (doing.kind === 'connect') return [doing.from.node];
  return doing.kind === 'choosePort' ? doing.ports.map(({ node }) => node) : [];
}

function useDropEnds(scene: Scene, doing: Interaction, interaction: Store<Interaction>): void {
  const dropped = doing.kind === 'drag' && doing.dropped;
  useLayoutEffect(() => {
    const now = interaction.get();
    if (now.kind === 'drag' && now.dropped) interaction.set(IDLE);
  }, [scene.layout, interaction]);
  useEffect(() => {
    if (!dropped) return;
    const timer = setTimeout(() => interaction.set(IDLE), DROP_PATIENCE);
    return () => clearTimeout(timer);
  }, [dropped, interaction]);
}
