import type {
  ArgumentDescription,
  ArgumentType,
  ArgumentValue,
  InputDescription,
} from '../../../meta/catalogue/index.ts';
import {
  comparing,
  countingDtype,
  elementwise,
  expanded,
  floatingDtype,
  fractionDtype,
  ofTwo,
  pairwise,
  reshaped,
  reshaping,
  sameDtype,
  squeezed,
  toBool,
  transposed,
} from '../shapes/operation.ts';
import {
  along,
  choosing,
  filled,
  indexing,
  joining,
  matrixProduct,
  oneHot,
  splitting,
  reducing,
  statedDtype,
  swapped,
  unchanged,
  withoutRule,
} from '../shapes/operationShapes.ts';
import { resultType } from '../shapes/resultType.ts';
import type { OwnRule } from '../shapes/index.ts';

/** A function of `keras.ops` between layers, as imported networks have them: a layer of type `ops.Add`. */
export interface Operation {
  /** Its name in `keras.ops`. */
  readonly function: string;
  /** The module of Keras that has its class. */
  readonly module: 'core' | 'linalg' | 'math' | 'nn' | 'numpy';
  readonly inputs: readonly InputDescription[];
  readonly arguments: readonly ArgumentDescription[];
  readonly rule: OwnRule;
  /** The argument that comes before what it computes with. */
  readonly beginsWith?: string;
  /** What comes of it is not known before a run. */
  readonly isOpen?: true;
  /** What it computes. */
  readonly doc: string;
}

const OPERAND = { kind: 'operand' } as const;

type Arg = ArgumentDescription;
type Rest = readonly Arg[];

/** What is not connected is a number or an array, given as an argument of the name of its input. */
const binary = (name: string, rule: OwnRule, doc: string, ...args: Rest): Operation => ({
  function: name,
  module: 'numpy',
  inputs: [{ name: 'x1' }, { name: 'x2' }],
  arguments: [{ name: 'x1', type: OPERAND }, { name: 'x2', type: OPERAND }, ...args],
  rule,
  doc,
});

const unary = (name: string, rule: OwnRule, doc: string, ...args: Rest): Operation => ({
  function: name,
  module: 'numpy',
  inputs: [{ name: 'x', required: true }],
  arguments: args,
  rule,
  doc,
});

const within = (module: Operation['module'], operation: Operation): Operation => ({ ...operation, module });

/** What comes of it is not known before a run. */
const free = (name: string, inputs: readonly string[], doc: string, ...args: Rest): Operation => {
  const ports = inputs.map((port) => ({ name: port, required: true }));
  return {
    function: name,
    module: 'numpy',
    inputs: ports,
    arguments: args,
    rule: withoutRule(ports),
    doc,
    isOpen: true,
  };
};

const many = (name: string, port: string, isNewAxis: boolean, doc: string): Operation => {
  const input: InputDescription = { name: port, required: true, many: true };
  const axis: Arg = { name: 'axis', type: { kind: 'integer' }, default: 0 };
  return {
    function: name,
    module: 'numpy',
    inputs: [input],
    arguments: [axis],
    rule: joining(input, isNewAxis),
    doc,
  };
};

const needed = (name: string, type: ArgumentType): Arg => ({ name, type, required: true });
const usual = (name: string, type: ArgumentType, value: ArgumentValue): Arg => ({
  ...{ name, type, default: value },
  ...(value === null ? { nullable: true } : {}),
});

const INTEGER = { kind: 'integer' } as const;
const FLOAT = { kind: 'float' } as const;
const BOOLEAN = { kind: 'boolean' } as const;
const INTEGERS = { kind: 'tuple', item: 'integer', scalar: true } as const;
const DTYPE = { kind: 'dtype' } as const;
const PYTHON = { kind: 'python' } as const;

const ALONG = usual('axis', INTEGERS, null);
const KEPT = usual('keepdims', BOOLEAN, false);
const OF_DTYPE = usual('dtype', DTYPE, null);

const AXIS = { name: 'axis', type: { kind: 'tuple', item: 'integer', scalar: true } } as const;
const AXES = { name: 'axes', type: { kind: 'shape' }, default: null, nullable: true } as const;
const SHAPE = { name: 'newshape', type: { kind: 'shape' }, required: true } as const;

