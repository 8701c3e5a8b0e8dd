import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { GraphIndex } from '../GraphIndex.ts';
import { GraphReader } from '../GraphReader.ts';
import { LayoutSession } from '../layout/LayoutSession.ts';
import { measureNode, measureTitle } from '../measureNode.ts';
import type { Direction, GraphEdge, GraphNode, Size } from '../types.ts';
import type { Geometry } from './Geometry.ts';

/** Until an expanded node has been drawn once, nobody knows how tall it is. */
const GUESSED_BODY = 160;

export interface GraphLayout {
  readonly index: GraphIndex;
  /** Of a large graph it may be an edit behind. */
  readonly geometry: Geometry | undefined;
  readonly tidy: () => void;
  /** Resolves when nothing is left to lay out. */
  readonly whole: () => Promise<void>;
  readonly onMeasure: (id: string, height: number) => void;
}

export function useGraphLayout(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  direction: Direction,
  expanded: ReadonlySet<string>,
  expandedWidth: number,
): GraphLayout {
  const [session] = useState(() => new LayoutSession());
  const [reader] = useState(() => new GraphReader());
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const laidOut = useSyncExternalStore(session.subscribe, session.current);
  const geometry = useMemo(() => laidOut && reader.place(laidOut), [reader, laidOut]);
  const index = useMemo(() => reader.index(nodes, edges), [reader, nodes, edges]);
  const { children } = index;
  const sizeOf = useCallback(
    (node: GraphNode): Size => {
      const folded = children.has(node.id) ? measureTitle(node) : measureNode(node);
      if (!expanded.has(node.id)) return folded;
      const height = heights.get(node.id) ?? folded.height + GUESSED_BODY;
      return { width: Math.max(folded.width, expandedWidth), height };
    },
    [children, expanded, expandedWidth, heights],
  );
  const input = useMemo(
    () => reader.measure({ index, direction, sizeOf }),
    [reader, index, direction, sizeOf],
  );
  const onMeasure = useCallback((id: string, height: number) => {
    setHeights((known) => (known.get(id) === height ? known : new Map(known).set(id, height)));
  }, []);
  useLayoutEffect(() => session.update(input), [session, input]);
  useEffect(() => session.close, [session]);
  const { tidy, whole } = session;
  return { index, geometry, tidy, whole, onMeasure };
}
