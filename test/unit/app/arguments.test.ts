import { describe, expect, test } from 'vitest';
import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import {
  formOfMargins,
  inForm,
  withSide,
  type MarginsForm,
} from '../../../visualizers/ArchitectureEditor/arguments/margins.ts';
import {
  parseArgument,
  stepNumber,
} from '../../../visualizers/ArchitectureEditor/arguments/parseArgument.ts';
import {
  isTypable,
  kindInWords,
  parseOperand,
  writeOperand,
} from '../../../visualizers/ArchitectureEditor/arguments/operand.ts';
import { groupArguments } from '../../../visualizers/ArchitectureEditor/groupArguments.ts';
import {
  readLiteral,
  writeLiteral,
} from '../../../visualizers/ArchitectureEditor/arguments/pythonLiteral.ts';
import { layerName } from '../../../src/domain/architecture/newLayer.ts';

describe('Python literals', () => {
  test.each<[string, ArgumentValue]>([
    ['3', 3],
    ['-1.5e-3', -0.0015],
    ['1_000', 1000],
    ['None', null],
    ['-inf', { number: '-inf' }],
    ['[nan, 1]', [{ number: 'nan' }, 1]],
    ['True', true],
    ["'same'", 'same'],
    ['(3, 3)', [3, 3]],
    ['(3,)', [3]],
    ['()', []],
    [
      '[[1, 2], (3, None)]',
      [
        [1, 2],
        [3, null],
      ],
    ],
  ])('%s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  test.each(['', '(3', '3 4', 'relu', '(,)', 'Nonesense', 'info'])('%j is none', (text) => {
    expect(readLiteral(text)).toBeUndefined();
  });

  test('a tuple of one is written with its comma', () => {
    expect(writeLiteral([64])).toBe('(64,)');
  });
});

describe('what is typed for an argument', () => {
  const argument = (layer: string, name: string) => {
    const found = layerType(layer)?.arguments.find((one) => one.name === name);
    if (!found) throw new Error(`${layer} has no ${name}`);
    return found;
  };

  test.each<[string, string, string, ArgumentValue]>([
    ['Dense', 'units', ' 64 ', 64],
    ['Conv2D', 'kernel_size', '3', 3],
    ['Conv2D', 'kernel_size', '3, 5', [3, 5]],
    ['InputLayer', 'shape', '28, 28, 1', [28, 28, 1]],
    ['InputLayer', 'shape', '(None, 8)', [null, 8]],
    ['Dense', 'dtype', 'float16', 'float16'],
    ['Dense', 'dtype', '', null],
    ['Rescaling', 'scale', '1/255', 1 / 255],
    ['Hashing', 'mask_value', 'unknown', 'unknown'],
    [
      'ZeroPadding2D',
      'padding',
      '((1, 2), (0, 0))',
      [
        [1, 2],
        [0, 0],
      ],
    ],
  ])('%s %s: %j', (layer, name, text, value) => {
    expect(parseArgument(argument(layer, name), text)).toEqual({ value });
  });

  test('it says what was expected and what was received', () => {
    expect(parseArgument(argument('Dense', 'units'), 'many')).toEqual({
      fault: 'Expected an integer; received “many”.',
    });
  });

  test.each([
    ['Dense', 'units', '1.5'],
    ['Conv2D', 'kernel_size', '(3, 3, 3)'],
    ['Dense', 'units', ''],
  ])('%s %s refuses %j', (layer, name, text) => {
    expect(parseArgument(argument(layer, name), text)).toHaveProperty('fault');
  });
});

