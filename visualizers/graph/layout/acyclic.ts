import { degree, digraph, type Digraph } from './digraph.ts';

/** The same graph with the edges that close a cycle turned round, and which ones were. */
export function acyclic(graph: Digraph): { readonly graph: Digraph; readonly turned: Uint8Array } {
  const turned = closingEdges(graph);
  if (!turned.includes(1)) return { graph, turned };
  const from = graph.from.map((node, e) => (turned[e] ? graph.to[e]! : node));
  const to = graph.to.map((node, e) => (turned[e] ? graph.from[e]! : node));
  return { graph: digraph(graph.count, from, to), turned };
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/** Depth first with a stack of our own: a chain of 10,000 layers must not depend on the engine's stack. */
function closingEdges({ count, to, out, in: into }: Digraph): Uint8Array {
  const closing = new Uint8Array(to.length);
  const state = new Uint8Array(count);
  const cursor = out.start.slice(0, count);
  const stack: number[] = [];
  const walk = (root: number) => {
    if (state[root] !== UNSEEN) return;
    state[root] = OPEN;
    stack.push(root);
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      if (cursor[node]! === out.start[node + 1]!) {
        state[node] = DONE;
        stack.pop();
        continue;
      }
      const edge = out.edge[cursor[node]!++]!;
      const next = to[edge]!;
      if (state[next] === OPEN) closing[edge] = 1;
      if (state[next] !== UNSEEN) continue;
      state[next] = OPEN;
      stack.push(next);
    }
  };
  for (let v = 0; v < count; v++) if (degree(into, v) === 0) walk(v);
  for (let v = 0; v < count; v++) walk(v);
  return closing;
}
