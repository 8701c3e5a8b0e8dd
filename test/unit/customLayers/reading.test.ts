import { describe, expect, test } from 'vitest';
import { customLayerIn, customLayersOf, layerTypeIn } from '../../../src/domain/customLayers/index.ts';
import { blank } from '../../../src/domain/state.ts';
import { projectWith } from './modules.ts';

const layersIn = (modules: Readonly<Record<string, string>>) => customLayersOf(projectWith(modules));
const typesIn = (source: string) => layersIn({ own: source }).layers.map(({ type }) => type.name);

function only(source: string) {
  const { layers, problems } = layersIn({ own: source });
  const [layer] = layers;
  if (!layer || layers.length > 1)
    throw new Error(`Expected one layer: ${JSON.stringify({ layers, problems })}`);
  return layer;
}

describe('a class is a layer type', () => {
  test.each([
    ['class A(keras.layers.Layer): pass'],
    ['class A(layers.Layer): pass'],
    ['class A(keras.Layer): pass'],
    ['from keras.layers import Layer\nclass A(Layer): pass'],
    ['from keras.layers import Layer as Base\nclass A(Base): pass'],
    ['from keras import layers as L\nclass A(L.Layer): pass'],
    ['import keras as k\nclass A(k.layers.Layer): pass'],
    ['import keras.layers\nclass A(keras.layers.Layer): pass'],
    ['from keras.layers import *\nclass A(Layer): pass'],
    ['from keras.layers import (\n    Dense,  # a comment\n    Layer,\n)\nclass A(Layer): pass'],
    ['class A(layers.Dense): pass'],
    ['class A(Mixin, layers.Layer): pass'],
    ['class A(layers.Layer, metaclass=Meta): pass'],
    ['@keras.saving.register_keras_serializable("own")\nclass A(layers.Layer): pass'],
  ])('%s', (source) => {
    expect(typesIn(source)).toEqual(['A']);
  });

  test('when it derives from another class of the module, or of another module', () => {
    expect(typesIn('class A(layers.Layer): pass\nclass B(A): pass')).toEqual(['A', 'B']);
    const modules = { base: 'class A(layers.Layer): pass', own: 'from base import A\nclass B(A): pass' };
    expect(layersIn(modules).layers.map(({ type }) => type.name)).toEqual(['A', 'B']);
    const dotted = { base: 'class A(layers.Layer): pass', own: 'import base as b\nclass B(b.A): pass' };
    expect(layersIn(dotted).byType.get('B')?.moduleName).toBe('own');
  });

  test.each([
    ['class A: pass'],
    ['class A(Layer): pass'],
    ['class A(torch.nn.Layer): pass'],
    ['class A(A): pass'],
    ['class A(B): pass\nclass B(A): pass'],
    ['def f():\n    class A(layers.Layer): pass'],
  ])('but not: %s', (source) => {
    expect(typesIn(source)).toEqual([]);
  });
});

