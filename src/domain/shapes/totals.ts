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

interface Counted {
  readonly layer: NetworkLayer;
  readonly inference: Inference;
}

/** A layer that is called again has no parameters of its own. */
export function totalsOf(layers: readonly Counted[]): NetworkTotals {
  const params = new Sum();
  const trainable = new Sum();
  const macs = new Sum();
  const activationBytes = new Sum();
  for (let place = 0; place < layers.length; place += 1) {
    const { layer, inference } = layers[place]!;
    const known = inference.status === 'known' ? inference : undefined;
    macs.add(known?.macs);
    activationBytes.add(known?.activationBytes);
    if (layer.shares !== undefined) continue;
    params.add(known?.params?.total);
    trainable.add(known?.params?.trained);
  }
  return {
    params: params.total(),
    trainable: trainable.total(),
    macs: macs.total(),
    activationBytes: activationBytes.total(),
  };
}

class Sum {
  #value = 0;
  #isComplete = true;

  add(count: number | null | undefined): void {
    if (count === null || count === undefined) this.#isComplete = false;
    else this.#value += count;
  }

  total = (): Total => ({ value: this.#value, isComplete: this.#isComplete });
}
