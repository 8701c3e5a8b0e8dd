import type { Levels } from './levels.ts';
import { orderRowsBy } from './order.ts';
import type { Across } from './straighten.ts';

/** How hard a node insists on the place it had, against a new node and against the lane of an edge. */
const KNOWN = 1e6;
const NEW = 10;
const LANE = 1;

/** In widths of the node. */
const FAR_OFF = 3;

/**
 * Centres across the flow for a graph that was drawn before: what was there stays, what is new goes to its
 * neighbours, and where room is missing as little as possible is moved. `before` is NaN for what is new.
 */
export function anchor(across: Across, before: Float64Array): Float64Array {
  const { levels } = across;
  const wish = wishes(across, before);
  const weight = Float64Array.from(wish, (_, v) =>
    v >= levels.real ? LANE : Number.isNaN(before[v]!) ? NEW : KNOWN,
  );
  orderRowsBy(levels, wish);
  const draft = separate(across, wish, weight);
  return separate(across, straightLanes(levels, wish, draft), weight);
}

function wishes(across: Across, before: Float64Array): Float64Array {
  const { levels } = across;
  const wish = before.slice();
  for (const row of levels.rows) for (const v of row) if (v < levels.real) wishByNeighbours(levels, wish, v);
  for (const row of levels.rows.toReversed()) {
    for (const v of row) if (v < levels.real) wishByNeighbours(levels, wish, v);
  }
  for (let v = 0; v < levels.real; v++) if (Number.isNaN(wish[v]!)) wish[v] = 0;
  for (const row of levels.rows) findRoom(across, row, before, wish);
  for (let e = 0; e < levels.dummyCount.length; e++) wishLane(levels, wish, e);
  return wish;
}

function wishByNeighbours(levels: Levels, wish: Float64Array, v: number): void {
  if (!Number.isNaN(wish[v]!)) return;
  const { from, to, in: into, out } = levels.segments;
  let sum = 0;
  let count = 0;
  const hear = (value: number) => {
    if (Number.isNaN(value)) return;
    sum += value;
    count++;
  };
  for (let k = into.start[v]!; k < into.start[v + 1]!; k++) hear(wish[from[into.edge[k]!]!]!);
  for (let k = out.start[v]!; k < out.start[v + 1]!; k++) hear(wish[to[out.edge[k]!]!]!);
  if (count > 0) wish[v] = sum / count;
}

/** New nodes stand beside the known ones of their row rather than between them, unless that is far off. */
function findRoom(across: Across, row: Int32Array, before: Float64Array, wish: Float64Array): void {
  const { levels, extent, gap } = across;
  const members = Array.from(row).filter((v) => v < levels.real);
  const fresh = members.filter((v) => Number.isNaN(before[v]!));
  if (fresh.length === 0 || fresh.length === members.length) return;
  const known = members.filter((v) => !Number.isNaN(before[v]!)).sort((a, b) => wish[a]! - wish[b]!);
  for (const v of fresh) {
    const after = known.reduce(
      (x, u) => (Math.abs(x - wish[u]!) < gap(u, v) ? wish[u]! + gap(u, v) : x),
      wish[v]!,
    );
    const ahead = known.reduceRight(
      (x, u) => (Math.abs(x - wish[u]!) < gap(u, v) ? wish[u]! - gap(u, v) : x),
      wish[v]!,
    );
    const nearest = after - wish[v]! <= wish[v]! - ahead ? after : ahead;
    if (Math.abs(nearest - wish[v]!) <= FAR_OFF * extent[v]!) wish[v] = nearest;
  }
}

/** A lane that is new runs half way between the ends of its edge. */
function wishLane(levels: Levels, wish: Float64Array, e: number): void {
  const first = levels.firstDummy[e]!;
  const count = levels.dummyCount[e]!;
  if (count === 0) return;
  const { from, to, in: into, out } = levels.segments;
  const upper = from[into.edge[into.start[first]!]!]!;
  const last = first + count - 1;
  const lower = to[out.edge[out.start[last]!]!]!;
  const middle = (wish[upper]! + wish[lower]!) / 2;
  for (let v = first; v <= last; v++) if (Number.isNaN(wish[v]!)) wish[v] = middle;
}

/** A lane that had to give way somewhere gives way along its whole length. */
function straightLanes(levels: Levels, wish: Float64Array, draft: Float64Array): Float64Array {
  const straight = wish.slice();
  for (let e = 0; e < levels.dummyCount.length; e++) {
    const first = levels.firstDummy[e]!;
    const lane = draft.subarray(first, first + levels.dummyCount[e]!);
    let [low, high, drift] = [Infinity, -Infinity, 0];
    lane.forEach((x, i) => {
      low = Math.min(low, x);
      high = Math.max(high, x);
      drift += x - wish[first + i]!;
    });
    straight.fill(drift >= 0 ? high : low, first, first + lane.length);
  }
  return straight;
}

/** The nearest places to the wishes that keep order and gaps, row by row. */
function separate(across: Across, wish: Float64Array, weight: Float64Array): Float64Array {
  const centres = wish.slice();
  for (const row of across.levels.rows) separateRow(row, across.gap, wish, weight, centres);
  return centres;
}

/** Least squares under an order, by pooling adjacent violators: exact, and linear in the length of the row. */
function separateRow(
  row: Int32Array,
  gap: (left: number, right: number) => number,
  wish: Float64Array,
  weight: Float64Array,
  centres: Float64Array,
): void {
  const offset = new Float64Array(row.length);
  const pools: { mean: number; weight: number; end: number }[] = [];
  for (let i = 0; i < row.length; i++) {
    const v = row[i]!;
    offset[i] = i === 0 ? 0 : offset[i - 1]! + gap(row[i - 1]!, v);
    let pool = { mean: wish[v]! - offset[i]!, weight: weight[v]!, end: i };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const total = last.weight + pool.weight;
      pool = { mean: (last.mean * last.weight + pool.mean * pool.weight) / total, weight: total, end: i };
      pools.pop();
    }
    pools.push(pool);
  }
  let i = 0;
  for (const pool of pools) for (; i <= pool.end; i++) centres[row[i]!] = pool.mean + offset[i]!;
}
