import { digraph, type Digraph } from './digraph.ts';

/**
 * The graph with every edge cut into segments between neighbouring rows. Where an edge crosses a row a
 * stand-in holds its place; stand-ins are numbered from `real` on.
 */
export interface Levels {
  readonly real: number;
  readonly segments: Digraph;
  /** The edge that a segment belongs to. */
  readonly edgeOf: Int32Array;
  readonly rank: Int32Array;
  readonly rows: readonly Int32Array[];
  /** The rows one after the other: they are windows on it. */
  readonly order: Int32Array;
  /** The stand-ins of an edge are `firstDummy[e] ... firstDummy[e] + dummyCount[e] - 1`, from its upper end. */
  readonly firstDummy: Int32Array;
  readonly dummyCount: Int32Array;
}

/** Beyond this many the longest edges go without stand-ins: they cost quadratic time and say little. */
const dummyBudget = (graph: Digraph) => 2000 + 3 * (graph.count + graph.from.length);

export function levels(graph: Digraph, ranks: Int32Array): Levels {
  const edgeCount = graph.from.length;
  const span = (e: number) => ranks[graph.to[e]!]! - ranks[graph.from[e]!]!;
  const longest = longestSpanWithin(dummyBudget(graph), edgeCount, span);
  const dummyCount = new Int32Array(edgeCount);
  const firstDummy = new Int32Array(edgeCount);
  let total = graph.count;
  let segmentCount = 0;
  for (let e = 0; e < edgeCount; e++) {
    if (span(e) > longest) continue;
    dummyCount[e] = span(e) - 1;
    firstDummy[e] = total;
    total += span(e) - 1;
    segmentCount += span(e);
  }
  const from = new Int32Array(segmentCount);
  const to = new Int32Array(segmentCount);
  const edgeOf = new Int32Array(segmentCount);
  const rank = new Int32Array(total);
  rank.set(ranks);
  let s = 0;
  for (let e = 0; e < edgeCount; e++) {
    if (span(e) > longest) continue;
    let upper = graph.from[e]!;
    for (let i = 0; i <= dummyCount[e]!; i++) {
      const lower = i < dummyCount[e]! ? firstDummy[e]! + i : graph.to[e]!;
      if (lower >= graph.count) rank[lower] = rank[upper]! + 1;
      from[s] = upper;
      to[s] = lower;
      edgeOf[s++] = e;
      upper = lower;
    }
  }
  const segments = digraph(total, from, to);
  return { real: graph.count, segments, edgeOf, rank, ...rowsOf(rank), firstDummy, dummyCount };
}

function longestSpanWithin(budget: number, edgeCount: number, span: (edge: number) => number): number {
  const histogram: number[] = [];
  for (let e = 0; e < edgeCount; e++) histogram[span(e)] = (histogram[span(e)] ?? 0) + 1;
  let used = 0;
  for (let length = 1; length < histogram.length; length++) {
    used += (histogram[length] ?? 0) * (length - 1);
    if (used > budget) return length - 1;
  }
  return histogram.length;
}

function rowsOf(rank: Int32Array): Pick<Levels, 'rows' | 'order'> {
  let count = 0;
  for (let v = 0; v < rank.length; v++) count = Math.max(count, rank[v]! + 1);
  const end = new Int32Array(count + 1);
  for (let v = 0; v < rank.length; v++) end[rank[v]! + 1]!++;
  for (let r = 0; r < count; r++) end[r + 1]! += end[r]!;
  const order = new Int32Array(rank.length);
  const rows = Array.from({ length: count }, (_, r) => order.subarray(end[r], end[r + 1]));
  const next = end.slice(0, count);
  for (let v = 0; v < rank.length; v++) order[next[rank[v]!]!++] = v;
  return { rows, order };
}
