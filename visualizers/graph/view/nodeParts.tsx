import { ChevronDown, ChevronRight, MessageSquare } from 'lucide-react';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { classNames } from '../../ui/classNames.ts';
import { endSpread, portShare } from '../geometry.ts';
import { MESSAGES } from '../messages.ts';
import type { Direction, GraphNode, GraphProblem, PortRef, PortSide, Size } from '../types.ts';
import styles from './GraphView.module.css';

/** What stands behind the name: how often, what a person wrote, what is wrong. */
export function Marks({ node }: { readonly node: GraphNode }) {
  const { badge, note, problems } = node;
  if (badge === undefined && !note && !problems?.length) return null;
  return (
    <span className={styles.marks}>
      {badge !== undefined && <span className={styles.badge}>{badge}</span>}
      {note && (
        <span role="img" aria-label={note} className={styles.note}>
          <MessageSquare size={12} />
        </span>
      )}
      {problems && problems.length > 0 && <ProblemDot problems={problems} />}
    </span>
  );
}

function ProblemDot({ problems }: { readonly problems: readonly GraphProblem[] }) {
  const error = problems.some((problem) => problem.severity === 'error');
  return (
    <span
      role="img"
      aria-label={problems.map((problem) => problem.message).join('\n')}
      className={classNames(styles.problem, error ? styles.error : styles.warning)}
    >
      {error ? '×' : '!'}
    </span>
  );
}

export interface FoldButtonProps {
  readonly node: GraphNode;
  readonly open: boolean;
  readonly onFold: ((id: string) => void) | undefined;
}

/** Out of the tab order: with the keyboard it is U. */
export function FoldButton({ node, open, onFold }: FoldButtonProps) {
  if (!node.foldable || !onFold) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={open ? MESSAGES.fold(node.label) : MESSAGES.unfold(node.label)}
      aria-expanded={open}
      className={styles.fold}
      data-graph-control=""
      data-graph-tool=""
      onClick={() => onFold(node.id)}
    >
      {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
    </button>
  );
}

export interface PortsProps extends Size {
  readonly node: GraphNode;
  readonly direction: Direction;
  /** How many edges end at an input, of those where several do. */
  readonly shared: ReadonlyMap<string, number> | undefined;
  /** The port that is the origin or the target of the connection being made. */
  readonly litPort?: PortRef | undefined;
}

export function Ports(props: PortsProps) {
  return (
    <>
      <PortsOfSide {...props} side="input" />
      <PortsOfSide {...props} side="output" />
    </>
  );
}

function PortsOfSide({ node, side, direction, litPort, shared, ...size }: PortsProps & { side: PortSide }) {
  const ports = side === 'input' ? node.inputs : node.outputs;
  return ports.map((port, i) => {
    const along = `${(0.5 + portShare(i, ports)) * 100}%`;
    const edge = side === 'input' ? '0%' : '100%';
    const lit = litPort?.node === node.id && litPort.port === port.id && litPort.side === side;
    const ends = side === 'input' ? (shared?.get(port.id) ?? 1) : 1;
    const reach = ends > 1 ? 2 * endSpread(size, ports.length, ends - 1, ends, direction) : 0;
    return (
      <span
        key={port.id}
        className={classNames(styles.port, lit && styles.litPort)}
        style={
          direction === 'vertical'
            ? { left: along, top: edge, ...stretched('width', 'marginLeft', reach) }
            : { left: edge, top: along, ...stretched('height', 'marginTop', reach) }
        }
      />
    );
  });
}

const DOT = 8;

/** A port with several edges is as long as they need to end apart. */
function stretched(length: string, margin: string, reach: number) {
  return reach === 0 ? {} : { [length]: DOT + reach, [margin]: -(DOT + reach) / 2, borderRadius: DOT / 2 };
}

export interface BodyProps {
  readonly node: GraphNode;
  /** The element whose height counts. */
  readonly within: string | undefined;
  readonly onMeasure: (id: string, height: number) => void;
  readonly children: ReactNode;
}

/** Reports its height, since only the host knows what it put in. */
export function Body({ node, within, onMeasure, children }: BodyProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const card = element.current!.closest<HTMLElement>(`.${within}`)!;
    const report = () => onMeasure(node.id, card.offsetHeight);
    report();
    const observer = new ResizeObserver(report);
    observer.observe(card);
    return () => observer.disconnect();
  }, [node.id, within, onMeasure]);
  return (
    <div ref={element} className={styles.body} data-graph-body="">
      {children}
    </div>
  );
}
