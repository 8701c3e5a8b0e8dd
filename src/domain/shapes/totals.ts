import type { Inference } from './inference.ts';
import type { NetworkLayer } from './network.ts';

/** A sum over layers. Where `isComplete` is false some layer could not be counted: it is at least `value`. */
export interface Total {
  readonly value: number;
  readonly isComplete: boolean;
}

export interface NetworkTotals {
  readonly params: Total;
  /** What training changes. */
  readonly trainable: Total;
  /** Multiply-adds for one sample. */
  readonly macs: Total;
  /** Memory of all outputs for one sample. */
  readonly activationBytes: Total;
}

type Count = (inference: Inference & { status: 'known' }) => number | null;

export function totalsOf(
  layers: readonly NetworkLayer[],
  inferences: ReadonlyMap<string, { readonly inference: Inference }>,
): NetworkTotals {
  const all = layers.map(({ id }) => inferences.get(id)?.inference);
  const owners = layers
    .filter(({ shares }) => shares === undefined)
    .map(({ id }) => inferences.get(id)?.inference);
  return {
    params: sum(owners, ({ params }) => params?.total ?? null),
    trainable: sum(owners, ({ params }) => params?.trained ?? null),
    macs: sum(all, ({ macs }) => macs),
    activationBytes: sum(all, ({ activationBytes }) => activationBytes),
  };
}

function sum(inferences: readonly (Inference | undefined)[], count: Count): Total {
  let value = 0;
  let isComplete = true;
  for (const inference of inferences) {
    const counted = inference?.status === 'known' ? count(inference) : null;
    value += counted ?? 0;
    if (counted === null) isComplete = false;
  }
  return { value, isComplete };
}
