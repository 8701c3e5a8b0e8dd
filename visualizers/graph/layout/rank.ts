import { degree, type Digraph } from './digraph.ts';

/** The row of each node: every edge goes down by at least one, and nodes stand close to what they feed. */
export function rank(graph: Digraph): Int32Array {
  const order = topologicalOrder(graph);
  const ranks = longestPaths(graph, order);
  pullTowardsConsumers(graph, order, ranks);
  return fromZero(ranks);
}

function topologicalOrder({ count, to, out, in: into }: Digraph): Int32Array {
  const order = new Int32Array(count);
  const waiting = new Int32Array(count);
  let end = 0;
  for (let v = 0; v < count; v++) {
    waiting[v] = degree(into, v);
    if (waiting[v] === 0) order[end++] = v;
  }
  for (let i = 0; i < end; i++) {
    const v = order[i]!;
    for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
      const next = to[out.edge[k]!]!;
      if (--waiting[next]! === 0) order[end++] = next;
    }
  }
  return order;
}

function longestPaths({ count, to, out }: Digraph, order: Int32Array): Int32Array {
  const ranks = new Int32Array(count);
  for (const v of order) {
    for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
      const next = to[out.edge[k]!]!;
      ranks[next] = Math.max(ranks[next]!, ranks[v]! + 1);
    }
  }
  return ranks;
}

/** Moving a node down shortens each edge out of it and lengthens each edge into it. */
function pullTowardsConsumers(graph: Digraph, order: Int32Array, ranks: Int32Array): void {
  const { to, out, in: into } = graph;
  for (let i = order.length - 1; i >= 0; i--) {
    const v = order[i]!;
    if (degree(out, v) <= degree(into, v)) continue;
    let nearest = Infinity;
    for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
      nearest = Math.min(nearest, ranks[to[out.edge[k]!]!]!);
    }
    ranks[v] = nearest - 1;
  }
}

function fromZero(ranks: Int32Array): Int32Array {
  let lowest = Infinity;
  for (const r of ranks) lowest = Math.min(lowest, r);
  return lowest === 0 || lowest === Infinity ? ranks : ranks.map((r) => r - lowest);
}
