import type { LayerRecord } from '../../../meta/index.ts';
import { reachedFrom } from '../graph/reach.ts';
import type { Giver } from '../shapes/fixes.ts';
import { find, type ProjectView } from '../state.ts';
import type { ArchitectureCheck } from './check.ts';
import { graphOf, type ArchitectureGraph } from './graph.ts';
import { outputsOf } from './ports.ts';

/**
 * What may be connected to a layer without closing a circle, the likeliest first: what is selected beside it; what
 * it takes elsewhere, since attention looks mostly at itself; then what nobody takes yet; then the rest, of each the
 * last first.
 */
export function giversFor(
  view: ProjectView,
  { results }: ArchitectureCheck,
  at: string,
  selected: ReadonlySet<string> = new Set(),
): readonly Giver[] {
  const place = at.slice(0, at.lastIndexOf('/') + 1);
  const layer = find(view, 'Layer', at.slice(place.length));
  if (!layer?.parent) return [];
  const graph = graphOf(view, layer.parent);
  const behind = new Set(reachedFrom(view, layer.id));
  const likelihood = likelihoodIn(graph, layer, new Set([...selected].map((id) => id.slice(place.length))));
  return [...results.keys()]
    .flatMap((path, index) => {
      const giver = path.startsWith(place) ? graph.byId.get(path.slice(place.length)) : undefined;
      return giver && !behind.has(giver.id) ? [{ giver, path, index, likelihood: likelihood(giver) }] : [];
    })
    .sort((a, b) => b.likelihood - a.likelihood || b.index - a.index)
    .flatMap(({ giver, path }) => outputsAt(view, results, giver, path));
}

function likelihoodIn(
  { incoming, byId }: ArchitectureGraph,
  layer: LayerRecord,
  selected: ReadonlySet<string>,
) {
  const taken = new Set((incoming.get(layer.id) ?? []).map(({ source }) => source));
  const used = new Set(
    [...byId.keys()].flatMap((id) => (incoming.get(id) ?? []).map(({ source }) => source)),
  );
  return ({ id }: LayerRecord) => {
    if (selected.has(id)) return 3;
    if (taken.has(id)) return 2;
    return used.has(id) ? 0 : 1;
  };
}

function outputsAt(
  view: ProjectView,
  results: ArchitectureCheck['results'],
  giver: LayerRecord,
  path: string,
): readonly Giver[] {
  const inference = results.get(path)?.inference;
  if (inference?.status !== 'known') return [];
  const names = outputsOf(view, giver);
  return inference.outputs.map((spec, output) => {
    const name = names.length > 1 ? `${giver.name} (${names[output] ?? String(output)})` : giver.name;
    return { layer: giver.id, output, name, spec };
  });
}
