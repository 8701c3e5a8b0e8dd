import {
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import { fitNode } from '../connecting.ts';
import { boundsOf, grow } from '../geometry.ts';
import { MESSAGES } from '../messages.ts';
import { NOTHING, type Selection } from '../selection.ts';
import type { Direction, GraphEdge, GraphNode, Point } from '../types.ts';
import { centreOn, fit, zoomLimits, type Transform } from '../viewport.ts';
import { Controls } from './Controls.tsx';
import type { GraphContext, GraphHandlers } from './GraphContext.ts';
import { GraphScene } from './GraphScene.tsx';
import styles from './GraphView.module.css';
import { IDLE, MISS, type Hit, type Interaction } from './interaction.ts';
import { goTo, positionOf, pressKey } from './keyboard.ts';
import { Minimap } from './Minimap.tsx';
import { OverviewCanvas } from './OverviewCanvas.tsx';
import { PointerGestures } from './PointerGestures.ts';
import { clientPoint, hitForEvent, isBody, isControl } from './pointing.ts';
import { Scene } from './Scene.ts';
import { Store, useStore } from './Store.ts';
import { useCullWindow } from './useCullWindow.ts';
import { useGraphLayout } from './useGraphLayout.ts';
import { usePalette } from './usePalette.ts';
import { ViewportStore } from './ViewportStore.ts';

export interface GraphHandle {
  /** All of it, or what is named. */
  fit(nodes?: Iterable<string>): void;
  /** Selects the node, brings it into sight and gives the graph the keyboard. */
  goTo(node: string): void;
  focus(): void;
  /** Lays out anew, without regard to where things are. */
  tidy(): void;
  zoomBy(factor: number): void;
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

export function GraphView(props: GraphViewProps) {
  const { nodes, edges, label, direction = 'vertical', readOnly = false, expanded = NONE } = props;
  const { minimap = true, controls = true, expandedWidth = 304 } = props;
  const root = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const id = useId();
  const [viewport] = useState(() => new ViewportStore());
  const [interaction] = useState(() => new Store<Interaction>(IDLE));
  const [hover] = useState(() => new Store<Hit>(MISS));
  const [ownSelection, setOwnSelection] = useState(NOTHING);
  const [chosen, setActive] = useState<string>();
  const [message, announce] = useState('');
  const palette = usePalette(probe);
  const { index, layout, tidy, onMeasure } = useGraphLayout(nodes, edges, direction, expanded, expandedWidth);
  const scene = useMemo(() => layout && new Scene(index, layout), [index, layout]);
  const selection = props.selection ?? ownSelection;
  const active = chosen !== undefined && index.nodes.has(chosen) ? chosen : undefined;
  const window = useCullWindow(viewport);
  const far = useFar(scene, window);
  const domId = (node: string) => `${id}-${node}`;

  const setSelection = (next: Selection) => {
    if (next === selection) return;
    setOwnSelection(next);
    props.onSelect?.(next);
  };
  const show = (ids: Iterable<string> | undefined, animate: boolean) => {
    if (!layout) return;
    const boxes = ids && [...ids].flatMap((node) => layout.boxes.get(node) ?? []);
    const bounds = boxes?.length ? boundsOf(boxes) : layout.bounds;
    viewport.go(fit(bounds, viewport.get().size), animate);
  };
  const context = useRef<GraphContext | undefined>(undefined);
  useLayoutEffect(() => {
    context.current =
      scene && root.current
        ? {
            ...{ root: root.current, handlers: props, readOnly, scene, viewport, interaction, hover },
            ...{ selection, setSelection, active, setActive, announce },
            showAll: (animate) => show(undefined, animate),
            showSelection: () => show(selection.nodes, true),
          }
        : undefined;
  });
  const [gestures] = useState(() => new PointerGestures(() => context.current));

  useLayoutEffect(
    () => viewport.attach(root.current!, world.current!, gestures.movesView),
    [viewport, gestures],
  );
  useStartingView(scene, viewport);
  useImperativeHandle(props.ref, () => ({
    fit: (ids) => show(ids, true),
    goTo: (node) => {
      root.current?.focus({ preventScroll: true });
      if (context.current) goTo(context.current, node);
    },
    focus: () => root.current?.focus({ preventScroll: true }),
    tidy,
    zoomBy: (factor) => viewport.zoomBy(factor),
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (!context.current) return;
    if (event.target !== root.current) {
      if (event.key === 'Escape' && isBody(event.target)) root.current?.focus({ preventScroll: true });
      return;
    }
    if (event.key === ' ') {
      gestures.panKeyHeld = true;
      root.current.dataset['pan'] = '';
      event.preventDefault();
    } else if (pressKey(context.current, event.nativeEvent)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const releasePanKey = () => {
    gestures.panKeyHeld = false;
    delete root.current?.dataset['pan'];
  };
  const onContextMenu = (event: MouseEvent) => {
    if (!context.current || isControl(event.target)) return;
    const byKey = event.button !== 2 && active !== undefined;
    const hit: Hit = byKey ? { kind: 'node', id: active } : hitForEvent(context.current, event.nativeEvent);
    selectForMenu(hit, selection, setSelection, setActive);
    const screen = { x: event.clientX, y: event.clientY };
    props.onContextMenu?.(hit, graphPointOf(viewport.get().transform, root.current!, screen), screen);
  };

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
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key === ' ' && releasePanKey()}
      onBlur={releasePanKey}
      onPointerDown={(event) => gestures.down(event.nativeEvent)}
      onPointerMove={(event) => gestures.move(event.nativeEvent)}
      onPointerUp={(event) => gestures.up(event.nativeEvent)}
      onPointerCancel={gestures.cancel}
      onPointerLeave={gestures.leave}
      onDoubleClick={(event) => gestures.doubleClick(event.nativeEvent)}
      onContextMenu={onContextMenu}
    >
      <span id={`${id}-instructions`} className={styles.spoken}>
        {readOnly ? MESSAGES.readOnlyInstructions : MESSAGES.instructions}
      </span>
      <span ref={probe} className={styles.spoken} aria-hidden="true" />
      {scene && far && (
        <Far {...{ scene, selection, palette, viewport, interaction, canConnect: props.canConnect }} />
      )}
      <div ref={world} className={styles.world}>
        {scene && (
          <GraphScene
            {...{ scene, window, far, selection, active, readOnly, expanded, interaction, hover }}
            {...{ domId, onMeasure }}
            handlers={props}
            onInsert={(edge, at) => {
              if (context.current) props.onInsertOnEdge?.(edge, at, clientPoint(context.current, at));
            }}
          />
        )}
        {scene && far && active !== undefined && (
          <ActiveMark id={domId(active)} context={{ scene }} node={active} />
        )}
      </div>
      {scene && minimap && <Minimap scene={scene} viewport={viewport} palette={palette} />}
      {controls && <Controls viewport={viewport} onShowAll={() => show(undefined, true)} onTidy={tidy} />}
      <div aria-live="polite" className={styles.spoken}>
        {message}
      </div>
    </div>
  );
}

function useFar(scene: Scene | undefined, { area, detail }: ReturnType<typeof useCullWindow>): boolean {
  return useMemo(() => {
    if (detail === 'block' || detail === 'label') return true;
    return scene !== undefined && scene.nodesIn(area).length > MOST_CARDS;
  }, [scene, area, detail]);
}

interface FarProps {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly palette: ReturnType<typeof usePalette>;
  readonly viewport: ViewportStore;
  readonly interaction: Store<Interaction>;
  readonly canConnect: GraphHandlers['canConnect'];
}

function Far({ scene, selection, palette, viewport, interaction, canConnect }: FarProps) {
  const from = useStore(interaction, (doing) => (doing.kind === 'connect' ? doing.from : undefined));
  const overview = useMemo(() => {
    const rules = canConnect ?? (() => true as const);
    const fits = from && ((node: GraphNode) => node.id === from.node || fitNode(node, from, rules).fits);
    return { scene, selection, palette, ...(fits && { fits }) };
  }, [scene, selection, palette, from, canConnect]);
  return <OverviewCanvas overview={overview} viewport={viewport} />;
}

interface ActiveMarkProps {
  readonly id: string;
  readonly node: string;
  readonly context: Pick<GraphContext, 'scene'>;
}

/** The current node as an element, for screen readers and the focus ring, where the canvas draws the others. */
function ActiveMark({ id, node, context }: ActiveMarkProps) {
  const { scene } = context;
  const box = scene.layout.boxes.get(node);
  const known = scene.index.nodes.get(node);
  if (!box || !known) return null;
  const { x, y, width, height } = grow(box, 2);
  return (
    <div
      id={id}
      role="group"
      aria-roledescription="node"
      aria-label={MESSAGES.node(known, positionOf(context, node))}
      className={styles.activeMark}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    />
  );
}

/** A graph that can be read when it fits is shown whole; a larger one from its beginning. */
const READABLE = 0.3;

function useStartingView(scene: Scene | undefined, viewport: ViewportStore): void {
  const started = useRef(false);
  const ready = useStore(viewport, ({ size }) => size.width > 0 && size.height > 0);
  useLayoutEffect(() => {
    if (!scene || !ready || scene.layout.boxes.size === 0) return;
    viewport.limit(zoomLimits(scene.layout.bounds, viewport.get().size));
    if (started.current) return;
    started.current = true;
    viewport.go(startingView(scene, viewport), false);
  }, [scene, ready, viewport]);
  useEffect(() => {
    if (scene?.layout.boxes.size === 0) started.current = false;
  }, [scene]);
}

function startingView({ layout }: Scene, viewport: ViewportStore): Transform {
  const { size } = viewport.get();
  const whole = fit(layout.bounds, size);
  if (whole.k >= READABLE) return whole;
  const first = layout.boxes.values().next().value!;
  const k = 0.75;
  const focus = centreOn({ x: first.x + first.width / 2, y: first.y + first.height / 2 }, size, k);
  return layout.direction === 'vertical'
    ? { ...focus, y: 64 - first.y * k }
    : { ...focus, x: 64 - first.x * k };
}

function selectForMenu(
  hit: Hit,
  selection: Selection,
  setSelection: (selection: Selection) => void,
  setActive: (node: string) => void,
): void {
  if (hit.kind === 'edge') {
    if (!selection.edges.has(hit.id)) setSelection({ nodes: new Set(), edges: new Set([hit.id]) });
  } else if (hit.kind !== 'empty') {
    setActive(hit.id);
    if (!selection.nodes.has(hit.id)) setSelection({ nodes: new Set([hit.id]), edges: new Set() });
  }
}

function graphPointOf({ x, y, k }: Transform, root: HTMLElement, client: Point): Point {
  const frame = root.getBoundingClientRect();
  return { x: (client.x - frame.left - x) / k, y: (client.y - frame.top - y) / k };
}
