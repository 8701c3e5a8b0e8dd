import type { LayerRecord } from '../../../../meta/index.ts';
import { isNetworkInput, type ArchitectureGraph } from '../graph.ts';

/** Why these layers cannot become a block, in a sentence that says what to do; undefined when they can. */
export function faultOfSelection(
  graph: ArchitectureGraph,
  selection: ReadonlySet<string>,
): string | undefined {
  const layers = graph.layers.filter(({ id }) => selection.has(id));
  if (layers.length === 0) return 'Select the layers that the block is to hold.';
  const input = layers.find(({ type }) => isNetworkInput(type));
  if (input) {
    return `${input.name} is an input of the network, which no block can hold. Leave it out of the selection.`;
  }
  return faultOfSharing(graph, layers, selection) ?? faultOfDetour(graph, selection);
}

/** Weights cannot be used on both sides of the wall. */
function faultOfSharing(
  { layers, byId }: ArchitectureGraph,
  selected: readonly LayerRecord[],
  selection: ReadonlySet<string>,
): string | undefined {
  for (const { name, shares } of selected) {
    const owner = shares === null || selection.has(shares) ? undefined : byId.get(shares);
    if (owner) return `${name} uses the weights of ${owner.name}. Select ${owner.name} as well.`;
  }
  const outside = layers.find(
    ({ id, shares }) => shares !== null && selection.has(shares) && !selection.has(id),
  );
  const owner = outside?.shares ? byId.get(outside.shares) : undefined;
  return outside && owner
    ? `${outside.name} uses the weights of ${owner.name}. Select ${outside.name} as well.`
    : undefined;
}

/** A path that leaves the selection and comes back would make the block feed itself. */
function faultOfDetour(graph: ArchitectureGraph, selection: ReadonlySet<string>): string | undefined {
  const outside = layersAfter(graph, selection);
  for (const id of selection) {
    const back = graph.incoming.get(id)?.find(({ source }) => outside.has(source));
    if (!back) continue;
    const detour = graph.byId.get(back.source)?.name ?? '';
    const entry = graph.byId.get(id)?.name ?? '';
    return `A path leaves the selection and comes back to ${entry} over ${detour}. Select ${detour} as well.`;
  }
  return undefined;
}

/** The layers outside of the selection that take something, directly or not, from one inside. */
function layersAfter({ layers, incoming }: ArchitectureGraph, selection: ReadonlySet<string>): Set<string> {
  const takers = new Map<string, string[]>();
  for (const { id } of layers) {
    for (const { source } of incoming.get(id) ?? []) takers.set(source, [...(takers.get(source) ?? []), id]);
  }
  const found = new Set<string>();
  const waiting = [...selection];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const taker of takers.get(id) ?? []) {
      if (selection.has(taker) || found.has(taker)) continue;
      found.add(taker);
      waiting.push(taker);
    }
  }
  return found;
}
