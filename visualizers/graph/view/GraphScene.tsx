import { useEffect, useLayoutEffect, useMemo, type ReactNode } from 'react';
import { fitNode, type NodeFit } from '../connecting.ts';
import { edgePoints } from '../edgeGeometry.ts';
import { middleOf } from '../edgePath.ts';
import { edgesAt } from '../GraphIndex.ts';
import type { Selection } from '../selection.ts';
import type { GraphEdge, GraphNode, Point, PortRef, Rect } from '../types.ts';
import { InsertButton, Marquee, PendingEdge, Refusal } from './ConnectionLayer.tsx';
import { EdgeLine, edgePathString } from './EdgeLine.tsx';
import type { GraphHandlers } from './GraphContext.ts';
import styles from './GraphView.module.css';
import { IDLE, type Hit, type Interaction } from './interaction.ts';
import { positionOf } from './keyboard.ts';
import { NodeCard } from './NodeCard.tsx';
import type { Scene } from './Scene.ts';
import { useStore, type Store } from './Store.ts';
import type { CullWindow } from './useCullWindow.ts';
import { useMotion, type BoxOf } from './useMotion.ts';

export interface GraphSceneProps {
  readonly scene: Scene;
  readonly window: CullWindow;
  /** Thousands in sight: the canvas draws them, and only what is being worked on are elements. */
  readonly far: boolean;
  readonly selection: Selection;
  readonly active: string | undefined;
  readonly readOnly: boolean;
  readonly expanded: ReadonlySet<string>;
  readonly interaction: Store<Interaction>;
  readonly hover: Store<Hit>;
  readonly handlers: GraphHandlers;
  readonly domId: (node: string) => string;
  readonly onMeasure: (id: string, height: number) => void;
  readonly onInsert: (edge: string, at: Point) => void;
}

/** A host that does not follow a drop gets its node back where it was. */
const DROP_PATIENCE = 800;

/** Everything that lives in the graph's own coordinates. */
export function GraphScene(props: GraphSceneProps) {
  const { scene, far, interaction } = props;
  const doing = useStore(interaction, (value) => value);
  const hovered = useStore(props.hover, (value) => value);
  const { boxOf: restingBox } = useMotion(scene.layout, (id) => draggedBox(scene, doing, id));
  const boxOf: BoxOf = (id) => draggedBox(scene, doing, id) ?? restingBox(id);
  useDropEnds(scene, doing, interaction);
  const nodes = useVisibleNodes(props, doing);
  const edges = useVisibleEdges(props, doing);
  const lines = new Map<string, readonly Point[]>();
  for (const edge of edges) {
    const points = displayedLine(scene, edge, boxOf);
    if (points) lines.set(edge.id, points);
  }
  return (
    <>
      <EdgeLayer {...props} edges={edges} lines={lines} hovered={hovered} doing={doing} />
      {!far && <EdgeLabels {...props} lines={lines} hovered={hovered} />}
      <NodeLayer {...props} nodes={nodes} boxOf={boxOf} hovered={hovered} doing={doing} />
      {doing.kind === 'connect' && <PendingEdge scene={scene} connecting={doing} />}
      {doing.kind === 'connect' && <Refusal connecting={doing} />}
      <Marquee interaction={doing} />
      {doing.kind === 'idle' && !far && <InsertTool {...props} lines={lines} hovered={hovered} />}
    </>
  );
}

