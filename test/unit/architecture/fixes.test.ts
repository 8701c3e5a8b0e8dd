import { randomUUID } from 'node:crypto';
import { generateNKeysBetween } from 'fractional-indexing';
import { describe, expect, test } from 'vitest';
import { layerType } from '../../../meta/catalogue/index.ts';
import type { LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { fixCommand } from '../../../src/domain/architecture/fixCommand.ts';
import { giversFor } from '../../../src/domain/architecture/givers.ts';
import { decide } from '../../../src/domain/decide.ts';
import { fixesOf, fixText } from '../../../src/domain/shapes/fixes.ts';
import type { LayerProblem } from '../../../src/domain/shapes/index.ts';
import { blank, find, ProjectState } from '../../../src/domain/state.ts';

type Args = LayerRecord['args'];
type From = string | readonly [name: string, output: number, port?: string];
interface Given {
  readonly type: string;
  readonly args?: Args;
  readonly from?: readonly From[];
  readonly shares?: string;
  readonly name?: string;
}

const image = (...shape: (number | null)[]): Given => ({ type: 'InputLayer', args: { shape } });
const behind = (type: string, args: Args, ...from: From[]): Given => ({ type, args, from });

/** A project with one network, whose layers are given by name. */
function projectOf(layers: Readonly<Record<string, Given>>) {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const network = blank('Architecture', { id: randomUUID(), parent: project.id });
  const ids = new Map(Object.keys(layers).map((name) => [name, randomUUID()]));
  const idOf = (name: string) => ids.get(name) ?? randomUUID();
  const records = Object.entries(layers).flatMap(([key, given]): ModelRecord[] => {
    const { type, args = {}, from = [], shares, name = key } = given;
    const id = idOf(key);
    const sharing = shares === undefined ? {} : { shares: idOf(shares) };
    const orders = generateNKeysBetween(null, null, from.length);
    const connections = from.map((one, index) => {
      const [source, output, port] = typeof one === 'string' ? [one, 0, undefined] : one;
      const targetPort = port ?? layerType(type)?.inputs[0]?.name ?? 'inputs';
      const ends = { source: idOf(source), sourcePort: String(output), target: id, targetPort };
      const order = orders[index] ?? 'a0';
      return blank('Connection', { id: randomUUID(), parent: network.id, ...ends, order });
    });
    return [blank('Layer', { id, parent: network.id, type, args, name, ...sharing }), ...connections];
  });
  return { view: new ProjectState([project, network, ...records]), architecture: network.id, idOf };
}

const sameProblem = (a: LayerProblem, b: LayerProblem) =>
  a.layer === b.layer && a.code === b.code && a.argument === b.argument;

/** What is offered for the first problem of a network, and what is left of it after each fix. */
function offered(layers: Readonly<Record<string, Given>>, ...beside: string[]) {
  const { view, architecture, idOf } = projectOf(layers);
  const check = checkArchitecture(view, architecture);
  const problem = check.problems.find(({ layer }) => check.inference.layers.has(layer)) as
    LayerProblem | undefined;
  if (!problem) throw new Error('Expected a problem.');
  const selected = new Set(beside.map(idOf));
  const givers = giversFor(view, check, problem.layer, selected);
  return fixesOf(check.inference, problem, givers).map((fix) => {
    const fixed = new ProjectState(view.all());
    const command = fixCommand(view, problem.layer, fix, randomUUID);
    const decision = command && decide(fixed, command);
    if (!decision?.ok) throw new Error(`Expected ${JSON.stringify(fix)} to be a command that holds.`);
    fixed.apply(decision.changes);
    const after = checkArchitecture(fixed, architecture).problems as readonly LayerProblem[];
    return {
      text: fixText(check.inference, problem.layer, fix),
      left: after.filter((one) => sameProblem(one, problem)).map(({ message }) => message),
    };
  });
}

const CASES: Readonly<Record<string, readonly [first: string, layers: Readonly<Record<string, Given>>]>> = {
  'a required argument': ['Set units to 64', { input: image(8), dense: behind('Dense', {}, 'input') }],
  'a number written as text': [
    'Set units to 32',
    { input: image(8), dense: behind('Dense', { units: '32' }, 'input') },
  ],
  'a number out of range': [
    'Set units to 3',
    { input: image(8), dense: behind('Dense', { units: -3 }, 'input') },
  ],
  'a choice in capitals': [
    'Set padding to "same"',
    {
      input: image(8, 8, 3),
      conv: behind('Conv2D', { filters: 4, kernel_size: 3, padding: 'SAME' }, 'input'),
    },
  ],
  'an argument nobody knows': [
    'Remove unit',
    { input: image(8), dense: behind('Dense', { units: 4, unit: 4 }, 'input') },
  ],
  'an argument inside a wrapped layer': [
    'Set units of layer to 64',
    {
      input: image(5, 8),
      wrapped: behind('TimeDistributed', { layer: { layer: 'Dense', args: {} } }, 'input'),
    },
  ],
  'an argument of a stacked cell': [
    'Set units of cell to 2',
    {
      input: image(5, 8),
      rnn: behind(
        'RNN',
        {
          cell: [
            { layer: 'GRUCell', args: { units: 4 } },
            { layer: 'LSTMCell', args: { units: 2.2 } },
          ],
        },
        'input',
      ),
    },
  ],
  'an axis that is not there': [
    'Set axis to 1',
    { a: image(8), b: image(8), joined: behind('Concatenate', { axis: 5 }, 'a', 'b') },
  ],
  'a kernel larger than its input': [
    'Set padding to "same"',
    { input: image(4, 4, 3), conv: behind('Conv2D', { filters: 4, kernel_size: 5 }, 'input') },
  ],
  'strides and dilation together': [
    'Reset dilation_rate to its default',
    {
      input: image(9, 9, 3),
      conv: behind('Conv2D', { filters: 4, kernel_size: 3, strides: 2, dilation_rate: 2 }, 'input'),
    },
  ],
  'groups that do not divide the channels': [
    'Set groups to 30',
    { input: image(30), norm: behind('GroupNormalization', {}, 'input') },
  ],
  'a picture without channels': [
    'Insert Reshape(target_shape=(28, 28, 1)) after input',
    { input: image(28, 28), conv: behind('Conv2D', { filters: 4, kernel_size: 3 }, 'input') },
  ],
  'a picture where a sequence is wanted': [
    'Insert Reshape(target_shape=(-1, 3)) after input',
    { input: image(28, 28, 3), lstm: behind('LSTM', { units: 4 }, 'input') },
  ],
  'a recurrent layer after one that gives its last step only': [
    'Set return_sequences of first to True',
    {
      input: image(5, 8),
      first: behind('LSTM', { units: 4 }, 'input'),
      second: behind('LSTM', { units: 4 }, 'first'),
    },
  ],
  'channels that differ in a sum': [
    'Insert Conv2D(filters=32, kernel_size=1) after input',
    {
      input: image(8, 8, 3),
      conv: behind('Conv2D', { filters: 32, kernel_size: 3, padding: 'same' }, 'input'),
      sum: behind('Add', {}, 'conv', 'input'),
    },
  ],
  'a shortcut past strides': [
    'Insert Conv2D(filters=32, kernel_size=1, strides=2) after input',
    {
      input: image(8, 8, 3),
      conv: behind('Conv2D', { filters: 32, kernel_size: 3, padding: 'same', strides: 2 }, 'input'),
      sum: behind('Add', {}, 'conv', 'input'),
    },
  ],
  'features that differ in a sum': [
    'Insert Dense(units=8) after b',
    { a: image(8), b: image(4), sum: behind('Add', {}, 'a', 'b') },
  ],
  'pictures of almost the same size side by side': [
    'Insert ZeroPadding2D(padding=((0, 1), (0, 1))) after b',
    { a: image(14, 14, 3), b: image(13, 13, 3), joined: behind('Concatenate', {}, 'a', 'b') },
  ],
  'a picture beside a vector': [
    'Insert Flatten after a',
    { a: image(4, 4, 3), b: image(8), joined: behind('Concatenate', {}, 'a', 'b') },
  ],
  'a state of another width': [
    'Set units to 6',
    {
      input: image(5, 8),
      state: image(6),
      gru: behind('GRU', { units: 4 }, 'input', ['state', 0, 'initial_state']),
    },
  ],
  'an input that gets nothing': [
    'Connect input',
    { input: image(8, 8, 3), conv: behind('Conv2D', { filters: 4, kernel_size: 3 }), vector: image(8) },
  ],
  'attention that looks at nothing yet': [
    'Connect tokens to value',
    {
      tokens: image(8, 16),
      attention: behind('MultiHeadAttention', { num_heads: 2, key_dim: 8 }, 'tokens'),
      other: image(8, 16),
    },
  ],
  'a difference of one': [
    'Connect open',
    {
      input: image(8),
      dense: behind('Dense', { units: 8 }, 'input'),
      open: behind('Dense', { units: 8 }, 'input'),
      narrow: behind('Dense', { units: 4 }, 'input'),
      rest: behind('Subtract', {}, 'dense'),
    },
  ],
  'a vector that is a picture': [
    'Insert Reshape(target_shape=(28, 28, 1)) after input',
    { input: image(784), conv: behind('Conv2D', { filters: 4, kernel_size: 3 }, 'input') },
  ],
  'a vector that is a picture in colour': [
    'Insert Reshape(target_shape=(32, 32, 3)) after input',
    { input: image(3072), conv: behind('Conv2D', { filters: 4, kernel_size: 3 }, 'input') },
  ],
  'a vector that is no picture': [
    'Insert Reshape(target_shape=(1, 1, 10)) after input',
    { input: image(10), up: behind('Conv2DTranspose', { filters: 4, kernel_size: 3 }, 'input') },
  ],
  'a picture where a volume is wanted': [
    'Insert Reshape(target_shape=(28, 28, 1, 1)) after input',
    { input: image(28, 28), conv: behind('Conv3D', { filters: 4, kernel_size: 1 }, 'input') },
  ],
  'a film where a picture is wanted': [
    'Insert Reshape(target_shape=(-1, 8, 3)) after input',
    { input: image(5, 8, 8, 3), conv: behind('Conv2D', { filters: 4, kernel_size: 3 }, 'input') },
  ],
  'one tensor too many': [
    'Remove the connection from b',
    { a: image(8), b: image(8), dense: behind('Dense', { units: 4 }, 'a', 'b') },
  ],
  'an output that went with return_state': [
    'Remove the connection from lstm',
    {
      input: image(5, 8),
      lstm: behind('LSTM', { units: 4 }, 'input'),
      dense: behind('Dense', { units: 4 }, ['lstm', 1]),
    },
  ],
  'a name twice': [
    'Rename to dense_2',
    {
      input: image(8),
      dense: behind('Dense', { units: 4 }, 'input'),
      other: { ...behind('Dense', { units: 4 }, 'dense'), name: 'dense' },
    },
  ],
  'a name with a slash': [
    'Rename to a_b',
    { input: image(8), dense: { ...behind('Dense', { units: 4 }, 'input'), name: 'a/b' } },
  ],
  'a circle': [
    'Remove the connection from second',
    {
      input: image(8),
      first: behind('Add', {}, 'input', 'second'),
      second: behind('Dense', { units: 8 }, 'first'),
    },
  ],
  'weights that do not fit a second call': [
    'Give it weights of its own',
    {
      a: image(8),
      b: image(4),
      dense: behind('Dense', { units: 4 }, 'a'),
      again: { type: 'Dense', shares: 'dense', from: ['b'] },
    },
  ],
};

describe('a fix is offered for', () => {
  test.each(Object.entries(CASES))('%s', (_, [first, layers]) => {
    const fixes = offered(layers);
    expect(fixes[0]?.text).toBe(first);
    expect(fixes.flatMap(({ left }) => left)).toEqual([]);
  });
});

test('what is selected beside a layer is connected first', () => {
  const layers = { a: image(8), b: image(8), c: image(8), dense: behind('Dense', { units: 4 }) };
  expect(offered(layers).map(({ text }) => text)).toEqual(['Connect c', 'Connect b', 'Connect a']);
  expect(offered(layers, 'a').map(({ text }) => text)).toEqual(['Connect a', 'Connect c', 'Connect b']);
});

test('nothing that comes after a layer is connected to it', () => {
  const chain = {
    dense: behind('Dense', { units: 4 }),
    after: behind('Dense', { units: 4 }, 'dense'),
    input: image(8),
  };
  expect(offered(chain).map(({ text }) => text)).toEqual(['Connect input']);
});

describe('no fix is offered', () => {
  test('where only a person can know what was meant', () => {
    expect(
      offered({
        input: image(null, null, 3),
        dense: behind('Flatten', {}, 'input'),
        last: behind('Dense', { units: 4 }, 'dense'),
      }),
    ).toEqual([]);
    expect(offered({ dense: behind('Dense', { units: 4 }) })).toEqual([]);
  });
});

test('a layer put on a connection keeps the order of the inputs', () => {
  const { view, architecture, idOf } = projectOf({
    a: image(4),
    b: image(8),
    sum: behind('Subtract', {}, 'a', 'b'),
  });
  const fix = {
    kind: 'insert-layer',
    type: 'Dense',
    args: { units: 8 },
    before: { port: 'inputs', index: 0 },
  } as const;
  const command = fixCommand(view, idOf('sum'), fix, randomUUID);
  const decision = command && decide(view, command);
  if (decision?.ok) view.apply(decision.changes);
  const { network } = checkArchitecture(view, architecture);
  const sum = network.layers.find(({ name }) => name === 'sum');
  expect(sum?.inputs.map(({ layer }) => find(view, 'Layer', layer)?.name)).toEqual(['dense', 'b']);
});
