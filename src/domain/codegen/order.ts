import type { LayerRecord } from '../../../meta/index.ts';
import type { ArchitectureGraph } from '../architecture/graph.ts';
import { topologicalOrder } from '../graph/topologicalOrder.ts';
import { compareNames } from '../names.ts';

/** For each layer those that must come before it. */
type Needs = ReadonlyMap<string, Set<string>>;

/**
 * Every layer after those that it takes values from. The calls of one layer come in the order of their names, that of
 * the layer itself first, where the values that they take leave a choice.
 */
export function orderOfLayers({ layers, incoming }: ArchitectureGraph): LayerRecord[] {
  const needs: Needs = new Map(
    layers.map(({ id }) => [id, new Set((incoming.get(id) ?? []).map(({ source }) => source))]),
  );
  for (const calls of callsOfOne(layers)) {
    inOrder(calls, needs).forEach((call, index, all) => {
      const before = all[index - 1];
      if (before && !neededBy(before.id, needs).has(call.id)) needs.get(call.id)?.add(before.id);
    });
  }
  const nodes = layers.map((layer) => ({
    id: layer.id,
    name: layer.name,
    layer,
    inputs: [...(needs.get(layer.id) ?? [])],
  }));
  return topologicalOrder(nodes).map(({ layer }) => layer);
}

/** The layers that are called more than once, each with its further calls. */
function callsOfOne(layers: readonly LayerRecord[]): LayerRecord[][] {
  const owners = new Map(layers.map((layer) => [layer.id, [layer]]));
  for (const layer of layers) if (layer.shares !== null) owners.get(layer.shares)?.push(layer);
  return [...owners.values()].filter((calls) => calls.length > 1);
}

/** Of the calls whose values are there, always the one with the first name: Keras numbers them as they come. */
function inOrder(calls: readonly LayerRecord[], needs: Needs): LayerRecord[] {
  const [owner] = calls;
  const before = owner ? neededBy(owner.id, needs) : new Set<string>();
  const ids = new Set(calls.map(({ id }) => id));
  const waiting = calls.toSorted(compareNames).map((call) => {
    const needed = [...neededBy(call.id, needs)].filter((id) => ids.has(id) && id !== call.id);
    const isFreeToFollow = owner && call !== owner && !before.has(call.id);
    return { call, needed: isFreeToFollow ? [...needed, owner.id] : needed };
  });
  const order: LayerRecord[] = [];
  const made = new Set<string>();
  const findNext = () => waiting.findIndex(({ needed }) => needed.every((id) => made.has(id)));
  for (let next = findNext(); next !== -1; next = findNext()) {
    for (const { call } of waiting.splice(next, 1)) {
      order.push(call);
      made.add(call.id);
    }
  }
  return order;
}

/** The layer itself and all that must come before it, near or far. */
function neededBy(layer: string, needs: Needs): ReadonlySet<string> {
  const found = new Set([layer]);
  for (const id of found) for (const before of needs.get(id) ?? []) found.add(before);
  return found;
}
