import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { indexGraph, type GraphIndex } from '../GraphIndex.ts';
import type { Layout, LayoutInput } from '../layout/layoutGraph.ts';
import { LayoutSession } from '../layout/LayoutSession.ts';
import { layoutInput, sameLayoutInput } from '../layoutInput.ts';
import { measureNode, measureTitle } from '../measureNode.ts';
import type { Direction, GraphEdge, GraphNode, Size } from '../types.ts';

/** Until an expanded node has been drawn once, nobody knows how tall it is. */
const GUESSED_BODY = 160;

export interface GraphLayout {
  readonly index: GraphIndex;
  readonly input: LayoutInput;
  readonly layout: Layout | undefined;
  readonly tidy: () => void;
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
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const layout = useSyncExternalStore(session.subscribe, session.current);
  const index = useMemo(() => indexGraph(nodes, edges), [nodes, edges]);
  const wanted = useMemo(() => {
    const sizeOf = (node: GraphNode): Size => {
      const folded = index.children.has(node.id) ? measureTitle(node) : measureNode(node);
      if (!expanded.has(node.id)) return folded;
      const height = heights.get(node.id) ?? folded.height + GUESSED_BODY;
      return { width: Math.max(folded.width, expandedWidth), height };
    };
    return layoutInput(index, direction, sizeOf);
  }, [index, direction, expanded, expandedWidth, heights]);
  // Most edits leave the form of the graph as it is; then everything that follows from it is kept.
  const [input, setInput] = useState(wanted);
  if (input !== wanted && !sameLayoutInput(input, wanted)) setInput(wanted);
  const onMeasure = useCallback((id: string, height: number) => {
    setHeights((known) => (known.get(id) === height ? known : new Map(known).set(id, height)));
  }, []);
  useLayoutEffect(() => session.update(input), [session, input]);
  useEffect(() => session.close, [session]);
  return { index, input, layout, tidy: session.tidy, onMeasure };
}
