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
export function sharesOf({ results, network }: ArchitectureCheck, measure: Measure): Shares {
  const again = new Set(network.layers.flatMap(({ id, shares }) => (shares === undefined ? [] : [id])));
  const known: { layer: string; value: number }[] = [];
  const unknown: string[] = [];
  for (const [layer, { inference }] of results) {
    // What lies in a block is part of the block.
    if (layer.includes('/')) continue;
    const value = measure === 'params' && again.has(layer) ? 0 : measured(inference, measure);
    if (value === null) unknown.push(layer);
    else if (value > 0) known.push({ layer, value });
  }
  const total = known.reduce((sum, { value }) => sum + value, 0);
  const shares = known
    .sort((a, b) => b.value - a.value)
    .map(({ layer, value }) => ({ layer, value, fraction: value / total }));
  return { shares, total, unknown };
}

function measured(inference: Inference, measure: Measure): number | null {
  if (inference.status !== 'known') return null;
  return measure === 'params' ? (inference.params?.total ?? null) : inference[measure];
}
