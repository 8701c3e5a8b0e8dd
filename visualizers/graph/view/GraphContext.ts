import type { ReactNode } from 'react';
import type { CanConnect, Connection } from '../connecting.ts';
import type { Selection } from '../selection.ts';
import type { GraphEdge, GraphNode, NodeRow, Placement, Point, PortRef } from '../types.ts';
import type { Hit, Interaction } from './interaction.ts';
import type { Scene } from './Scene.ts';
import type { Store } from './Store.ts';
import type { ViewportStore } from './ViewportStore.ts';

/**
 * What the host is told. A handler that is left out takes its gesture away. Screen points are client
 * coordinates; other points count from the origin of the content that they lie in, as pins do.
 */
export interface GraphHandlers {
  /** True, or why not, in words. Asked often: it must be fast. */
  readonly canConnect?: CanConnect;
  readonly onConnect?: (connection: Connection) => void;
  /** An edge was drawn from a port to an empty place: the moment to offer what fits there. */
  readonly onConnectToEmpty?: (port: PortRef, at: Point, screen: Point) => void;
  /** Nodes were put somewhere; called once, at the drop. The host answers with `pinned`. */
  readonly onPlace?: (placements: readonly Placement[]) => void;
  readonly onDelete?: (selection: Selection) => void;
  /** Enter or a double click: edit or expand. */
  readonly onOpen?: (node: string) => void;
  /** Tab: add what fits after the node. */
  readonly onQuickAdd?: (node: string, screen: Point) => void;
  /** Unfold what is folded, or the other way round. */
  readonly onFold?: (node: string) => void;
  /** The text for the clipboard, or nothing when there is nothing to copy. */
  readonly onCopy?: () => string | undefined;
  /** As copy, and the host takes away what it has answered. */
  readonly onCut?: () => string | undefined;
  readonly onPaste?: (text: string) => void;
  /** One of several edges at an input shall come right before another of them, or, without one, last. */
  readonly onReorderInputs?: (edge: string, before: string | undefined) => void;
  readonly onInsertOnEdge?: (edge: string, at: Point, screen: Point) => void;
  readonly onHoverEdge?: (edge: GraphEdge | undefined, screen: Point) => void;
  readonly onHoverNode?: (node: GraphNode | undefined, screen: Point) => void;
  readonly onContextMenu?: (target: Hit, at: Point, screen: Point) => void;
  readonly renderNode?: (
    node: GraphNode,
    state: { readonly expanded: boolean; readonly selected: boolean },
  ) => ReactNode;
  /** What `renderNode` shows, for drawings that hold no controls. */
  readonly describeNode?: (node: GraphNode) => readonly NodeRow[];
}

/** Everything that a gesture or a key may read and change. */
export interface GraphContext {
  readonly root: HTMLElement;
  readonly handlers: GraphHandlers;
  readonly readOnly: boolean;
  readonly scene: Scene;
  readonly expanded: ReadonlySet<string>;
  readonly viewport: ViewportStore;
  readonly interaction: Store<Interaction>;
  readonly hover: Store<Hit>;
  readonly selection: Selection;
  readonly setSelection: (selection: Selection) => void;
  readonly active: string | undefined;
  readonly setActive: (node: string | undefined) => void;
  readonly announce: (message: string) => void;
  /** Folds or unfolds, and keeps the node where it is on screen. */
  readonly fold: (node: string) => void;
}
