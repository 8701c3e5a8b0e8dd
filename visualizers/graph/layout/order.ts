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
  const sweeping = new Sweeping(levels, ports);
  let best = levels.order.slice();
  let fewest = sweeping.crossings();
  const sweeps = levels.segments.count > 20_000 ? 6 : 14;
  for (let sweep = 0, idle = 0; sweep < sweeps && fewest > 0 && idle < 4; sweep++, idle++) {
    if (sweep % 2 === 0) sweeping.down();
    else sweeping.up();
    const crossings = sweeping.crossings();
    if (crossings >= fewest) continue;
    fewest = crossings;
    best = levels.order.slice();
    idle = -1;
  }
  levels.order.set(best);
}

/** Orders each row by where its members are wanted; equal wishes keep their order. */
export function orderRowsBy(levels: Levels, wish: Float64Array): void {
  for (const row of levels.rows) sortRow(row, wish);
}

export function positionsInRows({ rows, segments }: Levels): Int32Array {
  const position = new Int32Array(segments.count);
  for (const row of rows) for (let i = 0; i < row.length; i++) position[row[i]!] = i;
  return position;
}

/** Nodes that are reached one after the other stand side by side: few crossings before the first sweep. */
function startDepthFirst({ segments, rank, rows, order }: Levels): void {
  const { to, out, count } = segments;
  const seen = new Uint8Array(count);
  const filled = new Int32Array(rows.length);
  const stack: number[] = [];
  for (const root of order.slice()) {
    if (seen[root]) continue;
    stack.push(root);
    while (stack.length > 0) {
      const v = stack.pop()!;
      if (seen[v]) continue;
      seen[v] = 1;
      rows[rank[v]!]![filled[rank[v]!]!++] = v;
      for (let k = out.start[v + 1]! - 1; k >= out.start[v]!; k--) stack.push(to[out.edge[k]!]!);
    }
  }
}

/** Rows that are ordered again and again by those beside them. What could not have changed is not looked at again. */
class Sweeping {
  readonly #levels: Levels;
  readonly #ports: Ports;
  readonly #position: Int32Array;
  readonly #wish: Float64Array;
  /** When each row last changed, when ordering it last made no difference, and when its crossings were counted. */
  readonly #changed: Int32Array;
  readonly #settled: { readonly down: Int32Array; readonly up: Int32Array };
  readonly #countedAt: Int32Array;
  readonly #counted: Float64Array;
  readonly #counter = new CrossingCounter();
  #now = 0;

  constructor(levels: Levels, ports: Ports) {
    const { rows, segments } = levels;
    this.#levels = levels;
    this.#ports = ports;
    this.#position = positionsInRows(levels);
    this.#wish = new Float64Array(segments.count);
    this.#changed = new Int32Array(rows.length);
    this.#settled = { down: new Int32Array(rows.length).fill(-1), up: new Int32Array(rows.length).fill(-1) };
    this.#countedAt = new Int32Array(rows.length).fill(-1);
    this.#counted = new Float64Array(rows.length);
  }

