import type { Incidence } from './digraph.ts';
import type { Levels } from './levels.ts';

/** Orders each row, in place, so that few edges cross. */
export function orderRows(levels: Levels): void {
  startDepthFirst(levels);
  let best = snapshot(levels.rows);
  let fewest = countCrossings(levels);
  const sweeps = levels.segments.count > 20_000 ? 6 : 14;
  for (let sweep = 0, idle = 0; sweep < sweeps && fewest > 0 && idle < 4; sweep++, idle++) {
    if (sweep % 2 === 0) sweepDown(levels);
    else sweepUp(levels);
    const crossings = countCrossings(levels);
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = snapshot(levels.rows);
    idle = -1;
  }
  best.forEach((row, r) => levels.rows[r]!.set(row));
}

/** Orders each row by where its members are wanted; equal wishes keep their order. */
export function orderRowsBy(levels: Levels, wish: Float64Array): void {
  for (const row of levels.rows) sortRow(row, wish);
}

export function positionsInRows({ rows, segments }: Levels): Int32Array {
  const position = new Int32Array(segments.count);
  for (const row of rows) row.forEach((v, i) => (position[v] = i));
  return position;
}

const snapshot = (rows: readonly Int32Array[]) => rows.map((row) => row.slice());

/** Nodes that are reached one after the other stand side by side: few crossings before the first sweep. */
function startDepthFirst({ segments, rank, rows }: Levels): void {
  const { to, out, count } = segments;
  const seen = new Uint8Array(count);
  const filled = new Int32Array(rows.length);
  const stack: number[] = [];
  const visit = (root: number) => {
    stack.push(root);
    while (stack.length > 0) {
      const v = stack.pop()!;
      if (seen[v]) continue;
      seen[v] = 1;
      rows[rank[v]!]![filled[rank[v]!]!++] = v;
      for (let k = out.start[v + 1]! - 1; k >= out.start[v]!; k--) stack.push(to[out.edge[k]!]!);
    }
  };
  for (const row of snapshot(rows)) for (const v of row) if (!seen[v]) visit(v);
}

function sweepDown(levels: Levels): void {
  const { segments, rows } = levels;
  const scratch = new Float64Array(segments.count);
  for (let r = 1; r < rows.length; r++) {
    sortByNeighbours(rows[r]!, rows[r - 1]!, segments.in, segments.from, scratch);
  }
}

function sweepUp(levels: Levels): void {
  const { segments, rows } = levels;
  const scratch = new Float64Array(segments.count);
  for (let r = rows.length - 2; r >= 0; r--) {
    sortByNeighbours(rows[r]!, rows[r + 1]!, segments.out, segments.to, scratch);
  }
}

function sortByNeighbours(
  row: Int32Array,
  fixed: Int32Array,
  edges: Incidence,
  other: Int32Array,
  scratch: Float64Array,
): void {
  if (row.length < 2) return;
  fixed.forEach((v, i) => (scratch[v] = i));
  const scale = fixed.length / row.length;
  const wanted = Float64Array.from(row, (v, i) => {
    let sum = 0;
    for (let k = edges.start[v]!; k < edges.start[v + 1]!; k++) sum += scratch[other[edges.edge[k]!]!]!;
    const degree = edges.start[v + 1]! - edges.start[v]!;
    return degree === 0 ? i * scale : sum / degree;
  });
  row.forEach((v, i) => (scratch[v] = wanted[i]!));
  sortRow(row, scratch);
}

function sortRow(row: Int32Array, wish: Float64Array): void {
  let sorted = true;
  for (let i = 1; i < row.length && sorted; i++) sorted = wish[row[i - 1]!]! <= wish[row[i]!]!;
  if (sorted) return;
  row.set(Array.from(row).sort((a, b) => wish[a]! - wish[b]!));
}

function countCrossings(levels: Levels): number {
  const { segments, rows } = levels;
  const position = positionsInRows(levels);
  let crossings = 0;
  for (let r = 1; r < rows.length; r++) {
    const upper = rows[r - 1]!;
    const width = rows[r]!.length;
    if (upper.length < 2 || width < 2) continue;
    crossings += crossingsBetween(upper, width, (v) => {
      const { start, edge } = segments.out;
      const targets: number[] = [];
      for (let k = start[v]!; k < start[v + 1]!; k++) targets.push(position[segments.to[edge[k]!]!]!);
      return targets.length > 1 ? targets.sort((a, b) => a - b) : targets;
    });
  }
  return crossings;
}

/** Counts inversions with a binary indexed tree. */
function crossingsBetween(upper: Int32Array, width: number, targets: (node: number) => number[]): number {
  const tree = new Int32Array(width + 1);
  let crossings = 0;
  let inserted = 0;
  for (const v of upper) {
    const reached = targets(v);
    for (const target of reached) {
      let notRight = 0;
      for (let i = target + 1; i > 0; i -= i & -i) notRight += tree[i]!;
      crossings += inserted - notRight;
    }
    for (const target of reached) {
      for (let i = target + 1; i <= width; i += i & -i) tree[i]!++;
    }
    inserted += reached.length;
  }
  return crossings;
}
