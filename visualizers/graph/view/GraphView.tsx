import { useId, useLayoutEffect, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import { spoken } from '../../ui/spoken.ts';
import { MESSAGES } from '../messages.ts';
import type { Selection } from '../selection.ts';
import type { Direction, GraphEdge, GraphFacts, GraphNode, Point } from '../types.ts';
import { ConnectingHint } from './ConnectingHint.tsx';
import { Controls } from './Controls.tsx';
import { ActiveMark, FarLayer } from './FarLayer.tsx';
import type { GraphHandlers } from './GraphContext.ts';
import { useGraphHandle, type GraphHandle } from './GraphHandle.ts';
import { GraphScene } from './GraphScene.tsx';
import { GraphTools } from './GraphTools.ts';
import styles from './GraphView.module.css';
import { HoverCard } from './HoverCard.tsx';
import { insertOnEdge } from './keyboard.ts';
import { Minimap } from './Minimap.tsx';
import { Scene } from './Scene.ts';
import { showNodes } from './showing.ts';
import { useStore, type Store } from './Store.ts';
import { useClipboard } from './useClipboard.ts';
import { useCullWindow, useFar } from './useCullWindow.ts';
import { useFollowing } from './useFollowing.ts';
import { useGraphContext, usePicked } from './useGraphContext.ts';
import { useLooseEnd } from './useLooseEnd.ts';
import { useGraphLayout } from './useGraphLayout.ts';
import { usePalette } from './usePalette.ts';
import { useStartingView } from './useStartingView.ts';

export type { GraphHandle } from './GraphHandle.ts';

export interface GraphViewProps extends GraphHandlers {
  /** Keep the objects of unchanged nodes: what is the same object is not drawn again. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly facts?: GraphFacts;
  /** What the graph is called, for screen readers. */
  readonly label: string;
  readonly direction?: Direction;
  readonly readOnly?: boolean;
  /** Nodes that show the body from `renderNode`. */
  readonly expanded?: ReadonlySet<string>;
  readonly expandedWidth?: number;
  /** Leave both out and the graph keeps its own. */
  readonly selection?: Selection;
  readonly onSelect?: (selection: Selection) => void;
  readonly minimap?: boolean;
  readonly controls?: boolean;
  readonly ref?: Ref<GraphHandle>;
}

const NONE: ReadonlySet<string> = new Set();

export function GraphView({ ref, ...props }: GraphViewProps) {
  const { direction = 'vertical', readOnly = false, expanded = NONE, expandedWidth = 304 } = props;
  const root = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const id = useId();
  const [tools] = useState(() => new GraphTools());
  const { viewport, interaction, hover } = tools;
  const palette = usePalette(probe);
  const drawing = useGraphLayout(props.nodes, props.edges, direction, expanded, expandedWidth);
  const { index, geometry, tidy, onMeasure } = drawing;
  const { facts } = props;
  const scene = useMemo(() => geometry && new Scene(index, geometry, facts), [index, geometry, facts]);
  const picked = usePicked(props.selection, props.onSelect, drawing, tools);
  const { selection, active } = picked;
  const window = useCullWindow(viewport);
  const far = useFar(geometry, window);
  const domId = (node: string) => `${id}-${node}`;
  const withContext = useWithContext(tools);
  useGraphContext(tools, root, scene, picked, props);
  useLayoutEffect(() => viewport.attach(root.current!, world.current!, tools.movesView), [viewport, tools]);
  useStartingView(scene, viewport);
  useFollowing(scene, tools, expanded);
  useLooseEnd(scene, tools);
  useClipboard(tools);
  useGraphHandle(ref, tools, palette, drawing);
  const onInsert = (edge: string, at: Point) => withContext((now) => insertOnEdge(now, edge, at));
  const shared = { scene, selection, palette, viewport, interaction, hover, far, active, window, expanded };

  return (
    <Root {...{ root, id, tools, active, readOnly }} label={props.label} detail={far ? 'far' : window.detail}>
      <span ref={probe} className={spoken} aria-hidden="true" />
      {scene && far && <FarLayer {...shared} scene={scene} canConnect={props.canConnect} />}
      <div ref={world} className={styles.world}>
        {scene && (
          <GraphScene
            {...{ ...shared, scene, readOnly, domId, onMeasure, onInsert }}
            handlers={props}
            onFold={props.onFold && tools.fold}
            hold={tools.hold}
          />
        )}
        {scene && far && active !== undefined && (
          <ActiveMark id={domId(active)} node={active} scene={scene} />
        )}
      </div>
      <ConnectingHint interaction={interaction} announcement={tools.announcement} />
      {scene && <HoverCard {...shared} scene={scene} pointer={tools.pointer} />}
      {scene && !scene.layout.isBeginning && props.minimap !== false && (
        <Minimap {...{ scene, viewport, palette }} />
      )}
      {props.controls !== false && (
        <Controls viewport={viewport} onShowAll={() => withContext(showNodes)} onTidy={tidy} />
      )}
    </Root>
  );
}

type Context = NonNullable<ReturnType<GraphTools['context']['get']>>;

function useWithContext({ context }: GraphTools) {
  return (act: (now: Context) => void) => {
    const now = context.get();
    if (now) act(now);
  };
}

interface RootProps {
  readonly root: Ref<HTMLDivElement>;
  readonly id: string;
  readonly tools: GraphTools;
  readonly label: string;
  readonly detail: string;
  readonly active: string | undefined;
  readonly readOnly: boolean;
  readonly children: ReactNode;
}

/** What has the focus and is spoken. */
function Root({ root, id, tools, label, detail, active, readOnly, children }: RootProps) {
  return (
    <div
      ref={root}
      className={styles.graph}
      role="application"
      aria-roledescription="graph"
      aria-label={label}
      aria-describedby={`${id}-instructions`}
      aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
      tabIndex={0}
      data-detail={detail}
      {...tools.handlers}
    >
      <span id={`${id}-instructions`} className={spoken}>
        {readOnly ? MESSAGES.readOnlyInstructions : MESSAGES.instructions}
      </span>
      {children}
      <LiveRegion message={tools.announcement} />
    </div>
  );
}

function LiveRegion({ message }: { readonly message: Store<string> }) {
  const text = useStore(message, (value) => value);
  return (
    <div aria-live="polite" className={spoken}>
      {text}
    </div>
  );
}
