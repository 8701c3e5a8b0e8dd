import { edgesBeside } from '../GraphIndex.ts';
import { placeLabels } from '../edgeLabels.ts';
import { middleOf } from '../edgePath.ts';
import type { GraphEdge, Point } from '../types.ts';
import { classNames } from '../../ui/classNames.ts';
import { InsertButton } from './ConnectionLayer.tsx';
import { EdgeLine, edgePathString } from './EdgeLine.tsx';
import type { GraphSceneProps } from './sceneProps.ts';
import styles from './GraphView.module.css';
import type { Hit, Interaction } from './interaction.ts';
import { graspOf } from './Scene.ts';

export interface EdgeState extends GraphSceneProps {
  readonly lines: ReadonlyMap<string, readonly Point[]>;
  readonly hovered: Hit;
  readonly doing: Interaction;
}

export function EdgeLayer(props: EdgeState & { readonly edges: readonly GraphEdge[] }) {
  const { edges, lines, scene, selection, hovered, doing } = props;
  const touching = (edge: GraphEdge) =>
    selection.nodes.has(edge.source.node) || selection.nodes.has(edge.target.node);
  const inHand = doing.kind === 'reorder' ? doing.edge : hovered.kind === 'edge' ? hovered.id : undefined;
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
              hovered={edge.id === inHand}
              touching={selection.nodes.size < 20 && touching(edge)}
              dimmed={doing.kind === 'connect'}
            />
          )
        );
      })}
      {!props.far && <EndHandles {...props} />}
    </svg>
  );
}

/** Where several edges share an input, what they are dragged by to change their order. */
function EndHandles({ scene, lines, hovered, doing, handlers, readOnly }: EdgeState) {
  if (readOnly || !handlers.onReorderInputs || (doing.kind !== 'idle' && doing.kind !== 'reorder'))
    return null;
  const held = doing.kind === 'reorder' ? doing.edge : undefined;
  return endsInReach(scene.index, held, hovered).map((id) => {
    const line = lines.get(id);
    if (!line) return null;
    const { x, y } = graspOf(line, scene.layout.direction);
    const grasped = id === held || (hovered.kind === 'edge' && hovered.end && hovered.id === id);
    return (
      <circle key={id} cx={x} cy={y} r={4} className={classNames(styles.end, grasped && styles.endHeld)} />
    );
  });
}

function endsInReach(
  index: EdgeState['scene']['index'],
  held: string | undefined,
  hovered: Hit,
): readonly string[] {
  const edge = index.edges.get(held ?? (hovered.kind === 'edge' ? hovered.id : ''));
  if (edge) return severalOf(edgesBeside(index, edge));
  if (hovered.kind !== 'node' && hovered.kind !== 'port') return [];
  const incoming = index.incoming.get(hovered.id) ?? [];
  return incoming.flatMap((each) => (edgesBeside(index, each).length > 1 ? [each.id] : []));
}

const severalOf = (edges: readonly GraphEdge[]) => (edges.length > 1 ? edges.map(({ id }) => id) : []);

/** The edge that is pointed at, or else the one that is selected. */
function edgeInHand({ hovered, selection }: EdgeState): string | undefined {
  const [picked] = selection.edges;
  return hovered.kind === 'edge' ? hovered.id : picked;
}

export function EdgeLabels(props: EdgeState) {
  const { scene, window, lines } = props;
  const inHand = edgeInHand(props);
  const { direction } = scene.layout;
  const labelled = [...lines].flatMap(([id, points]) => {
    const edge = scene.index.edges.get(id);
    const isTold = edge !== undefined && (window.detail === 'close' || id === inHand);
    const label = isTold ? scene.factsOf(edge).label : undefined;
    return label ? [{ id, label, points }] : [];
  });
  const places = placeLabels(labelled, direction);
  return labelled.map(({ id, label, points }) => {
    const isInHand = id === inHand;
    const at = isInHand ? middleOf(points, direction) : places.get(id);
    return at && <EdgeLabel key={id} text={label} at={at} aside={isInHand && canInsert(props)} />;
  });
}

export function InsertTool(props: EdgeState) {
  const { scene, lines, onInsert } = props;
  const edge = edgeInHand(props);
  const points = edge === undefined || !canInsert(props) ? undefined : lines.get(edge);
  if (edge === undefined || !points) return null;
  return <InsertButton points={points} scene={scene} onInsert={(at) => onInsert(edge, at)} />;
}

function canInsert({ readOnly, handlers }: EdgeState): boolean {
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