describe('the arguments of the constructor', () => {
  const argument = (parameter: string, doc = '') => {
    const layer = only(
      `class A(layers.Layer):\n    """A.\n\n    Args:\n        x: ${doc}\n    """\n    def __init__(self, ${parameter}, **kwargs): pass`,
    );
    const [first] = layer.type.arguments;
    if (!first) throw new Error('Expected an argument.');
    const { name: _name, ...facts } = first;
    return facts;
  };

  test.each([
    ['x: int', { type: { kind: 'integer' }, required: true }],
    ['x: int = 3', { type: { kind: 'integer' }, default: 3 }],
    ['x: float = 1', { type: { kind: 'float' }, default: 1 }],
    ['x: bool = True', { type: { kind: 'boolean' }, default: true }],
    ['x: str = "a"', { type: { kind: 'string' }, default: 'a' }],
    ['x: Optional[int] = None', { type: { kind: 'integer' }, default: null, nullable: true }],
    ['x: int | None = None', { type: { kind: 'integer' }, default: null, nullable: true }],
    ['x: "int | None" = None', { type: { kind: 'integer' }, default: null, nullable: true }],
    ['x: Union[int, float] = 1', { type: { kind: 'float' }, default: 1 }],
    ['x: int | str = 1', { type: { kind: 'scalar' }, default: 1 }],
    ['x: Literal["a", \'b\'] = "a"', { type: { kind: 'enum', choices: ['a', 'b'] }, default: 'a' }],
    ['x: typing.Literal[1, 2] = 1', { type: { kind: 'scalar' }, default: 1 }],
    ['x: tuple[int, int] = (1, 2)', { type: { kind: 'tuple', item: 'integer', length: 2 }, default: [1, 2] }],
    ['x: tuple[int, ...] = (1,)', { type: { kind: 'tuple', item: 'integer' }, default: [1] }],
    [
      'x: int | tuple[int, int] = 3',
      { type: { kind: 'tuple', item: 'integer', length: 2, scalar: true }, default: 3 },
    ],
    ['x: list[float]', { type: { kind: 'tuple', item: 'float', list: true }, required: true }],
    ['x: list[str] = ["a"]', { type: { kind: 'tuple', item: 'string', list: true }, default: ['a'] }],
    ['x: keras.layers.Layer', { type: { kind: 'layer' }, required: true }],
    ['x: list[keras.Layer]', { type: { kind: 'layers' }, required: true }],
    ['x: Callable', { type: { kind: 'python' }, required: true }],
    ['x: dict[str, int] = {}', { type: { kind: 'python' } }],
    ['x=3', { type: { kind: 'integer' }, default: 3 }],
    ['x=-3', { type: { kind: 'integer' }, default: -3 }],
    ['x=0.5', { type: { kind: 'float' }, default: 0.5 }],
    ['x=1.', { type: { kind: 'float' }, default: 1 }],
    ['x=1e-3', { type: { kind: 'float' }, default: 0.001 }],
    ['x=False', { type: { kind: 'boolean' }, default: false }],
    ['x=(1, 2)', { type: { kind: 'tuple', item: 'integer' }, default: [1, 2] }],
    ['x=[1.5]', { type: { kind: 'tuple', item: 'float', list: true }, default: [1.5] }],
    ['x=WIDTH', { type: { kind: 'python' } }],
    ['x=ops.sqrt(2)', { type: { kind: 'python' } }],
    ['x', { type: { kind: 'scalar' }, required: true }],
  ])('%s', (parameter, facts) => {
    expect(argument(parameter)).toEqual(facts);
  });

  test.each([
    ['Integer, how many.', { kind: 'integer' }],
    ['float, how much.', { kind: 'float' }],
    ['Boolean.', { kind: 'boolean' }],
  ])('without hint and default its documentation tells: %s', (doc, type) => {
    expect(argument('x', doc).type).toEqual(type);
  });

  test.each([
    ['activation="relu"', 'activation'],
    ['activation: str | None = None', 'activation'],
    ['kernel_initializer="glorot_uniform"', 'initializer'],
    ['bias_regularizer=None', 'regularizer'],
    ['w: keras.constraints.Constraint', 'constraint'],
  ])('%s is a function of Keras', (parameter, role) => {
    expect(argument(parameter).type).toEqual({ kind: 'function', role });
  });

  test('come in their order, then those of every layer where there are **kwargs', () => {
    const { type } = only(
      'class A(layers.Layer):\n    def __init__(self, b, a=1, *args, c=2, **kwargs): pass',
    );
    const names = type.arguments.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['b', 'a', 'c']);
    expect(names).toEqual(expect.arrayContaining(['name', 'trainable', 'dtype']));
    expect(names).not.toContain('self');
  });

  test('without **kwargs are its own alone, which is a problem because the layer cannot be named', () => {
    const { layers, problems } = layersIn({ own: 'class A(layers.Layer):\n    def __init__(self, b): pass' });
    expect(layers[0]?.type.arguments.map(({ name }) => name)).toEqual(['b']);
    expect(problems).toMatchObject([{ line: 3 }]);
    expect(problems[0]?.message).toContain('**kwargs');
  });

  test('are those of the class it derives from where it has no constructor, or hands on what it does not know', () => {
    const base = 'class A(layers.Layer):\n    def __init__(self, width=1, depth=2, **kwargs): pass\n';
    const names = (source: string) =>
      layersIn({ own: base + source })
        .byType.get('B')
        ?.type.arguments.map(({ name }) => name)
        .slice(0, 3);
    expect(names('class B(A): pass')).toEqual(['width', 'depth', 'activity_regularizer']);
    const handing = 'class B(A):\n    def __init__(self, c, **kwargs):\n        super().__init__(';
    expect(names(`${handing}**kwargs)`)).toEqual(['c', 'width', 'depth']);
    expect(names(`${handing}width=3, **kwargs)`)?.slice(0, 2)).toEqual(['c', 'depth']);
    expect(names(`${handing}3, **kwargs)`)?.slice(0, 2)).toEqual(['c', 'depth']);
  });

  test('of a class that derives from a layer of Keras are those of that layer', () => {
    const { type } = only('class A(layers.Dense): pass');
    expect(type.arguments[0]).toMatchObject({ name: 'units', required: true });
  });
});

describe('the inputs', () => {
  const facts = (signature: string, body = 'return x') => {
    const { type } = only(`class A(layers.Layer):\n    def call(self, ${signature}):\n        ${body}`);
    return { inputs: type.inputs, flags: type.callArguments.map(({ name }) => name) };
  };

  test('are the parameters of call; training and mask come from Keras', () => {
    expect(facts('x, y=None, training=False, mask=None')).toEqual({
      inputs: [{ name: 'x', required: true }, { name: 'y' }],
      flags: ['training'],
    });
  });

  test('are not those that have a plain value by default', () => {
    expect(facts('x, causal=False, scale: float = 1.0')).toEqual({
      inputs: [{ name: 'x', required: true }],
      flags: ['causal', 'scale'],
    });
  });

  test('may be of several tensors, when hints or the code say so', () => {
    expect(facts('inputs: list').inputs).toEqual([{ name: 'inputs', required: true, many: true }]);
    expect(facts('inputs', 'query, value = inputs').inputs).toEqual([
      { name: 'inputs', required: true, many: true, min: 2, max: 2 },
    ]);
  });

  test('of a class without call are one tensor, or those of the layer it derives from', () => {
    expect(only('class A(layers.Layer): pass').type.inputs).toEqual([{ name: 'inputs', required: true }]);
    expect(only('class A(layers.Attention): pass').type.inputs.length).toBeGreaterThan(0);
  });
});

