import { describe, expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { customLayersOf } from '../../../src/domain/customLayers/index.ts';
import { parseShapes, ShapeRuleFault } from '../../../src/domain/customLayers/shapeRule.ts';
import type { Answers, Shape, ShapeAnswer, ShapeQuestion } from '../../../src/domain/shapes/index.ts';
import { blank } from '../../../src/domain/state.ts';
import type { Json } from '../../../meta/json.ts';
import { NETWORK, PROJECT, projectWith } from './modules.ts';

interface Given {
  readonly args?: Readonly<Record<string, Json>>;
  readonly type?: string;
  readonly answers?: Answers;
}

const layerOf = (id: string, type: string, args: Readonly<Record<string, Json>> = {}) =>
  blank('Layer', { id, parent: NETWORK, name: id, type, args });

const edge = (source: string, target: string, targetPort: string) =>
  blank('Connection', {
    id: `${source}-${target}-${targetPort}`,
    parent: NETWORK,
    source,
    sourcePort: '0',
    target,
    targetPort,
  });

/** Inputs of these shapes into one layer of the class, and a Flatten after it. */
function network(
  source: string,
  shapes: Readonly<Record<string, Shape>>,
  { args = {}, type = 'A' }: Given = {},
) {
  const inputs = Object.entries(shapes).flatMap(([port, [batch = null, ...shape]]) => [
    layerOf(`to_${port}`, 'InputLayer', { shape, ...(batch === null ? {} : { batch_size: batch }) }),
    edge(`to_${port}`, 'own', port),
  ]);
  return projectWith(
    { own: source },
    ...inputs,
    layerOf('own', type, args),
    layerOf('after', 'Flatten'),
    edge('own', 'after', 'inputs'),
  );
}

function infer(source: string, shapes: Readonly<Record<string, Shape>>, given: Given = {}) {
  const check = checkArchitecture(
    network(source, shapes, given),
    NETWORK,
    undefined,
    undefined,
    given.answers,
  );
  const found = check.results.get('own');
  const inference = found?.inference;
  return {
    shapes: inference?.status === 'known' ? inference.outputs.map(({ shape }) => shape) : inference?.status,
    inference,
    message: found?.problems[0]?.message,
    totals: check.totals,
    after: check.results.get('after')?.inference,
  };
}

const withRule = (rule: string, parameters = '') =>
  `class A(layers.Layer):\n    shapes = "${rule}"\n    def __init__(self${parameters}, **kwargs): pass\n    def call(self, x, y=None): pass`;

describe('a shape rule', () => {
  test.each<[rule: string, input: Shape, output: Shape]>([
    ['(batch, time, features) -> (batch, time, features)', [null, 5, 8], [null, 5, 8]],
    ['(batch, n) -> (batch, 2 * n)', [null, 8], [null, 16]],
    ['(batch, n) -> (batch, 2*n + 1)', [null, 8], [null, 17]],
    ['(batch, n) -> (batch, (n + 1) // 2)', [null, 7], [null, 4]],
    ['(batch, n) -> (batch, n - 2 - 1)', [null, 7], [null, 4]],
    ['(b, h, w, c) -> (b, h * w, c)', [null, 4, 5, 3], [null, 20, 3]],
    ['(b, h, w, c) -> (b, h * w, c)', [null, null, 5, 3], [null, null, 3]],
    ['(..., n) -> (..., 3)', [null, 4, 5, 7], [null, 4, 5, 3]],
    ['(..., n) -> (..., 3)', [null, 7], [null, 3]],
    ['(b, ..., n) -> (b, n, ...)', [null, 4, 5, 7], [null, 7, 4, 5]],
    ['(batch, _, n) -> (batch, n)', [null, 4, 7], [null, 7]],
    ['(batch, 3) -> (batch,)', [null, 3], [null]],
  ])('%s makes of %j %j', (rule, input, output) => {
    expect(infer(withRule(rule), { x: input }).shapes).toEqual([output]);
  });

  test('knows the arguments, given or by default', () => {
    const source = withRule('(batch, n) -> (batch, units)', ', units=7');
    expect(infer(source, { x: [null, 2] }).shapes).toEqual([[null, 7]]);
    expect(infer(source, { x: [null, 2] }, { args: { units: 9 } }).shapes).toEqual([[null, 9]]);
  });

  test('takes several inputs, which agree where they have the same names', () => {
    const rule = withRule('(batch, n), (batch, m) -> (batch, n + m)');
    expect(infer(rule, { x: [null, 2], y: [null, 3] }).shapes).toEqual([[null, 5]]);
    const same = withRule('(batch, n); (batch, n) -> (batch, n)');
    expect(infer(same, { x: [null, 2], y: [null, 3] }).message).toBe(
      'own: n of (batch, n) must be 2; to_y gives (None, 3)',
    );
  });

  test('gives several outputs', () => {
    expect(infer(withRule('(b, n) -> (b, n), (b,)'), { x: [null, 2] }).shapes).toEqual([[null, 2], [null]]);
  });

  test('refuses an input of another rank, or another size', () => {
    expect(infer(withRule('(batch, time, n) -> (batch, n)'), { x: [null, 2] }).message).toBe(
      'own: needs the shape (batch, time, n); to_x gives (None, 2)',
    );
    expect(infer(withRule('(batch, 3) -> (batch,)'), { x: [null, 2] }).message).toBe(
      'own: a dimension of (batch, 3) must be 3; to_x gives (None, 2)',
    );
    const bound = withRule('(batch, units) -> (batch, units)', ', units: int');
    expect(infer(bound, { x: [null, 2] }, { args: { units: 4 } }).message).toBe(
      'own: units of (batch, units) must be 4; to_x gives (None, 2)',
    );
  });

  test('says nothing of parameters, and neither do the totals', () => {
    const { inference, totals, after } = infer(withRule('(b, n) -> (b, n)'), { x: [null, 2] });
    expect(inference).toMatchObject({ status: 'known', params: null });
    expect(totals.params).toEqual({ value: 0, isComplete: false });
    expect(after).toMatchObject({ status: 'known' });
  });

  test.each([
    ['', 'Expected "(". Received: the end'],
    ['(a) - (b)', 'Expected "->". Received: "-" at character 5'],
    ['(a -> (a)', 'Expected ",". Received: "->" at character 4'],
    ['(a) -> (a) x', 'Expected the end. Received: "x" at character 12'],
    ['(2 * a) -> (a)', 'Expected names and numbers in an input. Received a calculation: (2 * a)'],
    ['(a) -> (2 *)', 'Expected a name or a number. Received: ")" at character 12'],
    ['(..., a, ...) -> (a)', 'Expected "..." once in a shape. Received: (..., a, ...)'],
    ['(a) -> (..., a)', 'Expected "..." in an input too. Received: (..., a) among the outputs'],
    ['(a) -> (_)', 'Expected a size for every output. Received: (_)'],
    ['(a) -> (a % 2)', 'Expected ",". Received: "%" at character 11'],
  ])('%j is none: %s', (text, message) => {
    expect(parseShapes(text)).toEqual(new ShapeRuleFault(message));
  });

  test('that cannot be read, or names nothing, is a problem of its module', () => {
    const problems = (rule: string) => customLayersOf(projectWith({ own: withRule(rule) })).problems;
    expect(problems('(a) ->')[0]?.message).toBe('A: shapes: Expected "(". Received: the end');
    expect(problems('(a) -> (a, width)')[0]?.message).toContain('width is no dimension of an input');
    expect(problems('(a) -> (a)')).toEqual([]);
  });
});

describe('a class without a shape rule', () => {
  const source =
    'class A(layers.Layer):\n    def __init__(self, units: int = 3, **kwargs): pass\n    def call(self, x): pass';
  const answering = (answer: ShapeAnswer | undefined) => {
    const questions: ShapeQuestion[] = [];
    const answers: Answers = (question) => {
      questions.push(question);
      return answer;
    };
    return { questions, answers };
  };
  const weights = [
    { name: 'w', shape: [8, 3], trainable: true },
    { name: 'n', shape: [2], trainable: false },
  ];
  const known: ShapeAnswer = { status: 'known', outputs: [{ shape: [null, 3], dtype: 'float32' }], weights };

  test('is unknown while Keras is asked, with everything downstream', () => {
    const { questions, answers } = answering(undefined);
    const { inference, after, message } = infer(source, { x: [null, 8] }, { answers, args: { units: 4 } });
    expect(inference).toMatchObject({
      status: 'unknown',
      reason: 'being asked of Keras',
      question: questions[0],
    });
    expect(after?.status).toBe('unknown');
    expect(message).toBeUndefined();
    expect(questions[0]).toMatchObject({
      type: 'A',
      args: { units: 4 },
      inputs: { x: [{ shape: [null, 8], dtype: 'float32' }] },
      sources: [{ name: 'own' }],
    });
  });

  test('is what Keras answers, with its parameters', () => {
    const { shapes, inference, after, totals } = infer(source, { x: [null, 8] }, answering(known));
    expect(shapes).toEqual([[null, 3]]);
    expect(inference).toMatchObject({ params: { total: 26, trained: 24 } });
    expect(after).toMatchObject({ status: 'known' });
    expect(totals.params).toEqual({ value: 26, isComplete: true });
  });

  test('arrives in a network that was checked before', () => {
    const view = network(source, { x: [null, 8] });
    const before = checkArchitecture(view, NETWORK, undefined, undefined, () => undefined);
    const after = checkArchitecture(view, NETWORK, before, undefined, () => known);
    expect(after.results.get('after')?.inference).toMatchObject({ status: 'known' });
    expect(after.results.get('to_x')?.inference).toBe(before.results.get('to_x')?.inference);
  });

  test('has the words of Keras as its problem', () => {
    const refused: ShapeAnswer = { status: 'refused', message: 'ValueError: no (own.py, line 3)' };
    expect(infer(source, { x: [null, 8] }, answering(refused)).message).toBe(
      'own: Keras refuses it: ValueError: no (own.py, line 3)',
    );
  });

  test('is unknown where nobody can be asked, which is no problem', () => {
    const failed: ShapeAnswer = { status: 'failed', message: 'Keras took too long' };
    const { inference, message } = infer(source, { x: [null, 8] }, answering(failed));
    expect(inference).toMatchObject({ status: 'unknown', reason: 'Keras took too long' });
    expect(message).toBeUndefined();
    expect(infer(source, { x: [null, 8] }).inference).not.toHaveProperty('question');
  });

  test('is not asked about while its arguments are wrong', () => {
    const { questions, answers } = answering(known);
    expect(infer(source, { x: [null, 8] }, { answers, args: { units: 'many' } }).message).toBe(
      'own: units must be an integer; it is "many"',
    );
    expect(questions).toEqual([]);
  });

  test('with a rule that Keras disagrees with has that as its problem', () => {
    const ruled = source.replace('    def call', '    shapes = "(b, n) -> (b, n)"\n    def call');
    expect(infer(ruled, { x: [null, 8] }, answering(known)).message).toBe(
      'own: its shape rule gives (None, 8), but Keras gives (None, 3); mend `shapes` in its class',
    );
  });
});

describe('a layer of Keras that holds a layer of the project', () => {
  const source =
    'class A(layers.Layer):\n    def __init__(self, units: int = 3, **kwargs): pass\n    def call(self, x): pass';
  const holding = (args: Readonly<Record<string, Json>>) => ({
    type: 'TimeDistributed',
    args: { layer: { layer: 'A', args } },
  });

  test('is asked of Keras as a whole, with the modules of what it holds', () => {
    const questions: ShapeQuestion[] = [];
    const answers: Answers = (question) => {
      questions.push(question);
      return { status: 'known', outputs: [{ shape: [null, 5, 4], dtype: 'float32' }], weights: [] };
    };
    const { shapes, message } = infer(
      source,
      { inputs: [null, 5, 8] },
      { ...holding({ units: 4 }), answers },
    );
    expect([shapes, message]).toEqual([[[null, 5, 4]], undefined]);
    expect(questions[0]).toMatchObject({ type: 'TimeDistributed', sources: [{ name: 'own' }] });
  });

  test('says what is wrong with the arguments of what it holds', () => {
    expect(infer(source, { inputs: [null, 5, 8] }, holding({ units: 'many' })).message).toContain(
      'units must be an integer; it is "many"',
    );
  });

  test('holds a cell of the project too', () => {
    const cell = { type: 'RNN', args: { cell: { layer: 'A', args: {} } } };
    expect(infer(source, { sequences: [null, 5, 8] }, { ...cell, answers: () => undefined })).toMatchObject({
      inference: { status: 'unknown', reason: 'being asked of Keras' },
      message: undefined,
    });
  });

  test('is refused where no module has the class', () => {
    const { message } = infer('x = 1', { inputs: [null, 5, 8] }, holding({}));
    expect(message).toMatch(/^own: A is not a layer type of Keras/);
  });
});

describe('a layer whose class is gone', () => {
  test('says so', () => {
    expect(infer('class A(layers.Layer): pass', { inputs: [null, 8] }, { type: 'Foo' }).message).toBe(
      'own: there is no class Foo in the modules of this project',
    );
  });

  test('says so beside others that come after it, and what is wrong with their arguments', () => {
    const view = network('class A(layers.Layer): pass', { inputs: [null, 8] }, { type: 'Foo' });
    const records = [
      layerOf('dense', 'Dense', { units: 'many' }),
      edge('after', 'dense', 'inputs'),
      layerOf('bar', 'Bar'),
      edge('dense', 'bar', 'inputs'),
    ];
    view.apply(records.map((record) => ({ op: 'put', record })));
    const messages = checkArchitecture(view, NETWORK).problems.map(({ message }) => message);
    expect(messages).toEqual([
      'own: there is no class Foo in the modules of this project',
      'dense: units must be an integer; it is "many"',
      'bar: there is no class Bar in the modules of this project',
    ]);
  });

  test('is merely unknown in a file that is looked at by itself', () => {
    const whole = network('x = 1', { inputs: [null, 8] }, { type: 'Foo' });
    const file = blank('Architecture', { id: NETWORK, parent: 'elsewhere', name: 'File' });
    whole.apply([
      { op: 'remove', id: PROJECT },
      { op: 'put', record: file },
    ]);
    expect(checkArchitecture(whole, NETWORK).problems).toEqual([]);
  });
});
