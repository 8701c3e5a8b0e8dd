import type { EdgeFacts, GraphEdge, GraphFacts, GraphNode, NodeStatus, Port } from '../types.ts';

export interface Sample {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A sample says with each node and edge what is told of it. */
interface SampleNode extends GraphNode {
  readonly detail?: string;
}
interface SampleEdge extends GraphEdge, EdgeFacts {}

export const SAMPLE_FACTS: GraphFacts = {
  node: ({ detail }: SampleNode) => detail,
  edge: (edge: SampleEdge) => edge,
};

const IN: readonly Port[] = [{ id: 'in', label: 'input' }];
const OUT: readonly Port[] = [{ id: 'out', label: 'output' }];

export const SAMPLES: Readonly<Record<string, () => Sample>> = {
  cnn: () => convolutional(),
  pipeline: () => pipeline(),
  residual: () => residual(120),
  '1000': () => residual(1000),
  '10000': () => residual(10_000),
  blocks: () => blocks(),
  'many blocks': () => manyBlocks(400),
};

function link(from: string, to: string, rest: Partial<SampleEdge> = {}, port = 'in'): SampleEdge {
  return {
    id: `${from}>${to}.${port}`,
    source: { node: from, port: 'out' },
    target: { node: to, port },
    ...rest,
  };
}

function convolutional(): Sample {
  const layer = (id: string, subtitle: string, band: string, rest: Partial<SampleNode> = {}): SampleNode => ({
    ...{ id, label: id, subtitle, band, inputs: IN, outputs: OUT },
    ...rest,
  });
  const nodes = [
    layer('images', 'Input · 32 × 32 × 3', 'input', { inputs: [], shape: 'pill' }),
    layer('conv2d', 'Conv2D · 32, 3×3, same', 'convolution'),
    layer('activation', 'Activation · relu', 'activation'),
    layer('conv2d_1', 'Conv2D · 32, 3×3', 'convolution'),
    layer('max_pooling2d', 'MaxPooling2D', 'pooling'),
    layer('dropout', 'Dropout · 0.25', 'regularization'),
    layer('shortcut', 'Conv2D · 64, 1×1', 'convolution'),
    layer('conv2d_2', 'Conv2D · 64, 3×3, same', 'convolution', {
      problems: [{ severity: 'error', message: 'conv2d_2: units must be positive. Received: -64' }],
    }),
    layer('add', 'Add', 'merging', {
      inputs: [
        { id: 'in', label: 'a' },
        { id: 'b', label: 'b' },
      ],
    }),
    layer('auxiliary', 'Dense · 10, not yet connected', 'core'),
    layer('flatten', 'Flatten', 'reshaping'),
    layer('dense', 'Dense · 512, relu', 'core', {
      problems: [{ severity: 'warning', message: 'dense: 4 194 816 parameters, 92 % of the network' }],
    }),
    layer('classes', 'Dense · 10, softmax', 'output', { shape: 'pill' }),
  ];
  const edges = [
    link('images', 'conv2d', { label: '32 × 32 × 3' }),
    link('conv2d', 'activation', { label: '32 × 32 × 32' }),
    link('activation', 'conv2d_1', { label: '32 × 32 × 32' }),
    link('conv2d_1', 'max_pooling2d', { label: '30 × 30 × 32' }),
    link('max_pooling2d', 'dropout', { label: '15 × 15 × 32' }),
    link('dropout', 'shortcut'),
    link('dropout', 'conv2d_2', { label: '15 × 15 × 32' }),
    link('conv2d_2', 'add', {
      problem: { severity: 'error', message: 'Shapes differ: (15, 15, 64) and (15, 15, 32)' },
    }),
    link('shortcut', 'add', {}, 'b'),
    link('add', 'flatten', { label: '15 × 15 × 64' }),
    link('flatten', 'dense', { label: '14 400' }),
    link('dense', 'classes', { label: '512' }),
  ];
  return { title: 'Convolutional network', nodes, edges };
}

/** Blocks inside blocks; what is folded is left out, as a host does. */
function blocks(): Sample {
  const nodes: SampleNode[] = [
    piece('images', 'Input · 224 × 224 × 3', 'input', { inputs: [], shape: 'pill', detail: 'float32' }),
    piece('stem', 'Conv2D · 64, 7×7', 'convolution', {
      detail: '9 472 parameters\n118 M multiply-adds',
      note: 'Padding as in the paper, not as in Keras',
    }),
    piece('stage_1', 'Functional', 'wrapper', { foldable: true, badge: '×3', detail: '215 808 parameters' }),
    piece('stage_2', 'Functional', 'wrapper', {
      foldable: true,
      badge: '×4',
      note: 'Halves the resolution',
      problems: [{ severity: 'warning', message: 'stage_2: two of its layers are not connected' }],
    }),
    piece('scale', 'Conv2D · 1×1', 'convolution'),
    piece('gate', 'Attention', 'attention'),
    piece('concat', 'Concatenate', 'merging'),
    piece('classes', 'Dense · 1 000, softmax', 'output', { shape: 'pill' }),
  ];
  const edges = [
    link('images', 'stem', {
      label: '224 × 224 × 3',
      detail: '(None, 224, 224, 3)\nfloat32, 602 kB per sample',
    }),
    link('stem', 'stage_1', { label: '56 × 56 × 64' }),
    link('stage_1', 'stage_2', { label: '56 × 56 × 256' }),
    link('stage_1', 'scale'),
    link('stage_1', 'gate'),
    link('scale', 'concat'),
    link('stage_2', 'concat', { label: '28 × 28 × 512' }),
    link('gate', 'concat'),
    link('concat', 'classes'),
  ];
  for (const stage of ['stage_1', 'stage_2']) residualStage(stage, nodes, edges);
  return { title: 'Blocks in blocks', nodes, edges };
}

function residualStage(stage: string, nodes: GraphNode[], edges: GraphEdge[]): void {
  const within = (id: string, subtitle: string, band: string, rest: Partial<SampleNode> = {}) =>
    nodes.push(piece(`${stage}/${id}`, subtitle, band, { label: id, parent: stage, ...rest }));
  within('x', 'Input', 'input', { inputs: [], shape: 'pill' });
  within('body', 'Functional', 'wrapper', { foldable: true, badge: '×2' });
  within('shortcut', 'Conv2D · 256, 1×1', 'convolution');
  within('add', 'Add', 'merging');
  within('relu', 'Activation · relu', 'activation');
  edges.push(
    ...[
      ['x', 'body'],
      ['x', 'shortcut'],
      ['body', 'add'],
      ['shortcut', 'add'],
      ['add', 'relu'],
    ].map(([a, b]) => link(`${stage}/${a}`, `${stage}/${b}`)),
  );
  const inner = ['conv2d', 'batch_norm', 'relu', 'conv2d_1'];
  inner.forEach((name, i) => {
    const id = `${stage}/body/${name}`;
    nodes.push(piece(id, 'Conv2D · 64', BANDS[i]!, { label: name, parent: `${stage}/body` }));
    if (i > 0) edges.push(link(`${stage}/body/${inner[i - 1]}`, id));
  });
}

function piece(id: string, subtitle: string, band: string, rest: Partial<SampleNode> = {}): SampleNode {
  return { id, label: id, subtitle, band, inputs: IN, outputs: OUT, ...rest };
}

function manyBlocks(count: number): Sample {
  const nodes: SampleNode[] = [];
  const edges: GraphEdge[] = [];
  for (let i = 0; i < count; i++) {
    nodes.push(piece(`block_${i}`, 'Functional', 'wrapper', { foldable: true }));
    if (i > 0) edges.push(link(`block_${i - 1}`, `block_${i}`));
    residualStage(`block_${i}`, nodes, edges);
  }
  return { title: `${nodes.length} nodes in ${count} blocks`, nodes, edges };
}

function pipeline(): Sample {
  const started = Date.now() - 83_000;
  const operation = (
    id: string,
    subtitle: string,
    inputs: readonly string[],
    outputs: readonly string[],
    status: NodeStatus,
  ): SampleNode => ({
    ...{ id, label: id, subtitle, status, band: 'operation' },
    inputs: inputs.map((name) => ({ id: name, label: name })),
    outputs: outputs.map((name) => ({ id: name, label: name })),
  });
  const nodes: readonly GraphNode[] = [
    {
      ...operation('GetData', 'cifar10', [], ['train', 'test'], { kind: 'succeeded', duration: 4200 }),
      band: 'data',
    },
    operation('Augment', 'flip, shift', ['data'], ['data'], {
      kind: 'succeeded',
      duration: 12_400,
      reused: true,
    }),
    {
      ...operation('Train', 'epochs 12', ['train'], ['model'], {
        kind: 'running',
        since: started,
        progress: 0.62,
      }),
      rows: [
        { label: 'learning_rate', value: '0.001' },
        { label: 'batch_size', value: '32' },
      ],
    },
    operation('Validate', 'k = 5', ['train'], ['report'], {
      kind: 'failed',
      lastLine: 'ValueError: Expected input shape (None, 32, 32, 3). Received: (None, 28, 28)',
    }),
    operation('ScoreModel', 'accuracy', ['test', 'model'], ['score'], { kind: 'pending' }),
    operation('Export', 'model.keras', ['model'], ['file'], { kind: 'queued' }),
    {
      ...operation('Output', 'report.json', ['value'], [], { kind: 'cancelled' }),
      band: 'output',
    },
  ];
  const wire = (from: string, output: string, to: string, input: string): SampleEdge => ({
    id: `${from}.${output}>${to}.${input}`,
    source: { node: from, port: output },
    target: { node: to, port: input },
    label: output,
  });
  const edges = [
    wire('GetData', 'train', 'Augment', 'data'),
    wire('Augment', 'data', 'Train', 'train'),
    wire('Augment', 'data', 'Validate', 'train'),
    wire('GetData', 'test', 'ScoreModel', 'test'),
    wire('Train', 'model', 'ScoreModel', 'model'),
    wire('Train', 'model', 'Export', 'model'),
    wire('Validate', 'report', 'Output', 'value'),
  ];
  return { title: 'Execution', nodes, edges };
}

const BANDS = ['convolution', 'normalization', 'activation', 'convolution', 'pooling', 'core'];

/** Residual blocks one after the other, every third with a projection, as in generated networks. */
function residual(count: number): Sample {
  const nodes: SampleNode[] = [];
  const edges: GraphEdge[] = [];
  const add = (kind: string, band: string, inputs = IN): string => {
    const id = `${kind}_${nodes.length}`;
    nodes.push({
      id,
      label: id,
      subtitle: `${kind} · ${(nodes.length % 7) * 32 + 32}`,
      band,
      inputs,
      outputs: OUT,
    });
    return id;
  };
  let last = add('input', 'input', []);
  while (nodes.length < count - 4) {
    const skip = last;
    for (let i = 0; i < 4; i++) {
      const next = add(['conv2d', 'batch_norm', 'relu', 'conv2d'][i]!, BANDS[i]!);
      edges.push(link(last, next));
      last = next;
    }
    const sum = `add_${nodes.length + (nodes.length % 3 === 0 ? 1 : 0)}`;
    const side = sum === `add_${nodes.length}` ? skip : add('projection', 'convolution');
    if (side !== skip) edges.push(link(skip, side));
    add('add', 'merging', [...IN, { id: 'b', label: 'b' }]);
    edges.push(link(last, sum), link(side, sum, {}, 'b'));
    last = sum;
  }
  return { title: `${nodes.length} layers`, nodes, edges };
}
