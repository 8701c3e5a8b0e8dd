import { degree, digraph, type Digraph } from './digraph.ts';
import type { LayoutInput } from './layout.ts';
import { endsOf, type PackedInput } from './packedLayout.ts';

/** As much as a screen shows, at a size that can be read, and a little more. */
const ENOUGH = 240;
/** Nodes may stand closer to what they feed than their inputs say: so many rows are looked at beyond. */
const BEYOND = 4;

/**
 * The first rows of a graph that is drawn from its beginning, to be shown while the whole is laid out; undefined
 * where what stands where cannot be told from the rows alone, or where they are most of the graph.
 */
export function beginningOf(input: LayoutInput, packed: PackedInput): LayoutInput | undefined {
  const { nodes, edges, direction } = input;
  if (nodes.some(({ parent, pinned }) => parent !== undefined || pinned !== undefined)) return undefined;
  const { from, to } = endsOf(packed);
  const graph = digraph(nodes.length, from, to);
  const isFirst = firstRows(graph);
  // Where several parts stand side by side depends on how large they are.
  if (!isFirst || !isConnected(graph)) return undefined;
  const first = nodes.filter((_, v) => isFirst[v] === 1);
  if (first.length * 4 > nodes.length) return undefined;
  const present = new Set(first.map(({ id }) => id));
  const among = edges.filter(({ source, target }) => present.has(source) && present.has(target));
  return { nodes: first, edges: among, direction };
}

const UNKNOWN = -1;

/** Undefined where a circle is met too soon: what lies behind it is never ready. */
function firstRows(graph: Digraph): Uint8Array | undefined {
  const { count, to, out, in: into } = graph;
  const ranks = new Int32Array(count).fill(UNKNOWN);
  const waiting = new Int32Array(count);
  const order: number[] = [];
  for (let v = 0; v < count; v++) {
    waiting[v] = degree(into, v);
    if (waiting[v] === 0) order.push(v);
  }
  const enough = ENOUGH + order.length;
  let rows = 0;
  let beyond = 0;
  for (let start = 0; beyond < BEYOND; rows++) {
    const end = order.length;
    if (start === end) return undefined;
    if (end > enough) beyond++;
    for (; start < end; start++) {
      const v = order[start]!;
      ranks[v] = rows;
      for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
        const next = to[out.edge[k]!]!;
        if (--waiting[next]! === 0) order.push(next);
      }
    }
  }
  pullTowardsConsumers(graph, order, ranks);
  return Uint8Array.from(ranks, (rank) => (rank !== UNKNOWN && rank < rows - BEYOND ? 1 : 0));
}

/** As in the whole, where what is fed is known. */
function pullTowardsConsumers({ to, out, in: into }: Digraph, order: readonly number[], ranks: Int32Array) {
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i]!;
    if (ranks[v] === UNKNOWN || degree(out, v) <= degree(into, v)) continue;
    let nearest = Infinity;
    for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
      const rank = ranks[to[out.edge[k]!]!]!;
      if (rank !== UNKNOWN) nearest = Math.min(nearest, rank);
    }
    ranks[v] = nearest === Infinity ? UNKNOWN : nearest - 1;
  }
}

function isConnected({ count, from, to, out, in: into }: Digraph): boolean {
  const seen = new Uint8Array(count);
  const stack: number[] = [];
  let reached = 0;
  const visit = (v: number) => {
    if (seen[v]) return;
    seen[v] = 1;
    reached++;
    stack.push(v);
  };
  visit(0);
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    for (let k = out.start[v]!; k < out.start[v + 1]!; k++) visit(to[out.edge[k]!]!);
    for (let k = into.start[v]!; k < into.start[v + 1]!; k++) visit(from[into.edge[k]!]!);
  }
  return reached === count;
}