describe('what is typed for an operand', () => {
  const array = { array: 'tensor', dtype: 'int32', items: [1, 2] } as const;

  test.each<[string, ArgumentValue | undefined, ArgumentValue]>([
    ['0.5', undefined, 0.5],
    ['1/255', 3, 1 / 255],
    ['True', 0.5, true],
    ['[1, 2.5]', 0.5, { array: 'numpy', dtype: 'float32', items: [1, 2.5] }],
    [
      '[[1, 2], [3, 4]]',
      array,
      {
        ...array,
        items: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
  ])('%s after %j', (text, before, value) => {
    expect(parseOperand(text, before)).toEqual({ value });
    expect(parseOperand(writeOperand(value), before)).toEqual({ value });
  });

  test.each<[string, ArgumentValue | undefined, string]>([
    ['', 1, 'Expected a number such as 0.5, or lists of numbers such as [1, 2]; received nothing.'],
    ['many', 1, 'Expected a number such as 0.5, or lists of numbers such as [1, 2]; received “many”.'],
    ['1e999', 1, 'Expected a number such as 0.5, or lists of numbers such as [1, 2]; received “1e999”.'],
    [
      '[[1], [2, 3]]',
      1,
      'Expected lists of numbers, those of one depth of one length; received “[[1], [2, 3]]”.',
    ],
    ['[1.5, 2]', array, 'Expected numbers of int32; received “[1.5, 2]”.'],
  ])('%s after %j is refused', (text, before, fault) => {
    expect(parseOperand(text, before)).toEqual({ fault });
  });

  test('a large array is shown, and not typed', () => {
    const large = { ...array, items: Array.from({ length: 65 }, (_, item) => item) };
    expect([isTypable(array), isTypable(large), kindInWords(large)]).toEqual([true, false, 'int32 (65,)']);
  });
});

describe('arrow keys', () => {
  test.each<['integer' | 'float', ArgumentValue, number, ArgumentValue]>([
    ['integer', 64, 1, 65],
    ['integer', 64, -10, 54],
    ['float', 0.5, 1, 0.6],
    ['float', 0.99, 1, 1],
    ['float', 1, -1, 0.9],
    ['integer', null, 1, 1],
  ])('take an argument of kind %s from %j by %i to %j', (kind, from, by, to) => {
    expect(stepNumber(kind, from, by)).toBe(to);
  });
});

describe('margins', () => {
  test.each<[MarginsForm, ArgumentValue]>([
    ['same', 2],
    ['by-dimension', [2, 3]],
    [
      'by-side',
      [
        [2, 1],
        [3, 3],
      ],
    ],
  ])('are said %s', (form, value) => {
    expect(formOfMargins(value, 2)).toBe(form);
  });

  test('of one dimension are a number or a pair', () => {
    expect([inForm(2, 1, 'by-side'), inForm([2, 1], 1, 'same')]).toEqual([[2, 2], 2]);
  });

  test('keep what they are in another form', () => {
    expect(inForm([2, 3], 2, 'by-side')).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(
      inForm(
        [
          [2, 1],
          [3, 3],
        ],
        2,
        'by-dimension',
      ),
    ).toEqual([2, 3]);
  });

  test('change on one side in the form that they have', () => {
    expect(withSide([2, 3], 2, 1, 0, 5)).toEqual([2, 5]);
    expect(
      withSide(
        [
          [2, 1],
          [3, 3],
        ],
        2,
        0,
        1,
        7,
      ),
    ).toEqual([
      [2, 7],
      [3, 3],
    ]);
    expect(withSide([2, 1], 1, 0, 1, 7)).toEqual([2, 7]);
  });
});

describe('the arguments of a layer in groups', () => {
  const groups = groupArguments(layerType('Dense'), { bias_initializer: 'ones' });
  const names = (group: readonly { readonly name: string }[]) => group.map(({ name }) => name);

  test('what makes it what it is comes first, what lives in Python only is left out', () => {
    expect(names(groups.usual)).toEqual(['units', 'activation', 'use_bias', 'lora_rank', 'lora_alpha']);
  });

  test('what concerns its weights is together, and it is known what is set', () => {
    expect(names(groups.weights)).toContain('kernel_constraint');
    expect([...groups.set]).toEqual(['bias_initializer']);
  });

  test('what it is called with is among them', () => {
    expect(names(groupArguments(layerType('MultiHeadAttention'), {}).usual)).toEqual(
      expect.arrayContaining(['num_heads', 'return_attention_scores', 'use_causal_mask']),
    );
  });

  test('the kind of numbers is told of an input at once, and of other layers with what is common to all', () => {
    const [input, dense] = ['InputLayer', 'Dense'].map((type) => groupArguments(layerType(type), {}));
    expect(names(input?.usual ?? [])).toContain('dtype');
    expect(names(input?.common ?? [])).not.toContain('dtype');
    expect(names(dense?.common ?? [])).toContain('dtype');
  });
});

test.each([
  ['Dense', 'dense'],
  ['Conv2D', 'conv2d'],
  ['MaxPooling2D', 'max_pooling2d'],
  ['BatchNormalization', 'batch_normalization'],
  ['LSTM', 'lstm'],
  ['InputLayer', 'input'],
])('a new %s is called %s', (type, name) => {
  expect(layerName(type)).toBe(name);
});
