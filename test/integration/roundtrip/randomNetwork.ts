import { layerType } from '../../../meta/catalogue/index.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import type { NetworkEdge, NetworkLayer, Shape, TensorSpec } from '../../../src/domain/shapes/index.ts';
import { CELLS_AND_STATES, choicesFor, FROM_SEVERAL, INPUTS, type Args } from './choices.ts';
import { projectFrom, type Drawing, type Drawn, type DrawnLayer } from './drawing.ts';

/** Numbers from a seed, so that a failure can be had again. */
export function randomFrom(seed: number) {
  let state = seed * 2654435761 + 1;
  return (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

/**
 * A network of layers that agree with each other: several inputs and outputs, nested models (in nested models), layers
 * and models called again, states carried on, cells, wrappers, attention, masks, operations, what calls are given.
 */
export function randomNetwork(seed: number): Drawing {
  const random = randomFrom(seed);
  const inputs = Array.from({ length: 1 + random(3) }, () => pickWith(random, INPUTS));
  return new Sketch(random, { length: 4 + random(12), depth: 0, prefix: 'n' }).draw(inputs);
}

type Random = (below: number) => number;
const pickWith = <T>(random: Random, items: readonly T[]): T => items[random(items.length)] as T;

interface Extent {
  readonly length: number;
  readonly depth: number;
  /** Goes before the ids of its layers. */
  readonly prefix: string;
}

interface Tensor {
  readonly layer: DrawnLayer;
  readonly output: number;
  readonly spec: TensorSpec;
}

const DEEPEST = 2;

/** Draws one architecture, and those that it holds before it. */
class Sketch {
  readonly #random: Random;
  readonly #extent: Extent;
  readonly #inner: Drawn[] = [];
  #layers: DrawnLayer[] = [];
  #tensors: readonly Tensor[] = [];

  constructor(random: Random, extent: Extent) {
    this.#random = random;
    this.#extent = extent;
  }

  draw(inputs: readonly Args[]): Drawing {
    for (const args of inputs) this.#add({ type: 'InputLayer', args, inputs: [] });
    for (let tries = 0; this.#layers.length < this.#extent.length && tries < 60; tries += 1) this.#extend();
    const isChain = this.#random(3) === 0 && this.#extent.depth > 0;
    const outputs = this.#outputs();
    const drawn: Drawn = {
      id: this.#extent.prefix,
      name: this.#extent.depth === 0 ? this.#pick(NETWORK_NAMES) : this.#extent.prefix,
      form: isChain && outputs.length === 0 && this.#isChain() ? 'sequential' : 'functional',
      layers: this.#layers,
      outputs,
    };
    return [...this.#inner, drawn];
  }

  #extend(): void {
    const giver = this.#pick(this.#tensors);
    const chance = this.#random(24);
    if (chance < 3) this.#addModel(giver);
    else if (chance < 6) this.#callAgain();
    else if (chance < 8) this.#carryStates();
    else this.#addLayer(giver);
  }

  #addLayer(giver: Tensor): void {
    const [type, args] = this.#pick(choicesFor(giver.spec));
    const edges = FROM_SEVERAL[type]?.(this.#random) ?? [this.#mainPort(type)];
    const like = this.#tensors.filter(({ spec }) => sameSpec(spec, giver.spec));
    const inputs = edges.map((port, index) => edgeFrom(index === 0 ? giver : this.#pick(like), port));
    this.#add({ type, args, inputs });
  }

  /** A nested model that takes one or two of the tensors at hand. */
  #addModel(giver: Tensor): void {
    if (this.#extent.depth >= DEEPEST) return;
    const givers = this.#random(3) === 0 ? [giver, this.#pick(this.#tensors)] : [giver];
    const prefix = `${this.#extent.prefix}_m${String(this.#inner.length)}`;
    const length = givers.length + 1 + this.#random(4);
    const sketch = new Sketch(this.#random, { length, depth: this.#extent.depth + 1, prefix });
    const drawing = sketch.draw(givers.map(({ spec }) => inputLike(spec)));
    const model = drawing.at(-1);
    const ports = model?.layers.filter(({ type }) => type === 'InputLayer') ?? [];
    if (!model || ports.length !== givers.length || model.layers.length <= givers.length) return;
    this.#inner.push(...drawing);
    const inputs = ports.map(({ id }, index) => edgeFrom(givers[index] ?? giver, id));
    const type = model.form === 'sequential' ? 'Sequential' : 'Functional';
    this.#add({ type, args: {}, inputs, block: model.id });
  }

  /** A layer or model once more, on tensors like those that it took before. */
  #callAgain(): void {
    const callable = this.#layers.filter(
      ({ type, shares, inputs }) => shares === undefined && inputs.length > 0 && !type.startsWith('ops.'),
    );
    if (callable.length === 0) return;
    const { id, type, inputs, block } = this.#pick(callable);
    const again = inputs.map(({ layer, output, port }) => {
      const before = this.#tensors.find((tensor) => tensor.layer.id === layer && tensor.output === output);
      const like = this.#tensors.filter(({ spec }) => before && sameSpec(spec, before.spec));
      return like.length === 0 ? { layer, output, port } : edgeFrom(this.#pick(like), port);
    });
    this.#add({ type, args: {}, inputs: again, shares: id, ...(block === undefined ? {} : { block }) });
  }

  /** A recurrent layer that begins with the states in which another one ended. */
  #carryStates(): void {
    const ended = this.#layers.filter(({ type, args }) => type in CELLS_AND_STATES && args['return_state']);
    if (ended.length === 0) return;
    const before = this.#pick(ended);
    const states = this.#tensors.filter(({ layer }) => layer.id === before.id).slice(1);
    const sequences = this.#tensors.filter(({ spec }) => spec.shape.length === 3 && isFloat(spec));
    if (states.length === 0 || sequences.length === 0) return;
    const { units } = before.args as { units: number };
    this.#add({
      type: before.type,
      args: { units, return_sequences: this.#random(2) === 0 },
      inputs: [
        edgeFrom(this.#pick(sequences), 'sequences'),
        ...states.map((state) => edgeFrom(state, 'initial_state')),
      ],
    });
  }

  /** Adds a layer where the rules accept it and know what it gives. */
  #add(layer: Omit<DrawnLayer, 'id' | 'name'>): void {
    const number = String(this.#layers.length);
    const plain = `${layer.type.toLowerCase().replace(/\W/g, '_')}_${number}`;
    const isOdd = this.#random(12) === 0;
    // Further calls come in the order of their names, which is here that in which they are drawn.
    const isOddlyNamed = isOdd && layer.type !== 'InputLayer' && layer.shares === undefined;
    const name = isOddlyNamed ? `${this.#pick(ODD_NAMES)}${number}` : plain;
    const added: DrawnLayer = { ...layer, id: `${this.#extent.prefix}_${plain}`, name };
    const tensors = this.#check([...this.#layers, added]);
    if (!tensors) return;
    this.#layers = [...this.#layers, added];
    this.#tensors = tensors;
  }

  /** All that there is to connect to; undefined where anything is wrong or unknown, or would fail on data. */
  #check(layers: readonly DrawnLayer[]): readonly Tensor[] | undefined {
    const drawn: Drawn = { id: 'tried', name: 'tried', form: 'functional', layers, outputs: [] };
    const drawing = [...this.#inner, drawn];
    const { problems, results } = check(drawing);
    if (problems.length > 0 || check(drawing.map(onData)).problems.length > 0) return undefined;
    const known = layers.map((layer) => {
      const inference = results.get(layer.id)?.inference;
      return inference?.status === 'known'
        ? inference.outputs.map((spec, output) => ({ layer, output, spec }))
        : undefined;
    });
    return known.includes(undefined) ? undefined : known.flatMap((tensors) => tensors ?? []);
  }

  /** None stated, or some in an order of their own. */
  #outputs(): Drawn['outputs'] {
    if (this.#random(2) === 0) return [];
    const candidates = this.#tensors.filter(({ layer }) => layer.type !== 'InputLayer');
    const stated = candidates.filter(() => this.#random(3) === 0).slice(0, 4);
    const turned = this.#random(2) === 0 ? stated : stated.toReversed();
    return turned.map(({ layer, output }) => [layer.id, output]);
  }

  #isChain(): boolean {
    const takesOnlyTheOneBefore = (layer: DrawnLayer, index: number) =>
      index === 0
        ? layer.type === 'InputLayer'
        : layer.inputs.length === 1 &&
          layer.inputs[0]?.layer === this.#layers[index - 1]?.id &&
          layer.inputs[0]?.output === 0 &&
          layer.shares === undefined &&
          !layer.type.startsWith('ops.') &&
          !('training' in layer.args);
    const last = this.#tensors.filter(({ layer }) => layer === this.#layers.at(-1));
    return this.#layers.every(takesOnlyTheOneBefore) && last.length === 1 && this.#layers.length > 1;
  }

  #mainPort(type: string): string {
    return layerType(type)?.inputs[0]?.name ?? (type.startsWith('ops.') ? 'x' : 'inputs');
  }

  #pick<T>(items: readonly T[]): T {
    return pickWith(this.#random, items);
  }
}

function check(drawing: Drawing) {
  const { view, architecture } = projectFrom(drawing);
  return checkArchitecture(view, architecture);
}

/** With the sizes that data have on which it is run: what looks alike while sizes are unknown may differ then. */
const onData = (drawn: Drawn): Drawn => ({
  ...drawn,
  layers: drawn.layers.map((layer) =>
    layer.type === 'InputLayer' ? { ...layer, args: sized(layer.args) } : layer,
  ),
});

/** The sizes of `data_for` in `compare.py`. */
const sized = (args: Args): Args => ({
  ...args,
  batch_size: 2,
  shape: (args['shape'] as Shape).map((size) => size ?? 5),
});

const NETWORK_NAMES = ['network', 'Net of "quotes"', "l'été", '网络'];
const ODD_NAMES = ['x"); import os #', "it's ", '层', 'a b.c-', 'class', '{x}', '\\n ', 'Größe'];

const edgeFrom = ({ layer, output }: Tensor, port: string): NetworkEdge => ({
  layer: layer.id,
  output,
  port,
});

const isFloat = ({ dtype }: TensorSpec) => dtype.includes('float');

const sameSpec = (a: TensorSpec, b: TensorSpec) =>
  a.dtype === b.dtype && String(a.shape) === String(b.shape) && sameUnknowns(a.shape, b.shape);

const sameUnknowns = (a: Shape, b: Shape) =>
  a.every((size, index) => (size === null) === (b[index] === null));

const inputLike = ({ shape, dtype }: TensorSpec): NetworkLayer['args'] => ({
  shape: shape.slice(1),
  ...(dtype === 'float32' ? {} : { dtype }),
});
