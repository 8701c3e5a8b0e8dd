import { memo, type CSSProperties, type ReactNode } from 'react';
import { classNames } from '../../ui/classNames.ts';
import type { Direction, GraphNode, PortRef } from '../types.ts';
import styles from './GraphView.module.css';
import { Body, FoldButton, Marks, Ports } from './nodeParts.tsx';
import { StatusRow } from './StatusRow.tsx';

export interface NodeCardProps {
  readonly node: GraphNode;
  readonly domId: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly direction: Direction;
  /** In words. */
  readonly description: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly hovered: boolean;
  readonly dragged: boolean;
  /** While connecting: whether it fits. */
  readonly fit: 'origin' | 'fits' | 'dimmed' | 'target' | undefined;
  readonly litPort: PortRef | undefined;
  readonly shared: ReadonlyMap<string, number> | undefined;
  /** The body of an expanded node. */
  readonly body?: ReactNode;
  readonly onMeasure: (id: string, height: number) => void;
  readonly onFold: ((id: string) => void) | undefined;
}

export const NodeCard = memo(function NodeCard(props: NodeCardProps) {
  const { node, height, body, onMeasure } = props;
  const open = body !== undefined;
  return (
    <div
      {...describedNode(props)}
      className={classNames(
        styles.node,
        styles[node.shape ?? (node.foldable ? 'stack' : 'card')],
        ...stateClasses(props),
        open && styles.expanded,
      )}
      style={placedNode(props, open ? undefined : height)}
    >
      <div className={styles.face}>
        <div className={styles.name}>
          <FoldButton node={node} open={false} onFold={props.onFold} />
          <span className={styles.ellipsis}>{node.label}</span>
          <Marks node={node} />
        </div>
        {node.subtitle !== undefined && <div className={styles.subtitle}>{node.subtitle}</div>}
        {!open &&
          node.rows?.map((row) => (
            <div key={row.label} className={styles.row}>
              <span>{row.label}</span>
              <span className={styles.value}>{row.value}</span>
            </div>
          ))}
        {node.status && <StatusRow status={node.status} />}
        {open && (
          <Body node={node} within={styles.node} onMeasure={onMeasure}>
            {body}
          </Body>
        )}
      </div>
      <Ports {...props} />
    </div>
  );
});

export function describedNode({ domId, description }: NodeCardProps) {
  return {
    id: domId,
    role: 'group',
    'aria-roledescription': 'node',
    'aria-label': description,
  };
}

export function stateClasses({ node, selected, active, hovered, dragged, fit }: NodeCardProps) {
  return [
    selected && styles.selected,
    active && styles.active,
    hovered && styles.hovered,
    node.marked && styles.marked,
    dragged && styles.dragged,
    fit && styles[fit],
    node.status && styles[node.status.kind],
  ];
}

export function placedNode({ node, x, y, width }: NodeCardProps, height: number | undefined) {
  const style: CSSProperties & Record<'--band', string> = {
    transform: `translate(${x}px, ${y}px)`,
    width,
    height,
    '--band': `var(--band-${node.band ?? 'other'}, var(--band-other))`,
  };
  return style;
}
