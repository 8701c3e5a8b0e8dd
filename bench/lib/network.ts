import { layerType } from '../../meta/catalogue/index.ts';
import type { Json } from '../../meta/json.ts';
import type { ArchitectureRecord, ConnectionRecord, LayerRecord, ModelRecord } from '../../meta/index.ts';
import { blank } from '../../src/domain/state.ts';

/** A network as people draw them, of any size: convolutions with shortcuts, gates and branches, then attention. */
export interface Network {
  readonly architecture: ArchitectureRecord;
  /** In topological order, the input first and the classes last. */
  readonly layers: readonly LayerRecord[];
  readonly connections: readonly ConnectionRecord[];
  /** The pooling half-way, whose window reaches every shape after it. */
  readonly middle: LayerRecord;
}

const WIDTHS = [16, 24, 32, 48];
const INPUT_SIZE = 256;
/** The part of the layers that work on an image; the others attend to what it became. */
const IMAGE_PART = 0.75;

export function networkOf(size: number, project: string): Network {
  const drawing = new Drawing(project, `Network of ${String(size)}`);
  let last = drawing.add('input', 'InputLayer', { shape: [INPUT_SIZE, INPUT_SIZE, 3] }, []);
  last = drawing.add('resizing', 'Resizing', { height: INPUT_SIZE, width: INPUT_SIZE }, [last]);
  let middle = last;
  for (const [stage, width] of WIDTHS.entries()) {
    const until = (size * IMAGE_PART * (stage + 1)) / WIDTHS.length;
    last = drawing.add(`stage${String(stage)}_pool`, 'MaxPooling2D', { pool_size: [2, 2] }, [last]);
    if (stage === WIDTHS.length / 2) middle = last;
    last = drawing.add(`stage${String(stage)}_in`, 'Conv2D', convolution(width, 1), [last]);
    for (let block = 0; drawing.layers.length < until; block += 1) {
      const draw = IMAGE_BLOCKS[block % IMAGE_BLOCKS.length] ?? residual;
      last = draw(drawing, `stage${String(stage)}_block${String(block)}`, last, width);
    }
  }
  const width = WIDTHS.at(-1) ?? 0;
  last = drawing.add('tokens', 'Reshape', { target_shape: [-1, width] }, [last]);
  for (let block = 0; drawing.layers.length < size - ATTENTION_LAYERS - 2; block += 1) {
    last = attention(drawing, `attention${String(block)}`, last, width);
  }
  for (let left = size - drawing.layers.length; left > 2; left -= 1) {
    last = drawing.add(`last${String(left)}`, 'Dropout', { rate: 0.1 }, [last]);
  }
  last = drawing.add('mean', 'GlobalAveragePooling1D', {}, [last]);
  drawing.add('classes', 'Dense', { units: 10, activation: 'softmax' }, [last]);
  const { architecture, layers, connections } = drawing;
  return { architecture, layers, connections, middle };
}

/** All records of a project that holds nothing else. */
export function projectWith(size: number): Network & { readonly records: readonly ModelRecord[] } {
  const project = blank('Project', { id: crypto.randomUUID(), parent: null });
  const network = networkOf(size, project.id);
  return {
    ...network,
    records: [project, network.architecture, ...network.layers, ...network.connections],
  };
}

class Drawing {
  readonly architecture: ArchitectureRecord;
  readonly layers: LayerRecord[] = [];
  readonly connections: ConnectionRecord[] = [];

  constructor(project: string, name: string) {
    this.architecture = blank('Architecture', { id: crypto.randomUUID(), parent: project, name });
  }

  add(
    name: string,
    type: string,
    args: Readonly<Record<string, Json>>,
    from: readonly LayerRecord[],
    ports: readonly string[] = firstInput(type),
  ): LayerRecord {
    const parent = this.architecture.id;
    const layer = blank('Layer', { id: crypto.randomUUID(), parent, name, type, args });
    this.layers.push(layer);
    from.forEach(({ id }, index) =>
      this.connections.push(
        blank('Connection', {
          id: crypto.randomUUID(),
          parent,
          source: id,
          sourcePort: '0',
          target: layer.id,
          targetPort: ports[index] ?? ports[0] ?? '',
          order: `a${String(index)}`,
        }),
      ),
    );
    return layer;
  }
}

const firstInput = (type: string) => (layerType(type)?.inputs ?? []).slice(0, 1).map(({ name }) => name);

