import type { Inference } from '../shapes/index.ts';
import type { ArchitectureCheck } from './check.ts';

/** What a network costs: weights to keep, work for one sample, memory for one sample. */
export type Measure = 'params' | 'macs' | 'activationBytes';

export interface Share {
  readonly layer: string;
  readonly value: number;
  /** Of what is known. */
  readonly fraction: number;
}

export interface Shares {
  /** The biggest first; what costs nothing is left out. */
  readonly shares: readonly Share[];
  readonly total: number;
  /** Layers of which it is not known. */
  readonly unknown: readonly string[];
}

/** Where the parameters, the work or the memory of a network lie. A layer called again has its weights once. */
export function sharesOf(check: ArchitectureCheck, measure: Measure): Shares {
  const known: { layer: string; value: number }[] = [];
  const unknown: string[] = [];
  let total = 0;
  eachValue(check, measure, (layer, value) => {
    if (value === null) unknown.push(layer);
    else if (value > 0) known.push({ layer, value });
    total += value ?? 0;
  });
  const shares = known
    .sort((a, b) => b.value - a.value)
    .map(({ layer, value }) => ({ layer, value, fraction: value / total }));
  return { shares, total, unknown };
}

/** The part of one layer in what is known of all; undefined where it has none. */
export function fractionOf(
  { results, network, inference, totals }: ArchitectureCheck,
  measure: Measure,
  layer: string,
): number | undefined {
  // What lies in a block is part of the block.
  const result = network.parts.get(layer)?.layer === layer ? results.get(layer) : undefined;
  const isAgain = measure === 'params' && inference.layers.get(layer)?.layer.shares !== undefined;
  const own = !result || isAgain ? 0 : (measured(result.inference, measure) ?? 0);
  return own === 0 ? undefined : own / totals[measure].value;
}

function eachValue(
  { results, network }: ArchitectureCheck,
  measure: Measure,
  tell: (layer: string, value: number | null) => void,
): void {
  const again = new Set<string>();
  for (const { id, shares } of network.layers) if (shares !== undefined) again.add(id);
  for (let place = 0; place < results.list.length; place += 1) {
    const { at, layer } = network.parts.list[place]!;
    // What lies in a block is part of the block.
    if (at !== layer) continue;
    const isAgain = measure === 'params' && again.has(layer);
    tell(layer, isAgain ? 0 : measured(results.list[place]!.inference, measure));
  }
}

function measured(inference: Inference, measure: Measure): number | null {
  if (inference.status !== 'known') return null;
  return measure === 'params' ? (inference.params?.total ?? null) : inference[measure];
}
