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
  readonly rows: Int32Array[];
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
  return { real: graph.count, segments, edgeOf, rank, rows: rowsOf(rank), firstDummy, dummyCount };
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

function rowsOf(rank: Int32Array): Int32Array[] {
  const sizes: (number | undefined)[] = [];
  for (const r of rank) sizes[r] = (sizes[r] ?? 0) + 1;
  const rows = Array.from(sizes, (size) => new Int32Array(size ?? 0));
  const filled = new Int32Array(rows.length);
  for (let v = 0; v < rank.length; v++) rows[rank[v]!]![filled[rank[v]!]!++] = v;
  return rows;
}