type Block = (drawing: Drawing, name: string, from: LayerRecord, width: number) => LayerRecord;

const convolution = (filters: number, size: number) => ({
  filters,
  kernel_size: [size, size],
  padding: 'same',
  use_bias: false,
});

const residual: Block = (drawing, name, from, width) => {
  const one = normalized(drawing, `${name}_a`, 'Conv2D', convolution(width, 3), from);
  const active = drawing.add(`${name}_a_relu`, 'Activation', { activation: 'relu' }, [one]);
  const two = normalized(drawing, `${name}_b`, 'Conv2D', convolution(width, 3), active);
  const sum = drawing.add(`${name}_add`, 'Add', {}, [from, two]);
  return drawing.add(`${name}_relu`, 'ReLU', {}, [sum]);
};

/** An inverted residual whose channels are weighed by what they hold. */
const gated: Block = (drawing, name, from, width) => {
  const wide = normalized(drawing, `${name}_expand`, 'Conv2D', convolution(width * 4, 1), from);
  const window = { kernel_size: [3, 3], padding: 'same', use_bias: false };
  const deep = normalized(drawing, `${name}_depthwise`, 'DepthwiseConv2D', window, wide);
  const mean = drawing.add(`${name}_mean`, 'GlobalAveragePooling2D', { keepdims: true }, [deep]);
  const few = drawing.add(`${name}_few`, 'Dense', { units: width, activation: 'silu' }, [mean]);
  const gate = drawing.add(`${name}_gate`, 'Dense', { units: width * 4, activation: 'sigmoid' }, [few]);
  const weighed = drawing.add(`${name}_weigh`, 'Multiply', {}, [deep, gate]);
  const narrow = normalized(drawing, `${name}_project`, 'Conv2D', convolution(width, 1), weighed);
  const dropped = drawing.add(`${name}_drop`, 'Dropout', { rate: 0.2 }, [narrow]);
  return drawing.add(`${name}_add`, 'Add', {}, [dropped, from]);
};

const branching: Block = (drawing, name, from, width) => {
  const near = drawing.add(`${name}_near`, 'Conv2D', convolution(width / 2, 1), [from]);
  const far = drawing.add(`${name}_far`, 'SeparableConv2D', convolution(width / 2, 5), [from]);
  const window = { pool_size: [3, 3], strides: [1, 1], padding: 'same' };
  const pool = drawing.add(`${name}_pool`, 'AveragePooling2D', window, [from]);
  const joined = drawing.add(`${name}_join`, 'Concatenate', {}, [near, far, pool]);
  return normalized(drawing, `${name}_mix`, 'Conv2D', convolution(width, 1), joined);
};

const IMAGE_BLOCKS: readonly Block[] = [residual, residual, gated, branching];

const ATTENTION_LAYERS = 9;
const attention: Block = (drawing, name, from, width) => {
  const calm = drawing.add(`${name}_norm`, 'LayerNormalization', { epsilon: 1e-6 }, [from]);
  const heads = { num_heads: 4, key_dim: width / 4 };
  const attended = drawing.add(`${name}_heads`, 'MultiHeadAttention', heads, [calm, calm], QUERY);
  const dropped = drawing.add(`${name}_drop`, 'Dropout', { rate: 0.1 }, [attended]);
  const sum = drawing.add(`${name}_add`, 'Add', {}, [dropped, from]);
  const again = drawing.add(`${name}_mlp_norm`, 'LayerNormalization', { epsilon: 1e-6 }, [sum]);
  const wide = drawing.add(`${name}_mlp_in`, 'Dense', { units: width * 4, activation: 'gelu' }, [again]);
  const loose = drawing.add(`${name}_mlp_drop`, 'Dropout', { rate: 0.1 }, [wide]);
  const narrow = drawing.add(`${name}_mlp_out`, 'Dense', { units: width }, [loose]);
  return drawing.add(`${name}_mlp_add`, 'Add', {}, [narrow, sum]);
};

const QUERY = ['query', 'value'];

function normalized(
  drawing: Drawing,
  name: string,
  type: string,
  args: Readonly<Record<string, Json>>,
  from: LayerRecord,
): LayerRecord {
  return drawing.add(`${name}_norm`, 'BatchNormalization', {}, [drawing.add(name, type, args, [from])]);
}
