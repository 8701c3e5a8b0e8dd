import { Plus } from 'lucide-react';
import { pointOfPort } from '../edgeGeometry.ts';
import { middleOf } from '../edgePath.ts';
import { rectBetween } from '../geometry.ts';
import type { Point, PortRef } from '../types.ts';
import { edgePathString } from './EdgeLine.tsx';
import styles from './GraphView.module.css';
import type { Connecting, Interaction } from './interaction.ts';
import type { Scene } from './Scene.ts';
import type { BoxOf } from './useMotion.ts';

/** The edge that is being drawn, from its port to the pointer or to the port it has found. */
export function PendingEdge({
  scene,
  connecting,
}: {
  readonly scene: Scene;
  readonly connecting: Connecting;
}) {
  const from = portPlace(scene, connecting.from);
  if (!from) return null;
  const to = (connecting.target && portPlace(scene, connecting.target)) ?? connecting.to;
  const points = connecting.from.side === 'output' ? [from, to] : [to, from];
  return (
    <svg className={styles.edges} aria-hidden="true">
      <path
        d={edgePathString(points, scene.layout.direction)}
        className={connecting.target ? styles.draftFound : styles.draft}
      />
    </svg>
  );
}

export function Refusal({ connecting }: { readonly connecting: Connecting }) {
  if (!connecting.refusal) return null;
  const { x, y } = connecting.to;
  return (
    <div className={styles.refusal} style={{ transform: `translate(${x}px, ${y}px)` }}>
      <span>{connecting.refusal.reason}</span>
    </div>
  );
}

export function Marquee({ interaction }: { readonly interaction: Interaction }) {
  if (interaction.kind !== 'marquee') return null;
  const { x, y, width, height } = rectBetween(interaction.from, interaction.to);
  return <div className={styles.marquee} style={{ transform: `translate(${x}px, ${y}px)`, width, height }} />;
}

/** What is dragged where the canvas draws the nodes: only the outlines go with the pointer. */
export function Ghosts({ scene, interaction, boxOf }: GhostsProps) {
  if (interaction.kind !== 'drag') return null;
  return [...interaction.ids].slice(0, MOST_GHOSTS).map((id) => {
    const box = scene.index.nodes.has(id) ? boxOf(id) : undefined;
    if (!box) return null;
    const { x, y, width, height } = box;
    return (
      <div
        key={id}
        className={styles.ghost}
        style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      />
    );
  });
}

const MOST_GHOSTS = 300;

interface GhostsProps {
  readonly scene: Scene;
  readonly interaction: Interaction;
  readonly boxOf: BoxOf;
}

export interface InsertButtonProps {
  readonly points: readonly Point[];
  readonly scene: Scene;
  readonly onInsert: (at: Point) => void;
}

/** Out of the tab order: with the keyboard, an edge is chosen with E and inserted on with Enter. */
export function InsertButton({ points, scene, onInsert }: InsertButtonProps) {
  const at = middleOf(points, scene.layout.direction);
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label="Insert on this connection"
      className={styles.insert}
      style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
      data-graph-control=""
      data-graph-tool=""
      onClick={() => onInsert(at)}
    >
      <span>
        <Plus size={12} strokeWidth={2.5} />
      </span>
    </button>
  );
}

export function portPlace({ index, layout }: Scene, ref: PortRef): Point | undefined {
  const [node, box] = [index.nodes.get(ref.node), layout.boxes.get(ref.node)];
  return node && box && pointOfPort(node, ref.side, ref.port, box, layout.direction);
}
