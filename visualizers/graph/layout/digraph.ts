/** A directed graph over 0..count-1. Typed arrays: ten thousand nodes are laid out while a person waits. */
export interface Digraph {
  readonly count: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly out: Incidence;
  readonly in: Incidence;
}

/** The edges at node v are `edge[start[v]] ... edge[start[v + 1] - 1]`, in their given order. */
export interface Incidence {
  readonly start: Int32Array;
  readonly edge: Int32Array;
}

export function digraph(count: number, from: Int32Array, to: Int32Array): Digraph {
  return { count, from, to, out: incidence(count, from), in: incidence(count, to) };
}

export function degree(incidence: Incidence, node: number): number {
  return incidence.start[node + 1]! - incidence.start[node]!;
}

function incidence(count: number, ends: Int32Array): Incidence {
  const start = new Int32Array(count + 1);
  for (const end of ends) start[end + 1]!++;
  for (let v = 0; v < count; v++) start[v + 1]! += start[v]!;
  const next = start.slice(0, count);
  const edge = new Int32Array(ends.length);
  for (let e = 0; e < ends.length; e++) edge[next[ends[e]!]!++] = e;
  return { start, edge };
}
