import { acyclic } from './acyclic.ts';
import { componentsOf, type Component } from './components.ts';
import { digraph } from './digraph.ts';
import type { LayoutInput } from './layout.ts';
import { rank } from './rank.ts';

/** As much as a screen shows, at a size that can be read, and a little more. */
const ENOUGH = 240;

/**
 * The first rows of a graph that is drawn from its beginning, to be shown while the whole is laid out. Its rows are
 * those of the whole; undefined where that cannot be told from the rows alone, or where they are most of the graph.
 */
export function beginningOf(input: LayoutInput): LayoutInput | undefined {
  if (input.nodes.some(({ parent, pinned }) => parent !== undefined || pinned !== undefined))
    return undefined;
  const components = componentsOf(input);
  const [first] = components;
  // Where several parts stand side by side depends on how large they are.
  if (components.length !== 1 || !first) return undefined;
  const isFirst = firstRows(first);
  const nodes = first.nodes.filter((_, v) => isFirst[v] === 1);
  if (nodes.length * 4 > first.nodes.length) return undefined;
  const edges = first.edges.filter((_, e) => isFirst[first.from[e]!] === 1 && isFirst[first.to[e]!] === 1);
  return { nodes, edges, direction: input.direction };
}

function firstRows({ nodes, from, to }: Component): Uint8Array {
  const graph = digraph(nodes.length, Int32Array.from(from), Int32Array.from(to));
  const ranks = rank(acyclic(graph).graph);
  const sizes = new Int32Array(nodes.length);
  for (const r of ranks) sizes[r]!++;
  let rows = 0;
  for (let seen = 0; seen < ENOUGH && rows < sizes.length; rows++) seen += sizes[rows]!;
  return Uint8Array.from(ranks, (r) => (r < rows ? 1 : 0));
}
