import { memo, useLayoutEffect, useRef, type CSSProperties, type ReactNode } from 'react';
import { classNames } from '../../ui/classNames.ts';
import { MESSAGES } from '../messages.ts';
import type { Direction, GraphNode, GraphProblem, Port, PortRef, PortSide } from '../types.ts';
import styles from './GraphView.module.css';
import { StatusRow } from './StatusRow.tsx';

export interface NodeCardProps {
  readonly node: GraphNode;
  readonly domId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly direction: Direction;
  readonly position: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly hovered: boolean;
  readonly dragged: boolean;
  /** While connecting: whether it fits. */
  readonly fit?: 'origin' | 'fits' | 'dimmed' | 'target';
  /** The port that is the origin or the target of the connection being made. */
  readonly litPort?: PortRef;
  /** The body of an expanded node. */
  readonly body?: ReactNode;
  readonly onMeasure: (id: string, height: number) => void;
}

export const NodeCard = memo(function NodeCard(props: NodeCardProps) {
  const { node, domId, x, y, width, height, body } = props;
  const style: CSSProperties & Record<'--band', string> = {
    transform: `translate(${x}px, ${y}px)`,
    width,
    height: body === undefined ? height : undefined,
    '--band': `var(--band-${node.band ?? 'other'}, var(--band-other))`,
  };
  return (
    <div
      id={domId}
      role="group"
      aria-roledescription="node"
      aria-label={MESSAGES.node(node, props.position)}
      className={classNames(
        styles.node,
        styles[node.shape ?? 'card'],
        props.selected && styles.selected,
        props.active && styles.active,
        props.hovered && styles.hovered,
        props.dragged && styles.dragged,
        props.fit && styles[props.fit],
        node.status && styles[node.status.kind],
        body !== undefined && styles.expanded,
      )}
      style={style}
    >
      <div className={styles.face}>
        <div className={styles.name}>
          <span className={styles.ellipsis}>{node.label}</span>
          {node.problems && node.problems.length > 0 && <ProblemDot problems={node.problems} />}
        </div>
        {node.subtitle !== undefined && <div className={styles.subtitle}>{node.subtitle}</div>}
        {body === undefined &&
          node.rows?.map((row) => (
            <div key={row.label} className={styles.row}>
              <span>{row.label}</span>
              <span className={styles.value}>{row.value}</span>
            </div>
          ))}
        {node.status && <StatusRow status={node.status} />}
        {body !== undefined && (
          <Body node={node} onMeasure={props.onMeasure}>
            {body}
          </Body>
        )}
      </div>
      <Ports {...props} side="input" ports={node.inputs} />
      <Ports {...props} side="output" ports={node.outputs} />
    </div>
  );
});

function ProblemDot({ problems }: { readonly problems: readonly GraphProblem[] }) {
  const error = problems.some((problem) => problem.severity === 'error');
  const text = problems.map((problem) => problem.message).join('\n');
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classNames(styles.problem, error ? styles.error : styles.warning)}
    >
      {error ? '×' : '!'}
    </span>
  );
}

type PortsProps = NodeCardProps & { readonly side: PortSide; readonly ports: readonly Port[] };

function Ports({ node, side, ports, direction, litPort }: PortsProps) {
  return ports.map((port, i) => {
    const along = `${((i + 1) / (ports.length + 1)) * 100}%`;
    const edge = side === 'input' ? '0%' : '100%';
    const lit = litPort?.node === node.id && litPort.port === port.id && litPort.side === side;
    return (
      <span
        key={port.id}
        title={port.type === undefined ? port.label : `${port.label}: ${port.type}`}
        className={classNames(styles.port, lit && styles.litPort)}
        style={direction === 'vertical' ? { left: along, top: edge } : { left: edge, top: along }}
      />
    );
  });
}

/** Reports its height, since only the host knows what it put in. */
function Body({
  node,
  onMeasure,
  children,
}: {
  readonly node: GraphNode;
  readonly onMeasure: NodeCardProps['onMeasure'];
  readonly children: ReactNode;
}) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const card = element.current!.closest<HTMLElement>(`.${styles.node}`)!;
    const report = () => onMeasure(node.id, card.offsetHeight);
    report();
    const observer = new ResizeObserver(report);
    observer.observe(card);
    return () => observer.disconnect();
  }, [node.id, onMeasure]);
  return (
    <div ref={element} className={styles.body} data-graph-body="">
      {children}
    </div>
  );
}
