import type { Levels } from './levels.ts';
import { positionsInRows } from './order.ts';

/** What the coordinates across the flow depend on. */
export interface Across {
  readonly levels: Levels;
  readonly extent: Float64Array;
  readonly gap: (left: number, right: number) => number;
}

/**
 * Centres across the flow, after Brandes and Köpf: nodes are aligned in blocks four times, from above and
 * below, from the left and the right; each time the blocks are packed, and the four results are averaged.
 * Every block is a straight line in all four, so that chains and long edges come out straight. Centres are
 * aligned rather than ports: a trunk of nodes with two inputs would lean further with every one of them.
 */
export function straighten(across: Across): Float64Array {
  const usable = usableSegments(across.levels);
  const importance = importanceOfSegments(across.levels);
  const position = positionsInRows(across.levels);
  const drafts = [false, true].flatMap((upwards) =>
    [false, true].map((mirrored) => {
      const pass: Pass = { across, usable, importance, position, upwards, mirrored };
      return pack(pass, alignBlocks(pass));
    }),
  );
  return balance(drafts, across.extent);
}

interface Pass {
  readonly across: Across;
  readonly usable: Uint8Array;
  readonly importance: Importance;
  readonly position: Int32Array;
  readonly upwards: boolean;
  readonly mirrored: boolean;
}

/**
 * Segments along which nodes may be aligned: never those that cross the inside of a long edge, and a node
 * with a direct neighbour follows that rather than an edge that only passes by.
 */
function usableSegments(levels: Levels): Uint8Array {
  const { segments, real } = levels;
  const { from, to, count } = segments;
  const usable = new Uint8Array(from.length).fill(1);
  const directOut = new Uint8Array(count);
  const directIn = new Uint8Array(count);
  for (let s = 0; s < from.length; s++) {
    if (from[s]! >= real || to[s]! >= real) continue;
    directOut[from[s]!] = 1;
    directIn[to[s]!] = 1;
  }
  for (let s = 0; s < from.length; s++) {
    const leaves = from[s]! < real && to[s]! >= real && directOut[from[s]!];
    const arrives = to[s]! < real && from[s]! >= real && directIn[to[s]!];
    if (leaves || arrives) usable[s] = 0;
  }
  forbidCrossingLongEdges(levels, usable);
  return usable;
}

interface Importance {
  /** How many nodes lie on the longest unbroken path through the segment; 0 along and beside long edges. */
  readonly of: Int32Array;
  readonly bestOut: Int32Array;
  readonly bestIn: Int32Array;
}

/**
 * Where paths part and meet again, the longer one is the trunk and stays straight. Without this a network of
 * many such blocks would lean by half a node with each of them.
 */
function importanceOfSegments({ segments, rows, real }: Levels): Importance {
  const { from, to, count, out, in: into } = segments;
  const above = new Int32Array(count);
  const below = new Int32Array(count);
  const direct = (s: number) => from[s]! < real && to[s]! < real;
  for (const row of rows) {
    for (const v of row) {
      for (let k = into.start[v]!; k < into.start[v + 1]!; k++) {
        const s = into.edge[k]!;
        if (direct(s)) above[v] = Math.max(above[v]!, above[from[s]!]! + 1);
      }
    }
  }
  for (let r = rows.length - 1; r >= 0; r--) {
    for (const v of rows[r]!) {
      for (let k = out.start[v]!; k < out.start[v + 1]!; k++) {
        const s = out.edge[k]!;
        if (direct(s)) below[v] = Math.max(below[v]!, below[to[s]!]! + 1);
      }
    }
  }
  const of = new Int32Array(from.length);
  const bestOut = new Int32Array(count);
  const bestIn = new Int32Array(count);
  for (let s = 0; s < of.length; s++) {
    const [u, v] = [from[s]!, to[s]!];
    const length = direct(s) ? above[u]! + below[v]! + 1 : 0;
    of[s] = length;
    if (length > bestOut[u]!) bestOut[u] = length;
    if (length > bestIn[v]!) bestIn[v] = length;
  }
  return { of, bestOut, bestIn };
}

function forbidCrossingLongEdges(levels: Levels, usable: Uint8Array): void {
  const { rows, segments, real } = levels;
  const { from, in: into } = segments;
  const position = positionsInRows(levels);
  for (let r = 1; r < rows.length; r++) {
    const lower = rows[r]!;
    let left = 0;
    let scanned = 0;
    for (let i = 0; i < lower.length; i++) {
      const v = lower[i]!;
      const upper = v >= real ? from[into.edge[into.start[v]!]!]! : -1;
      const inside = upper >= real;
      if (!inside && i < lower.length - 1) continue;
      const right = inside ? position[upper]! : rows[r - 1]!.length - 1;
      for (; scanned <= i; scanned++) {
        const w = lower[scanned]!;
        for (let k = into.start[w]!; k < into.start[w + 1]!; k++) {
          const s = into.edge[k]!;
          const at = position[from[s]!]!;
          if ((at < left || at > right) && !(w >= real && from[s]! >= real)) usable[s] = 0;
        }
      }
      left = right;
    }
  }
}

function alignBlocks(pass: Pass): Int32Array {
  const { levels } = pass.across;
  const { rows, segments } = levels;
  const root = new Int32Array(segments.count);
  for (let v = 0; v < root.length; v++) root[v] = v;
  const steps = rows.length - 1;
  for (let step = 1; step <= steps; step++) {
    const row = rows[pass.upwards ? steps - step : step]!;
    const reference = rows[pass.upwards ? steps - step + 1 : step - 1]!;
    alignRow(pass, row, reference.length, root);
  }
  return root;
}

