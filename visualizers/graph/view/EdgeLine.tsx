import { path } from 'd3';
import { memo } from 'react';
import { classNames } from '../../ui/classNames.ts';
import { traceEdge } from '../edgePath.ts';
import type { Direction, GraphEdge, Point } from '../types.ts';
import styles from './GraphView.module.css';

export interface EdgeLineProps {
  readonly edge: GraphEdge;
  readonly d: string;
  readonly selected: boolean;
  readonly hovered: boolean;
  readonly touching: boolean;
  readonly dimmed: boolean;
}

export const EdgeLine = memo(function EdgeLine(props: EdgeLineProps) {
  return (
    <path
      d={props.d}
      className={classNames(
        styles.edge,
        props.touching && styles.edgeTouching,
        props.hovered && styles.edgeHovered,
        props.selected && styles.edgeSelected,
        props.edge.problem && styles.edgeProblem,
        props.dimmed && styles.edgeDimmed,
      )}
    />
  );
});

export function edgePathString(points: readonly Point[], direction: Direction): string {
  const sink = path();
  traceEdge(sink, points, direction);
  return sink.toString();
}