describe('the outputs', () => {
  const outputs = (body: string, head = '') =>
    only(`class A(layers.Layer):\n${head}    def call(self, x):\n        ${body}`).outputs;

  test('are one, or as many as call returns', () => {
    expect(outputs('return x')).toEqual(['output']);
    expect(outputs('return mean, spread')).toEqual(['mean', 'spread']);
    expect(outputs('return (x + 1, x)')).toEqual(['output_1', 'x']);
    expect(outputs('return f(x, x)')).toEqual(['output']);
  });

  test('are as many as the shape rule says', () => {
    expect(outputs('return f(x)', '    shapes = "(b, n) -> (b, n), (b)"\n')).toEqual([
      'output_1',
      'output_2',
    ]);
  });
});

describe('the documentation', () => {
  test('is the docstring, with a text for each argument', () => {
    const { documentation } = only(
      [
        'class A(layers.Layer):',
        '    """Scales its inputs',
        '    by a number.',
        '',
        '    It learns the number.',
        '',
        '    Args:',
        '        start (float): Where learning',
        '            begins.',
        '        *rest: More.',
        '',
        '    Returns:',
        '        no: argument',
        '    """',
      ].join('\n'),
    );
    expect(documentation).toEqual({
      doc: 'Scales its inputs by a number.\n\nIt learns the number.',
      arguments: { start: 'Where learning begins.', rest: 'More.' },
    });
  });
});

describe('what is not Python', () => {
  test('costs its own class only, and is said with its line', () => {
    const { layers, problems } = layersIn({
      own: 'class A(layers.Layer): pass\nclass B(layers.Layer:\n    x = = 1\nclass C(layers.Layer): pass',
    });
    expect(layers.map(({ type }) => type.name)).toEqual(['A', 'C']);
    expect(problems.map(({ module, line }) => ({ module, line }))).toEqual([{ module: 'code-own', line: 4 }]);
    expect(problems[0]?.message).toContain('The class B is not Python');
  });

  test('in the body of a function costs no class, because the grammar may be wrong there', () => {
    const { layers, problems } = layersIn({
      own: 'class A(layers.Layer):\n    def f(self):\n        with a as (b, c):\n            pass\n    def call(self, x): return x',
    });
    expect(layers[0]?.type.inputs[0]?.name).toBe('x');
    expect(problems.map(({ message }) => message)).toEqual(['Line 5 may not be Python.']);
  });

  test.each(['', ')', 'class', 'class (', 'class A(', 'def', '"""', 'class A(layers.Layer):', '\u0000', '@'])(
    'is never an exception: %j',
    (source) => {
      expect(() => layersIn({ own: `import keras\n${source}` })).not.toThrow();
    },
  );
});

describe('names', () => {
  test('of layers of Keras stay theirs; the class of the project is named with its module', () => {
    const view = projectWith({ own: 'class Dense(layers.Layer): pass' });
    expect(layerTypeIn(view, 'Dense')?.category).toBe('core');
    expect(layerTypeIn(view, 'own.Dense')).toMatchObject({ name: 'own.Dense', category: 'custom' });
    expect(customLayerIn(view, 'own.Dense')?.hasNamesake).toBe(true);
  });

  test('that two modules give mean the first; both can be named with their module', () => {
    const source = 'class A(layers.Layer): pass';
    const view = projectWith({ second: source, first: source });
    expect(customLayerIn(view, 'A')?.moduleName).toBe('first');
    expect(customLayerIn(view, 'second.A')?.moduleName).toBe('second');
  });
});

describe('what was read', () => {
  test('is the same value until its module changes, or one that it imports', () => {
    const view = projectWith({
      base: 'class A(layers.Layer): pass',
      own: 'import base\nimport keras\nclass B(keras.Layer): pass',
      other: 'class C(layers.Layer): pass',
    });
    const before = customLayersOf(view);
    expect(customLayersOf(view)).toBe(before);
    view.apply([{ op: 'set', id: 'code-base', path: ['code'], value: 'x = 1' }]);
    const after = customLayersOf(view);
    expect(after.byType.get('C')).toBe(before.byType.get('C'));
    expect(after.byType.get('B')).not.toBe(before.byType.get('B'));
    expect(after.byType.get('B')?.sources.map(({ name }) => name)).toEqual(['base', 'own']);
  });

  test('goes when its module goes', () => {
    const view = projectWith({ own: 'class A(layers.Layer): pass' });
    view.apply([{ op: 'remove', id: 'code-own' }]);
    expect(layerTypeIn(view, 'A')).toBeUndefined();
    view.apply([{ op: 'put', record: blank('Code', { id: 'x', parent: 'project', name: 'm', code: 'x' }) }]);
    expect(customLayersOf(view).layers).toEqual([]);
  });
});
