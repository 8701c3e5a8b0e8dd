import { useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type Ref } from 'react';
import { boundsOf } from '../geometry.ts';
import { MESSAGES } from '../messages.ts';
import { NOTHING, prune, type Selection } from '../selection.ts';
import type { Direction, GraphEdge, GraphNode, Point, Rect } from '../types.ts';
import { fit } from '../viewport.ts';
import { Controls } from './Controls.tsx';
import { ActiveMark, FarLayer } from './FarLayer.tsx';
import { Geometry } from './Geometry.ts';
import type { GraphHandlers } from './GraphContext.ts';
import { GraphScene } from './GraphScene.tsx';
import { GraphTools } from './GraphTools.ts';
import type { Hit } from './interaction.ts';
import styles from './GraphView.module.css';
import { goTo } from './keyboard.ts';
import { Minimap } from './Minimap.tsx';
import { clientPoint, graphPoint, hitAt } from './pointing.ts';
import { Scene } from './Scene.ts';
import { useStore, type Store } from './Store.ts';
import { useCullWindow } from './useCullWindow.ts';
import { useFollowing } from './useFollowing.ts';
import { useGraphLayout } from './useGraphLayout.ts';
import { usePalette } from './usePalette.ts';
import { useStartingView } from './useStartingView.ts';

export interface GraphHandle {
  /** All of it, or what is named. */
  fit(nodes?: Iterable<string>): void;
  /** Selects the node, brings it into sight and gives the graph the keyboard. */
  goTo(node: string): void;
  /** Makes it the current node and keeps it in sight while it finds its place, until the person moves on. */
  follow(node: string): void;
  /** What lies at a point given in client coordinates. */
  locate(client: Point): { readonly at: Point; readonly hit: Hit } | undefined;
  /** The client coordinates of a point of the graph. */
  client(at: Point): Point | undefined;
  focus(): void;
  /** Lays out anew, without regard to where things are. */
  tidy(): void;
  zoomBy(factor: number): void;
  /** Where the nodes are, in the graph's own units; all of them unless some are named. */
  boxes(nodes?: Iterable<string>): ReadonlyMap<string, Rect>;
  /** Selects the nodes; nothing moves. */
  select(nodes: Iterable<string>): void;
  /** The whole drawing as an SVG document that needs nothing else, in the colours of the theme. */
  svg(): string;
}