  down(): void {
    this.#now++;
    const { segments, rows } = this.#levels;
    for (let r = 1; r < rows.length; r++) {
      if (this.#isSettled(this.#settled.down[r]!, r, r - 1)) continue;
      const isSame = this.#sort(r, rows[r - 1]!.length, segments.in, segments.from, this.#ports.upper);
      this.#settled.down[r] = isSame ? this.#now : -1;
    }
  }

  up(): void {
    this.#now++;
    const { segments, rows } = this.#levels;
    for (let r = rows.length - 2; r >= 0; r--) {
      if (this.#isSettled(this.#settled.up[r]!, r, r + 1)) continue;
      const isSame = this.#sort(r, rows[r + 1]!.length, segments.out, segments.to, this.#ports.lower);
      this.#settled.up[r] = isSame ? this.#now : -1;
    }
  }

  crossings(): number {
    const { rows } = this.#levels;
    let crossings = 0;
    for (let r = 1; r < rows.length; r++) {
      if (!this.#isSettled(this.#countedAt[r]!, r, r - 1)) {
        this.#counted[r] = this.#countAbove(r);
        this.#countedAt[r] = this.#now;
      }
      crossings += this.#counted[r]!;
    }
    return crossings;
  }

  #isSettled(since: number, row: number, other: number): boolean {
    return since >= 0 && this.#changed[row]! <= since && this.#changed[other]! <= since;
  }

  /** Answers whether the row was in that order already. */
  #sort(r: number, fixed: number, edges: Incidence, other: Int32Array, port: Float64Array): boolean {
    const row = this.#levels.rows[r]!;
    if (row.length < 2) return true;
    const scale = fixed / row.length;
    for (let i = 0; i < row.length; i++) {
      const v = row[i]!;
      const [start, end] = [edges.start[v]!, edges.start[v + 1]!];
      let sum = 0;
      for (let k = start; k < end; k++) {
        const s = edges.edge[k]!;
        sum += this.#position[other[s]!]! + port[s]!;
      }
      this.#wish[v] = start === end ? i * scale : sum / (end - start);
    }
    if (!sortRow(row, this.#wish)) return true;
    for (let i = 0; i < row.length; i++) this.#position[row[i]!] = i;
    this.#changed[r] = this.#now;
    return false;
  }

  #countAbove(r: number): number {
    const { rows, segments } = this.#levels;
    const [upper, lower] = [rows[r - 1]!, rows[r]!];
    if (upper.length < 2 && lower.length < 2) return 0;
    this.#counter.begin(lower.length * FINE);
    for (let i = 0; i < upper.length; i++) {
      const v = upper[i]!;
      for (let k = segments.out.start[v]!; k < segments.out.start[v + 1]!; k++) {
        const s = segments.out.edge[k]!;
        const end = finely(this.#position[segments.to[s]!]!, this.#ports.lower[s]!);
        this.#counter.add(finely(i, this.#ports.upper[s]!), end);
      }
    }
    return this.#counter.count();
  }
}

/** Answers whether anything had to move. */
function sortRow(row: Int32Array, wish: Float64Array): boolean {
  let sorted = true;
  for (let i = 1; i < row.length && sorted; i++) sorted = wish[row[i - 1]!]! <= wish[row[i]!]!;
  if (sorted) return false;
  row.set(Array.from(row).sort((a, b) => wish[a]! - wish[b]!));
  return true;
}

/** Places within a row are told apart as finely as ports need it. */
const FINE = 16;
const finely = (position: number, port: number) => position * FINE + Math.round((port + 0.5) * (FINE - 1));

/** Fewer are compared with each other faster than they are sorted. */
const FEW = 16;

/** Counts pairs that start in one order and end in the other. */
class CrossingCounter {
  #starts = new Float64Array(64);
  #ends = new Float64Array(64);
  #size = 0;
  #range = 0;

  /** All ends are below the range. */
  begin(range: number): void {
    this.#range = range;
    this.#size = 0;
  }

  add(start: number, end: number): void {
    if (this.#size === this.#starts.length) this.#grow();
    this.#starts[this.#size] = start;
    this.#ends[this.#size++] = end;
  }

  count(): number {
    return this.#size <= FEW ? this.#compareAll() : this.#sortAndCount();
  }

  #compareAll(): number {
    let crossings = 0;
    for (let i = 1; i < this.#size; i++) {
      for (let j = 0; j < i; j++) {
        const order = (this.#starts[i]! - this.#starts[j]!) * (this.#ends[i]! - this.#ends[j]!);
        if (order < 0) crossings++;
      }
    }
    return crossings;
  }

  #sortAndCount(): number {
    const codes = new Float64Array(this.#size);
    for (let i = 0; i < this.#size; i++) codes[i] = this.#starts[i]! * this.#range + this.#ends[i]!;
    return inversions(codes.sort(), this.#range);
  }

  #grow(): void {
    const [starts, ends] = [this.#starts, this.#ends];
    this.#starts = new Float64Array(2 * this.#size);
    this.#ends = new Float64Array(2 * this.#size);
    this.#starts.set(starts);
    this.#ends.set(ends);
  }
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
