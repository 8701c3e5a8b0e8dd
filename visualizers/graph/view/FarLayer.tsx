import { useMemo } from 'react';
import { fitNode, rulesFor, type CanConnect } from '../connecting.ts';
import { grow } from '../geometry.ts';
import type { Selection } from '../selection.ts';
import type { GraphNode } from '../types.ts';
import styles from './GraphView.module.css';
import type { Interaction } from './interaction.ts';
import { describeNode } from './showing.ts';
import { OverviewCanvas } from './OverviewCanvas.tsx';
import type { Scene } from './Scene.ts';
import { useStore, type Store } from './Store.ts';
import type { Palette } from './usePalette.ts';
import type { ViewportStore } from './ViewportStore.ts';

export interface FarLayerProps {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly palette: Palette;
  readonly viewport: ViewportStore;
  readonly interaction: Store<Interaction>;
  readonly canConnect: CanConnect | undefined;
}

export function FarLayer({ scene, selection, palette, viewport, interaction, canConnect }: FarLayerProps) {
  const from = useStore(interaction, (doing) => (doing.kind === 'connect' ? doing.from : undefined));
  const overview = useMemo(() => {
    const rules = rulesFor(scene.index, canConnect);
    const fits = from && ((node: GraphNode) => node.id === from.node || fitNode(node, from, rules).fits);
    return { scene, selection, palette, ...(fits && { fits }) };
  }, [scene, selection, palette, from, canConnect]);
  return <OverviewCanvas overview={overview} viewport={viewport} />;
}

export interface ActiveMarkProps {
  readonly id: string;
  readonly node: string;
  readonly scene: Scene;
}

/** The current node as an element, for screen readers and the focus ring, where the canvas draws the others. */
export function ActiveMark({ id, node, scene }: ActiveMarkProps) {
  const box = scene.layout.boxes.get(node);
  const known = scene.index.nodes.get(node);
  if (!box || !known) return null;
  const { x, y, width, height } = grow(box, 2);
  return (
    <div
      id={id}
      role="group"
      aria-roledescription="node"
      aria-label={describeNode(scene, known)}
      className={styles.activeMark}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    />
  );
}