function alignRow(pass: Pass, row: Int32Array, referenceLength: number, root: Int32Array): void {
  const { across, usable, importance, position, upwards, mirrored } = pass;
  const { from, to, in: into, out } = across.levels.segments;
  const { start, edge } = upwards ? out : into;
  const other = upwards ? to : from;
  const best = upwards ? importance.bestIn : importance.bestOut;
  const place = (u: number) => (mirrored ? referenceLength - 1 - position[u]! : position[u]!);
  const candidates: number[] = [];
  let taken = -1;
  for (let i = 0; i < row.length; i++) {
    const v = row[mirrored ? row.length - 1 - i : i]!;
    candidates.length = 0;
    let longest = 0;
    for (let k = start[v]!; k < start[v + 1]!; k++) {
      const s = edge[k]!;
      if (!usable[s] || importance.of[s]! < best[other[s]!]! || importance.of[s]! < longest) continue;
      if (importance.of[s]! > longest) candidates.length = 0;
      longest = importance.of[s]!;
      candidates.push(s);
    }
    if (candidates.length === 0) continue;
    if (candidates.length > 1) candidates.sort((a, b) => place(other[a]!) - place(other[b]!));
    const middle = (candidates.length - 1) / 2;
    let u = other[candidates[Math.floor(middle)]!]!;
    if (place(u) <= taken) u = other[candidates[Math.ceil(middle)]!]!;
    if (place(u) <= taken) continue;
    root[v] = root[u]!;
    taken = place(u);
  }
}

/** Pushes every block as far to the near side as the order allows, then back towards what it stands next to. */
function pack(pass: Pass, root: Int32Array): Float64Array {
  const { across, mirrored } = pass;
  const { rows, segments } = across.levels;
  const neighbours = neighbourBlocks(pass, root);
  const { from, to, least, next, previousCount } = neighbours;
  const place = new Float64Array(segments.count);
  const order = new Int32Array(segments.count);
  let end = 0;
  for (let v = 0; v < segments.count; v++) if (root[v] === v && previousCount[v] === 0) order[end++] = v;
  for (let i = 0; i < end; i++) {
    for (let e = next.head[order[i]!]!; e >= 0; e = next.link[e]!) {
      place[to[e]!] = Math.max(place[to[e]!]!, place[from[e]!]! + least[e]!);
      if (--previousCount[to[e]!]! === 0) order[end++] = to[e]!;
    }
  }
  for (let i = end - 1; i >= 0; i--) {
    let room = Infinity;
    for (let e = next.head[order[i]!]!; e >= 0; e = next.link[e]!) {
      room = Math.min(room, place[to[e]!]! - least[e]!);
    }
    if (room < Infinity) place[order[i]!] = Math.max(place[order[i]!]!, room);
  }
  const sign = mirrored ? -1 : 1;
  const centres = new Float64Array(segments.count);
  for (const row of rows) for (const v of row) centres[v] = sign * place[root[v]!]!;
  return centres;
}

function neighbourBlocks({ across, mirrored }: Pass, root: Int32Array) {
  const { rows, segments } = across.levels;
  const size = rows.reduce((sum, row) => sum + row.length - 1, 0);
  const [from, to] = [new Int32Array(size), new Int32Array(size)];
  const least = new Float64Array(size);
  const next = { head: new Int32Array(segments.count).fill(-1), link: new Int32Array(size) };
  const previousCount = new Int32Array(segments.count);
  let e = 0;
  for (const row of rows) {
    for (let i = 1; i < row.length; i++, e++) {
      const near = row[mirrored ? row.length - i : i - 1]!;
      const far = row[mirrored ? row.length - 1 - i : i]!;
      from[e] = root[near]!;
      to[e] = root[far]!;
      least[e] = across.gap(near, far);
      next.link[e] = next.head[from[e]!]!;
      next.head[from[e]!] = e;
      previousCount[to[e]!]!++;
    }
  }
  return { from, to, least, next, previousCount };
}

/** Lines the four drafts up with the narrowest and takes, for each node, the mean of the middle two. */
function balance(drafts: readonly Float64Array[], extent: Float64Array): Float64Array {
  const spans = drafts.map((draft) => spanOf(draft, extent));
  const narrowest = spans.reduce((a, b) => (b.right - b.left < a.right - a.left ? b : a));
  const moves = spans.map((span, i) =>
    i % 2 === 0 ? narrowest.left - span.left : narrowest.right - span.right,
  );
  const [a, b, c, d] = drafts as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [moveA, moveB, moveC, moveD] = moves as [number, number, number, number];
  const centres = new Float64Array(extent.length);
  for (let v = 0; v < centres.length; v++) {
    centres[v] = middleOf(a[v]! + moveA, b[v]! + moveB, c[v]! + moveC, d[v]! + moveD);
  }
  return centres;
}

/** The mean of the two that are neither the least nor the greatest. */
function middleOf(a: number, b: number, c: number, d: number): number {
  const least = Math.max(Math.min(a, b), Math.min(c, d));
  const greatest = Math.min(Math.max(a, b), Math.max(c, d));
  return (least + greatest) / 2;
}

function spanOf(draft: Float64Array, extent: Float64Array): { left: number; right: number } {
  let [left, right] = [Infinity, -Infinity];
  for (let v = 0; v < draft.length; v++) {
    left = Math.min(left, draft[v]! - extent[v]! / 2);
    right = Math.max(right, draft[v]! + extent[v]! / 2);
  }
  return { left, right };
}