/** Sums and products of small whole numbers are wider than these. */
function summedDtype(dtype: string | undefined): string | undefined {
  if (dtype === undefined) return undefined;
  return /^(bool|int8|int16)$/.test(dtype) ? 'int32' : /^uint(8|16)$/.test(dtype) ? 'uint32' : dtype;
}

const meanDtype = (dtype: string) =>
  resultType(dtype, 'float32') === undefined ? undefined : floatingDtype(dtype);

const pairedRemainder = ofTwo((x1, x2) => {
  const dtype = resultType(x1, x2);
  return dtype && countingDtype(dtype);
});

/** Keras says so whatever it is given. */
const float32 = () => 'float32';

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  Absolute: unary('absolute', elementwise(sameDtype), 'The absolute value of each number.'),
  Add: binary('add', pairwise(), 'The sum of `x1` and `x2`, number by number.'),
  Divide: binary('divide', pairwise('float'), '`x1` divided by `x2`, number by number.'),
  Exp: unary('exp', elementwise(floatingDtype), 'The exponential of each number.'),
  ExpandDims: unary('expand_dims', reshaping(expanded), 'The same numbers with a dimension of size 1 more.', {
    ...AXIS,
    required: true,
  }),
  Log: unary('log', elementwise(fractionDtype), 'The natural logarithm of each number.'),
  Maximum: binary('maximum', pairwise(), 'The larger of `x1` and `x2`, number by number.'),
  Minimum: binary('minimum', pairwise(), 'The smaller of `x1` and `x2`, number by number.'),
  Multiply: binary('multiply', pairwise(), 'The product of `x1` and `x2`, number by number.'),
  Negative: unary('negative', elementwise(sameDtype), 'Each number with its sign changed.'),
  NotEqual: binary('not_equal', comparing, 'Where `x1` and `x2` differ: True or False for each number.'),
  Power: binary('power', pairwise(), '`x1` to the power of `x2`, number by number.'),
  Reshape: unary(
    'reshape',
    reshaping(reshaped),
    'The same numbers in another shape, that of the batch included.',
    SHAPE,
  ),
  Sqrt: unary('sqrt', elementwise(fractionDtype), 'The square root of each number.'),
  Square: unary('square', elementwise(countingDtype), 'The square of each number.'),
  Squeeze: unary('squeeze', reshaping(squeezed), 'The same numbers without dimensions of size 1.', {
    ...AXIS,
    default: null,
    nullable: true,
  }),
  Subtract: binary('subtract', pairwise(), '`x1` less `x2`, number by number.'),
  Transpose: unary(
    'transpose',
    reshaping(transposed),
    'The same numbers with the dimensions in another order.',
    AXES,
  ),
  TrueDivide: binary('true_divide', pairwise('float'), '`x1` divided by `x2`, number by number.'),
  // Comparisons and logic
  Equal: binary('equal', comparing, 'Where `x1` and `x2` are equal: True or False for each number.'),
  Greater: binary('greater', comparing, 'Where `x1` is greater than `x2`: True or False for each number.'),
  GreaterEqual: binary(
    'greater_equal',
    comparing,
    'Where `x1` is at least `x2`: True or False for each number.',
  ),
  Less: binary('less', comparing, 'Where `x1` is less than `x2`: True or False for each number.'),
  LessEqual: binary('less_equal', comparing, 'Where `x1` is at most `x2`: True or False for each number.'),
  LogicalAnd: binary('logical_and', comparing, 'Where both are true.'),
  LogicalOr: binary('logical_or', comparing, 'Where one or both are true.'),
  LogicalXor: binary('logical_xor', comparing, 'Where one of both is true.'),
  LogicalNot: unary('logical_not', elementwise(toBool), 'Where it is not true.'),
  Isfinite: unary('isfinite', elementwise(toBool), 'Where a number is neither infinite nor NaN.'),
  Isinf: unary('isinf', elementwise(toBool), 'Where a number is infinite.'),
  Isnan: unary('isnan', elementwise(toBool), 'Where a number is NaN.'),
  Where: {
    ...{ function: 'where', module: 'numpy', rule: choosing },
    inputs: [{ name: 'condition', required: true }, { name: 'x1' }, { name: 'x2' }],
    arguments: [
      { name: 'x1', type: OPERAND },
      { name: 'x2', type: OPERAND },
    ],
    doc: 'The numbers of `x1` where `condition` is true, those of `x2` elsewhere.',
  },
  // Numbers
  FloorDivide: binary('floor_divide', pairwise(), '`x1` divided by `x2`, rounded down.'),
  Mod: binary('mod', pairedRemainder, 'What remains of `x1` divided by `x2`.'),
  Ceil: unary('ceil', elementwise(fractionDtype), 'Each number rounded up.'),
  Clip: unary(
    'clip',
    elementwise(countingDtype),
    'Each number, no less than `x_min` and no more than `x_max`.',
    needed('x_min', OPERAND),
    needed('x_max', OPERAND),
  ),
  Cos: unary('cos', elementwise(fractionDtype), 'The cosine of each number.'),
  Cosh: unary('cosh', elementwise(fractionDtype), 'The hyperbolic cosine of each number.'),
  Erf: within('math', unary('erf', elementwise(sameDtype), 'The error function of each number.')),
  Expm1: unary('expm1', elementwise(floatingDtype), 'The exponential of each number, less 1.'),
  Floor: unary('floor', elementwise(fractionDtype), 'Each number rounded down.'),
  Log10: unary('log10', elementwise(fractionDtype), 'The logarithm of each number to the base 10.'),
  Log1p: unary('log1p', elementwise(fractionDtype), 'The natural logarithm of 1 and each number.'),
  Log2: unary('log2', elementwise(fractionDtype), 'The logarithm of each number to the base 2.'),
  OnesLike: unary('ones_like', along(statedDtype(sameDtype)), 'Ones in the same shape.', OF_DTYPE),
  Reciprocal: unary('reciprocal', elementwise(float32), '1 divided by each number.'),
  Round: unary('round', elementwise(sameDtype), 'Each number rounded.', usual('decimals', INTEGER, 0)),
  Rsqrt: within(
    'math',
    unary('rsqrt', elementwise(sameDtype), '1 divided by the square root of each number.'),
  ),
  Sign: unary('sign', elementwise(sameDtype), '-1, 0 or 1 for each number.'),
  Sin: unary('sin', elementwise(fractionDtype), 'The sine of each number.'),
  Sinh: unary('sinh', elementwise(fractionDtype), 'The hyperbolic sine of each number.'),
  Tan: unary('tan', elementwise(fractionDtype), 'The tangent of each number.'),
  Tanh: unary('tanh', elementwise(fractionDtype), 'The hyperbolic tangent of each number.'),
  ZerosLike: unary('zeros_like', along(statedDtype(sameDtype)), 'Zeros in the same shape.', OF_DTYPE),
  Cast: within(
    'core',
    unary(
      'cast',
      along(statedDtype(sameDtype)),
      'The same numbers in another dtype.',
      needed('dtype', DTYPE),
    ),
  ),
  // Activations
  Elu: within('nn', unary('elu', elementwise(sameDtype), 'The activation ELU.', usual('alpha', FLOAT, 1))),
  Gelu: within(
    'nn',
    unary('gelu', elementwise(sameDtype), 'The activation GELU.', usual('approximate', BOOLEAN, true)),
  ),
  HardSigmoid: within('nn', unary('hard_sigmoid', elementwise(sameDtype), 'The activation hard sigmoid.')),
  HardSilu: within('nn', unary('hard_silu', elementwise(sameDtype), 'The activation hard SiLU.')),
  HardTanh: within('nn', unary('hard_tanh', elementwise(sameDtype), 'The activation hard tanh.')),
  LeakyRelu: within(
    'nn',
    unary(
      'leaky_relu',
      elementwise(sameDtype),
      'The activation leaky ReLU.',
      usual('negative_slope', FLOAT, 0.2),
    ),
  ),
  LogSigmoid: within('nn', unary('log_sigmoid', elementwise(sameDtype), 'The logarithm of the sigmoid.')),
  LogSoftmax: within(
    'nn',
    unary('log_softmax', along(sameDtype), 'The logarithm of the softmax.', usual('axis', INTEGERS, -1)),
  ),
  Relu: within('nn', unary('relu', elementwise(sameDtype), 'The activation ReLU.')),
  Relu6: within('nn', unary('relu6', elementwise(sameDtype), 'The activation ReLU, no more than 6.')),
  Selu: within('nn', unary('selu', elementwise(sameDtype), 'The activation SELU.')),
  Sigmoid: within('nn', unary('sigmoid', elementwise(sameDtype), 'The activation sigmoid.')),
  Silu: within('nn', unary('silu', elementwise(sameDtype), 'The activation SiLU.')),
  Softmax: within(
    'nn',
    unary('softmax', along(sameDtype), 'The softmax along an axis.', usual('axis', INTEGERS, -1)),
  ),
  Softplus: within('nn', unary('softplus', elementwise(sameDtype), 'The activation softplus.')),
  Softsign: within('nn', unary('softsign', elementwise(sameDtype), 'The activation softsign.')),
  // Along axes
  All: unary('all', reducing(toBool), 'Whether all along an axis are true.', ALONG, KEPT),
  Any: unary('any', reducing(toBool), 'Whether any along an axis is true.', ALONG, KEPT),
  Argmax: unary(
    'argmax',
    reducing(() => 'int32'),
    'The place of the largest number along an axis.',
    usual('axis', INTEGER, null),
    KEPT,
  ),
  Argmin: unary(
    'argmin',
    reducing(() => 'int32'),
    'The place of the smallest number along an axis.',
    usual('axis', INTEGER, null),
    KEPT,
  ),
  Logsumexp: within(
    'math',
    unary(
      'logsumexp',
      reducing(float32),
      'The logarithm of the sum of exponentials along an axis.',
      ALONG,
      KEPT,
    ),
  ),
  Max: unary(
    'max',
    reducing(sameDtype),
    'The largest number along an axis.',
    ALONG,
    KEPT,
    usual('initial', FLOAT, null),
  ),
  Mean: unary('mean', reducing(meanDtype), 'The mean along an axis.', ALONG, KEPT),
  Min: unary(
    'min',
    reducing(sameDtype),
    'The smallest number along an axis.',
    ALONG,
    KEPT,
    usual('initial', FLOAT, null),
  ),
  Prod: unary(
    'prod',
    reducing(statedDtype(summedDtype)),
    'The product of all along an axis.',
    ALONG,
    KEPT,
    OF_DTYPE,
  ),
  Std: unary('std', reducing(floatingDtype), 'The standard deviation along an axis.', ALONG, KEPT),
  Sum: unary(
    'sum',
    reducing((dtype) => summedDtype(resultType(dtype))),
    'The sum of all along an axis.',
    ALONG,
    KEPT,
  ),
  Var: unary('var', reducing(fractionDtype), 'The variance along an axis.', ALONG, KEPT),
  // Several tensors
  Concatenate: many('concatenate', 'xs', false, 'Tensors one after the other along an axis.'),
  Matmul: binary('matmul', matrixProduct, 'The product of `x1` and `x2` as matrices.'),
  Stack: many('stack', 'x', true, 'Tensors beside each other, along a new axis.'),
  // Parts and places
  GetItem: unary(
    'get_item',
    indexing,
    'Part of the numbers: `:, 0` takes the first of each sample.',
    needed('key', { kind: 'string' }),
  ),
  Swapaxes: unary(
    'swapaxes',
    reshaping(swapped),
    'The same numbers with two dimensions exchanged.',
    needed('axis1', INTEGER),
    needed('axis2', INTEGER),
  ),
  BroadcastTo: unary(
    'broadcast_to',
    reshaping(filled),
    'The same numbers, repeated to fill a shape.',
    needed('shape', { kind: 'shape' }),
  ),
  Flip: unary('flip', along(sameDtype), 'The numbers in the opposite order.', ALONG),
  Norm: within(
    'linalg',
    unary(
      'norm',
      reducing(floatingDtype),
      'The norm along an axis.',
      usual('ord', PYTHON, null),
      ALONG,
      KEPT,
    ),
  ),
  Normalize: within(
    'nn',
    unary(
      'normalize',
      along(float32),
      'Numbers divided by their norm.',
      usual('axis', INTEGERS, -1),
      usual('order', INTEGER, 2),
      usual('epsilon', FLOAT, null),
    ),
  ),
  OneHot: within(
    'nn',
    unary(
      'one_hot',
      oneHot,
      'For each number a row with a 1 in its place.',
      needed('num_classes', INTEGER),
      usual('axis', INTEGER, -1),
      OF_DTYPE,
      usual('sparse', BOOLEAN, false),
    ),
  ),
  Roll: unary(
    'roll',
    along(sameDtype),
    'The numbers moved along an axis, those at the end to the beginning.',
    needed('shift', PYTHON),
    usual('axis', INTEGERS, null),
  ),
  Sort: unary('sort', along(sameDtype), 'The numbers in order.', usual('axis', INTEGER, -1)),
  StopGradient: {
    ...within(
      'core',
      unary('stop_gradient', unchanged('variable'), 'The same numbers, through which nothing is learnt.'),
    ),
    inputs: [{ name: 'variable', required: true }],
  },
  Tril: unary('tril', along(sameDtype), 'The lower triangle of matrices.', usual('k', INTEGER, 0)),
  Triu: unary('triu', along(sameDtype), 'The upper triangle of matrices.', usual('k', INTEGER, 0)),
  Split: unary(
    'split',
    splitting,
    'The numbers in parts along an axis.',
    needed('indices_or_sections', INTEGERS),
    usual('axis', INTEGER, 0),
  ),
  // What comes of these is not known before a run
  Einsum: {
    ...free(
      'einsum',
      ['x1'],
      'Products and sums as the subscripts say: `bij,bjk->bik`.',
      needed('subscripts', { kind: 'string' }),
    ),
    inputs: [{ name: 'x1', required: true }, { name: 'x2' }, { name: 'x3' }],
    rule: withoutRule([{ name: 'x1', required: true }, { name: 'x2' }, { name: 'x3' }]),
    beginsWith: 'subscripts',
  },
  Pad: free(
    'pad',
    ['x'],
    'The numbers with others around them.',
    needed('pad_width', PYTHON),
    usual('mode', { kind: 'string' }, 'constant'),
    usual('constant_values', FLOAT, null),
  ),
  Take: {
    ...free('take', ['x'], 'The numbers at certain places along an axis.'),
    inputs: [{ name: 'x', required: true }, { name: 'indices' }],
    arguments: [{ name: 'indices', type: OPERAND }, usual('axis', INTEGER, null)],
    rule: withoutRule([{ name: 'x', required: true }, { name: 'indices' }]),
  },
  Arctan2: free('arctan2', ['x1', 'x2'], 'The angle of the point with height `x1` and width `x2`.'),
  Cumprod: free(
    'cumprod',
    ['x'],
    'The products of all up to each number.',
    usual('axis', INTEGER, null),
    OF_DTYPE,
  ),
  Cumsum: free('cumsum', ['x'], 'The sums of all up to each number.', usual('axis', INTEGER, null), OF_DTYPE),
  Diff: free(
    'diff',
    ['a'],
    'The differences between neighbours.',
    usual('n', INTEGER, 1),
    usual('axis', INTEGER, -1),
  ),
  Dot: free('dot', ['x1', 'x2'], 'The dot product of `x1` and `x2`.'),
  Moveaxis: free(
    'moveaxis',
    ['x'],
    'The same numbers with dimensions in other places.',
    needed('source', PYTHON),
    needed('destination', PYTHON),
  ),
  Outer: free('outer', ['x1', 'x2'], 'The products of each of `x1` with each of `x2`.'),
  Repeat: free(
    'repeat',
    ['x'],
    'Each number repeated.',
    needed('repeats', PYTHON),
    usual('axis', INTEGER, null),
  ),
  TakeAlongAxis: free(
    'take_along_axis',
    ['x', 'indices'],
    'The numbers at the places that `indices` states.',
    usual('axis', INTEGER, null),
  ),
  Tile: free('tile', ['x'], 'The same numbers several times, beside each other.', needed('repeats', PYTHON)),
};
