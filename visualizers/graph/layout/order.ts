import type { Incidence } from './digraph.ts';
import type { Levels } from './levels.ts';

/** Where along its nodes each segment starts and ends, from -0.5 to 0.5. */
export interface Ports {
  readonly upper: Float64Array;
  readonly lower: Float64Array;
}

/** Orders each row, in place, so that few edges cross. */
export function orderRows(levels: Levels, ports: Ports): void {
  startDepthFirst(levels);
  let best = snapshot(levels.rows);
  let fewest = countCrossings(levels, ports);
  const sweeps = levels.segments.count > 20_000 ? 6 : 14;
  for (let sweep = 0, idle = 0; sweep < sweeps && fewest > 0 && idle < 4; sweep++, idle++) {
    if (sweep % 2 === 0) sweepDown(levels, ports);
    else sweepUp(levels, ports);
    const crossings = countCrossings(levels, ports);
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

function sweepDown(levels: Levels, ports: Ports): void {
  const { segments, rows } = levels;
  const scratch = new Float64Array(segments.count);
  for (let r = 1; r < rows.length; r++) {
    sortByNeighbours(rows[r]!, rows[r - 1]!, segments.in, segments.from, ports.upper, scratch);
  }
}

function sweepUp(levels: Levels, ports: Ports): void {
  const { segments, rows } = levels;
  const scratch = new Float64Array(segments.count);
  for (let r = rows.length - 2; r >= 0; r--) {
    sortByNeighbours(rows[r]!, rows[r + 1]!, segments.out, segments.to, ports.lower, scratch);
  }
}

function sortByNeighbours(
  row: Int32Array,
  fixed: Int32Array,
  edges: Incidence,
  other: Int32Array,
  port: Float64Array,
  scratch: Float64Array,
): void {
  if (row.length < 2) return;
  fixed.forEach((v, i) => (scratch[v] = i));
  const scale = fixed.length / row.length;
  const wanted = Float64Array.from(row, (v, i) => {
    let sum = 0;
    for (let k = edges.start[v]!; k < edges.start[v + 1]!; k++) {
      const s = edges.edge[k]!;
      sum += scratch[other[s]!]! + port[s]!;
    }
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

/** Places within a row are told apart as finely as ports need it. */
const FINE = 16;
const finely = (position: number, port: number) => position * FINE + Math.round((port + 0.5) * (FINE - 1));

function countCrossings(levels: Levels, ports: Ports): number {
  const { rows, segments } = levels;
  const position = positionsInRows(levels);
  let crossings = 0;
  for (let r = 1; r < rows.length; r++) {
    const [upper, lower] = [rows[r - 1]!, rows[r]!];
    if (upper.length < 2 && lower.length < 2) continue;
    const range = lower.length * FINE;
    const codes: number[] = [];
    for (const v of upper) {
      for (let k = segments.out.start[v]!; k < segments.out.start[v + 1]!; k++) {
        const s = segments.out.edge[k]!;
        const start = finely(position[v]!, ports.upper[s]!);
        codes.push(start * range + finely(position[segments.to[s]!]!, ports.lower[s]!));
      }
    }
    if (codes.length > 1) crossings += inversions(Float64Array.from(codes).sort(), range);
  }
  return crossings;
}

/** Pairs that start in one order and end in the other, by a binary indexed tree. A code is start * range + end. */
function inversions(codes: Float64Array, range: number): number {
  const tree = new Int32Array(range + 1);
  let crossings = 0;
  let counted = 0;
  for (let i = 0; i < codes.length;) {
    const start = Math.floor(codes[i]! / range);
    const first = i;
    for (; i < codes.length && Math.floor(codes[i]! / range) === start; i++) {
      let notRight = 0;
      for (let t = (codes[i]! % range) + 1; t > 0; t -= t & -t) notRight += tree[t]!;
      crossings += counted - notRight;
    }
    for (let j = first; j < i; j++) {
      for (let t = (codes[j]! % range) + 1; t <= range; t += t & -t) tree[t]!++;
    }
    counted += i - first;
  }
  return crossings;
}