function draggedBox(scene: Scene, doing: Interaction, id: string): Rect | undefined {
  if (doing.kind !== 'drag' || !doing.ids.has(id)) return undefined;
  const box = scene.layout.boxes.get(id);
  return box && { ...box, x: box.x + doing.offset.x, y: box.y + doing.offset.y };
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

function useVisibleNodes({ scene, window, far, expanded }: GraphSceneProps, doing: Interaction): GraphNode[] {
  const dragged = doing.kind === 'drag' ? doing.ids : undefined;
  return useMemo(() => {
    const ids = new Set(far ? [] : scene.nodesIn(window.area));
    if (!far) for (const id of dragged ?? []) ids.add(id);
    // An expanded node keeps what is being typed in it when it is scrolled out of sight.
    if (!far) for (const id of expanded) ids.add(id);
    return [...ids].flatMap((id) => scene.index.nodes.get(id) ?? []);
  }, [scene, window, far, dragged, expanded]);
}

function useVisibleEdges({ scene, window, far }: GraphSceneProps, doing: Interaction): GraphEdge[] {
  const dragged = doing.kind === 'drag' ? doing.ids : undefined;
  return useMemo(() => {
    const edges = new Map<string, GraphEdge>();
    for (const id of far ? [] : scene.edgesIn(window.area)) edges.set(id, scene.index.edges.get(id)!);
    for (const id of dragged ?? []) for (const edge of edgesAt(scene.index, id)) edges.set(edge.id, edge);
    return [...edges.values()];
  }, [scene, window, far, dragged]);
}

function displayedLine(scene: Scene, edge: GraphEdge, boxOf: BoxOf): readonly Point[] | undefined {
  const { boxes, routes, direction } = scene.layout;
  const [source, target] = [boxOf(edge.source.node), boxOf(edge.target.node)];
  if (!source || !target) return undefined;
  if (source === boxes.get(edge.source.node) && target === boxes.get(edge.target.node)) {
    return scene.line(edge.id);
  }
  const { nodes } = scene.index;
  return edgePoints(
    edge,
    { node: nodes.get(edge.source.node)!, box: source },
    { node: nodes.get(edge.target.node)!, box: target },
    routes.get(edge.id) ?? [],
    direction,
  );
}

type LayerState = GraphSceneProps & { readonly hovered: Hit; readonly doing: Interaction };

function EdgeLayer({
  edges,
  lines,
  scene,
  selection,
  hovered,
  doing,
}: LayerState & {
  readonly edges: readonly GraphEdge[];
  readonly lines: ReadonlyMap<string, readonly Point[]>;
}) {
  const touching = (edge: GraphEdge) =>
    selection.nodes.has(edge.source.node) || selection.nodes.has(edge.target.node);
  return (
    <svg className={styles.edges} aria-hidden="true">
      {edges.map((edge) => {
        const points = lines.get(edge.id);
        return (
          points && (
            <EdgeLine
              key={edge.id}
              edge={edge}
              d={edgePathString(points, scene.layout.direction)}
              selected={selection.edges.has(edge.id)}
              hovered={hovered.kind === 'edge' && hovered.id === edge.id}
              touching={selection.nodes.size < 20 && touching(edge)}
              dimmed={doing.kind === 'connect'}
            />
          )
        );
      })}
    </svg>
  );
}

function NodeLayer(props: LayerState & { readonly nodes: readonly GraphNode[]; readonly boxOf: BoxOf }) {
  const { nodes, boxOf, scene, selection, active, expanded, hovered, doing } = props;
  const fits = useFits(props);
  return nodes.map((node) => {
    const box = boxOf(node.id);
    const body = bodyOf(props, node);
    return (
      box && (
        <NodeCard
          key={node.id}
          node={node}
          domId={props.domId(node.id)}
          {...box}
          direction={scene.layout.direction}
          position={positionOf(scene, node.id)}
          selected={selection.nodes.has(node.id)}
          active={active === node.id}
          hovered={(hovered.kind === 'node' || hovered.kind === 'port') && hovered.id === node.id}
          dragged={doing.kind === 'drag' && !doing.dropped && doing.ids.has(node.id)}
          fit={fitClass(doing, node, fits)}
          litPort={litPort(doing, hovered, node)}
          {...(expanded.has(node.id) && { body })}
          onMeasure={props.onMeasure}
        />
      )
    );
  });
}

function bodyOf({ handlers, expanded, selection }: GraphSceneProps, node: GraphNode): ReactNode {
  if (!expanded.has(node.id)) return undefined;
  return handlers.renderNode?.(node, { expanded: true, selected: selection.nodes.has(node.id) }) ?? null;
}

function useFits({ doing, nodes, handlers }: LayerState & { readonly nodes: readonly GraphNode[] }) {
  const from = doing.kind === 'connect' ? doing.from : undefined;
  const { canConnect } = handlers;
  return useMemo(() => {
    if (!from) return undefined;
    const rules = canConnect ?? (() => true as const);
    return new Map<string, NodeFit>(nodes.map((node) => [node.id, fitNode(node, from, rules)]));
  }, [from, nodes, canConnect]);
}

function fitClass(doing: Interaction, node: GraphNode, fits: ReadonlyMap<string, NodeFit> | undefined) {
  if (doing.kind === 'choosePort') return doing.ports[0]?.node === node.id ? 'origin' : undefined;
  if (doing.kind !== 'connect') return undefined;
  if (doing.from.node === node.id) return 'origin';
  if (doing.target?.node === node.id) return 'target';
  return fits?.get(node.id)?.fits ? 'fits' : 'dimmed';
}

function litPort(doing: Interaction, hovered: Hit, node: GraphNode): PortRef | undefined {
  if (doing.kind === 'choosePort') return own(doing.ports[doing.at], node);
  if (doing.kind === 'connect') return own(doing.target, node) ?? own(doing.from, node);
  return hovered.kind === 'port' ? own(hovered.port, node) : undefined;
}

const own = (port: PortRef | undefined, node: GraphNode) => (port?.node === node.id ? port : undefined);

type ToolState = GraphSceneProps & {
  readonly lines: ReadonlyMap<string, readonly Point[]>;
  readonly hovered: Hit;
};

/** The edge that is pointed at, or else the one that is selected. */
function edgeInHand({ hovered, selection }: ToolState): string | undefined {
  const [picked] = selection.edges;
  return hovered.kind === 'edge' ? hovered.id : picked;
}

function EdgeLabels(props: ToolState) {
  const { scene, window, lines } = props;
  const inHand = edgeInHand(props);
  return [...lines].map(([id, line]) => {
    const edge = scene.index.edges.get(id);
    if (!edge?.label || (window.detail !== 'close' && id !== inHand)) return null;
    const at = middleOf(line, scene.layout.direction);
    return <EdgeLabel key={id} text={edge.label} at={at} aside={id === inHand && canInsert(props)} />;
  });
}

function InsertTool(props: ToolState) {
  const { scene, lines, onInsert } = props;
  const edge = edgeInHand(props);
  const points = edge === undefined || !canInsert(props) ? undefined : lines.get(edge);
  if (edge === undefined || !points) return null;
  return <InsertButton points={points} scene={scene} onInsert={(at) => onInsert(edge, at)} />;
}

function canInsert({ readOnly, handlers }: ToolState): boolean {
  return !readOnly && handlers.onInsertOnEdge !== undefined;
}

interface EdgeLabelProps {
  readonly text: string;
  readonly at: Point;
  /** Makes room for the button in the middle of the edge. */
  readonly aside: boolean;
}

function EdgeLabel({ text, at, aside }: EdgeLabelProps) {
  const shift = aside ? 'translate(14px, -50%)' : 'translate(-50%, -50%)';
  return (
    <div className={styles.edgeLabel} style={{ transform: `translate(${at.x}px, ${at.y}px) ${shift}` }}>
      {text}
    </div>
  );
}
