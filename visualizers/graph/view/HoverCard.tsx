import { useEffect, useState } from 'react';
import { classNames } from '../../ui/classNames.ts';
import type { GraphEdge, GraphNode, GraphProblem, Point, Port, Size } from '../types.ts';
import styles from './GraphView.module.css';
import { targetOf, type Hit, type Interaction } from './interaction.ts';
import type { Scene } from './Scene.ts';
import { useStore, type Store } from './Store.ts';
import type { ViewportStore } from './ViewportStore.ts';

const DELAY = 400;

export interface HoverCardProps {
  readonly scene: Scene;
  readonly hover: Store<Hit>;
  readonly interaction: Store<Interaction>;
  readonly viewport: ViewportStore;
  /** Where the pointer is in the graph's frame. */
  readonly pointer: () => Point;
  /** The canvas shows little of a node; then its name belongs to what is said of it. */
  readonly far: boolean;
  /** The nodes that show all of themselves: a card would lie on their forms. */
  readonly expanded: ReadonlySet<string>;
}

/** More about what is pointed at, once the pointer rests on it. It repeats what is spoken, so it is hidden there. */
export function HoverCard(props: HoverCardProps) {
  const { scene, hover, interaction, viewport, pointer, far, expanded } = props;
  const hit = useStore(hover, (value) => value);
  const idle = useStore(interaction, (value) => value.kind === 'idle');
  const [shown, show] = useState<{ readonly hit: Hit; readonly at: Point }>();
  useEffect(() => {
    if (hit.kind === 'empty' || !idle) return;
    const timer = setTimeout(() => show({ hit, at: pointer() }), DELAY);
    const hide = () => {
      clearTimeout(timer);
      show(undefined);
    };
    const stop = viewport.subscribe(hide);
    // Whoever types does not point; what they type into may lie beneath it.
    document.addEventListener('keydown', hide, true);
    return () => {
      stop();
      document.removeEventListener('keydown', hide, true);
      hide();
    };
  }, [hit, idle, pointer, viewport]);
  const isOpen = shown?.hit.kind === 'node' && expanded.has(shown.hit.id);
  const content = shown && !isOpen ? contentOf(scene, shown.hit, far) : undefined;
  if (!shown || !content) return null;
  return (
    <div
      className={styles.hoverCard}
      style={{ transform: placeBeside(shown.at, viewport.get().size) }}
      aria-hidden="true"
    >
      <Content {...content} />
    </div>
  );
}

interface HoverContent {
  readonly title: string | undefined;
  readonly problems: readonly GraphProblem[];
  readonly note: string | undefined;
  readonly detail: string | undefined;
}

function Content({ title, problems, note, detail }: HoverContent) {
  return (
    <>
      {title !== undefined && <strong>{title}</strong>}
      {problems.map(({ message, severity }) => (
        <span
          key={message}
          className={classNames(severity === 'error' ? styles.hoverProblem : styles.hoverWarning)}
        >
          {message}
        </span>
      ))}
      {note && <span className={styles.hoverNote}>{note}</span>}
      {detail && <span className={styles.hoverDetail}>{detail}</span>}
    </>
  );
}

function contentOf(scene: Scene, hit: Hit, far: boolean): HoverContent | undefined {
  const { index } = scene;
  const target = targetOf(hit);
  if (!target) return undefined;
  const node = target.kind === 'node' ? index.nodes.get(target.id) : undefined;
  const edge = target.kind === 'edge' ? index.edges.get(target.id) : undefined;
  const content = node ? aboutNode(scene, node, hit, far) : edge && aboutEdge(scene, edge, far);
  return content && (content.title ?? content.note ?? content.detail ?? content.problems[0]) !== undefined
    ? content
    : undefined;
}

function aboutNode(scene: Scene, node: GraphNode, hit: Hit, far: boolean): HoverContent {
  const { label, badge, subtitle, problems = [], note } = node;
  const name = [label, badge, subtitle].filter(Boolean).join(' · ');
  const port = hit.kind === 'port' ? portOf(node, hit.port.side, hit.port.port) : undefined;
  if (port) return { title: portTitle(port), problems, note: undefined, detail: undefined };
  return { title: far ? name : undefined, problems, note, detail: scene.detailOf(node) };
}

function portOf(node: GraphNode, side: 'input' | 'output', id: string): Port | undefined {
  return (side === 'input' ? node.inputs : node.outputs).find((port) => port.id === id);
}

const portTitle = ({ label, type }: Port) => (type === undefined ? label : `${label}: ${type}`);

function aboutEdge(scene: Scene, edge: GraphEdge, far: boolean): HoverContent {
  const { label, detail } = scene.factsOf(edge);
  return {
    title: far ? label : undefined,
    problems: edge.problem ? [edge.problem] : [],
    note: undefined,
    detail,
  };
}

const OFFSET = 14;

/** Below and to the right of the pointer, or on the other side of it where the frame ends. */
function placeBeside({ x, y }: Point, { width, height }: Size): string {
  const right = x + OFFSET + 320 > width;
  const low = y + OFFSET + 120 > height;
  const [dx, dy] = [right ? -OFFSET : OFFSET, low ? -OFFSET : OFFSET];
  return `translate(${x + dx}px, ${y + dy}px) translate(${right ? '-100%' : '0'}, ${low ? '-100%' : '0'})`;
}