export interface GraphViewProps extends GraphHandlers {
  /** Keep the objects of unchanged nodes: what is the same object is not drawn again. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
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
/** Beyond this many in sight, elements are too slow even at reading size. */
const MOST_CARDS = 500;

export function GraphView({ ref, ...props }: GraphViewProps) {
  const { label, direction = 'vertical', readOnly = false, expanded = NONE, expandedWidth = 304 } = props;
  const root = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const id = useId();
  const [tools] = useState(() => new GraphTools());
  const { viewport, interaction, hover } = tools;
  const [picked, pick] = usePicked(props.selection);
  const chosen = useStore(tools.active, (node) => node);
  const palette = usePalette(probe);
  const drawing = useGraphLayout(props.nodes, props.edges, direction, expanded, expandedWidth);
  const { index, input, layout, tidy, onMeasure } = drawing;
  const geometry = useMemo(() => layout && new Geometry(input, layout), [input, layout]);
  const scene = useMemo(() => geometry && new Scene(index, geometry), [index, geometry]);
  const selection = useMemo(() => prune(picked, index.nodes, index.edges), [picked, index]);
  const active = chosen !== undefined && index.nodes.has(chosen) ? chosen : undefined;
  const window = useCullWindow(viewport);
  const far = useFar(geometry, window);
  const domId = (node: string) => `${id}-${node}`;

  const setSelection = (next: Selection) => {
    if (next === selection) return;
    pick(next);
    props.onSelect?.(next);
  };
  const show = (ids?: Iterable<string>, animate = true) => {
    const boxes = [...(ids ?? [])].flatMap((node) => layout?.boxes.get(node) ?? []);
    const bounds = boxes.length > 0 ? boundsOf(boxes) : layout?.bounds;
    if (bounds) viewport.go(fit(bounds, viewport.get().size), animate);
  };
  useLayoutEffect(() => {
    if (!scene || !root.current) return;
    const view = { root: root.current, scene, viewport, interaction, hover };
    const state = { readOnly, selection, setSelection, active };
    const say = { setActive: tools.active.set, announce: tools.announcement.set };
    const showSelection = () => show(selection.nodes);
    tools.context.set({ ...view, ...state, ...say, handlers: props, showAll: () => show(), showSelection });
  });
  useLayoutEffect(() => viewport.attach(root.current!, world.current!, tools.movesView), [viewport, tools]);
  useStartingView(scene, viewport);
  useFollowing(scene, tools, expanded);
  useImperativeHandle(ref, () => ({
    fit: show,
    goTo: (node) => {
      root.current?.focus({ preventScroll: true });
      const context = tools.context.get();
      if (context) goTo(context, node);
    },
    follow: (node) => {
      tools.active.set(node);
      tools.followed.set(node);
    },
    locate: (client) => {
      const context = tools.context.get();
      return context && { at: graphPoint(context, client), hit: hitAt(context, client) };
    },
    client: (at) => {
      const context = tools.context.get();
      return context && clientPoint(context, at);
    },
    focus: () => root.current?.focus({ preventScroll: true }),
    tidy,
    zoomBy: (factor) => viewport.zoomBy(factor),
    boxes: (ids) => {
      const boxes = new Map(layout?.boxes);
      const named = ids && new Set(ids);
      for (const node of named ? boxes.keys() : []) if (!named?.has(node)) boxes.delete(node);
      return boxes;
    },
    select: (nodes) => setSelection({ nodes: new Set(nodes), edges: new Set() }),
    svg: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }));

  return (
    <div
      ref={root}
      className={styles.graph}
      role="application"
      aria-roledescription="graph"
      aria-label={label}
      aria-describedby={`${id}-instructions`}
      aria-activedescendant={active === undefined ? undefined : domId(active)}
      tabIndex={0}
      data-detail={far ? 'far' : window.detail}
      {...tools.handlers}
    >
      <span id={`${id}-instructions`} className={styles.spoken}>
        {readOnly ? MESSAGES.readOnlyInstructions : MESSAGES.instructions}
      </span>
      <span ref={probe} className={styles.spoken} aria-hidden="true" />
      {scene && far && (
        <FarLayer {...{ scene, selection, palette, viewport, interaction }} canConnect={props.canConnect} />
      )}
      <div ref={world} className={styles.world}>
        {scene && (
          <GraphScene
            {...{ scene, window, far, selection, active, readOnly, expanded, interaction, hover }}
            {...{ domId, onMeasure }}
            handlers={props}
            onInsert={(edge, at) => {
              const context = tools.context.get();
              if (context) props.onInsertOnEdge?.(edge, at, clientPoint(context, at));
            }}
          />
        )}
        {scene && far && active !== undefined && (
          <ActiveMark id={domId(active)} node={active} scene={scene} />
        )}
      </div>
      {scene && props.minimap !== false && <Minimap {...{ scene, viewport, palette }} />}
      {props.controls !== false && <Controls viewport={viewport} onShowAll={() => show()} onTidy={tidy} />}
      <LiveRegion message={tools.announcement} />
    </div>
  );
}

/** What a person picked counts at once, whenever the host follows: the next key may come before that. */
function usePicked(given: Selection | undefined) {
  const [own, setOwn] = useState({ selection: given ?? NOTHING, over: given });
  const picked = given === undefined || given === own.over ? own.selection : given;
  return [picked, (selection: Selection) => setOwn({ selection, over: given })] as const;
}

function LiveRegion({ message }: { readonly message: Store<string> }) {
  const text = useStore(message, (value) => value);
  return (
    <div aria-live="polite" className={styles.spoken}>
      {text}
    </div>
  );
}

/** Whether the canvas draws the nodes. */
function useFar(geometry: Geometry | undefined, { area, detail }: ReturnType<typeof useCullWindow>): boolean {
  return useMemo(() => {
    if (detail === 'block' || detail === 'label') return true;
    return geometry !== undefined && geometry.nodesIn(area).length > MOST_CARDS;
  }, [geometry, area, detail]);
}
