import type {
  ArgumentDescription,
  InputDescription,
  LayerDocumentation,
  LayerType,
} from '../../../meta/catalogue/index.ts';
import {
  comparing,
  countingDtype,
  elementwise,
  expanded,
  floatingDtype,
  fractionDtype,
  pairwise,
  reshaped,
  reshaping,
  sameDtype,
  squeezed,
  transposed,
} from '../shapes/operation.ts';
import type { OwnRule } from '../shapes/index.ts';

/** A function of `keras.ops` between layers, as imported networks have them: a layer of type `ops.Add`. */
export interface Operation {
  /** Its name in `keras.ops`. */
  readonly function: string;
  readonly inputs: readonly InputDescription[];
  readonly arguments: readonly ArgumentDescription[];
  readonly rule: OwnRule;
  /** What it computes. */
  readonly doc: string;
}

const OPERAND = { kind: 'operand' } as const;

/** What is not connected is a number or an array, given as an argument of the name of its input. */
const binary = (name: string, rule: OwnRule, doc: string): Operation => ({
  function: name,
  inputs: [{ name: 'x1' }, { name: 'x2' }],
  arguments: [
    { name: 'x1', type: OPERAND },
    { name: 'x2', type: OPERAND },
  ],
  rule,
  doc,
});
const unary = (
  name: string,
  rule: OwnRule,
  doc: string,
  ...args: readonly ArgumentDescription[]
): Operation => ({
  function: name,
  inputs: [{ name: 'x', required: true }],
  arguments: args,
  rule,
  doc,
});

const AXIS = { name: 'axis', type: { kind: 'tuple', item: 'integer', scalar: true } } as const;
const AXES = { name: 'axes', type: { kind: 'shape' }, default: null, nullable: true } as const;
const SHAPE = { name: 'newshape', type: { kind: 'shape' }, required: true } as const;

const OPERATIONS: Readonly<Record<string, Operation>> = {
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
};

const ARGUMENT_DOCS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ExpandDims: { axis: 'Where the new dimension stands in the result; counted from the end where negative.' },
  Reshape: {
    newshape: 'The new shape with the size of the batch; -1 for the one size that follows from the others.',
  },
  Squeeze: { axis: 'The dimensions that go; without it, all of size 1.' },
  Transpose: { axes: 'The dimensions in their new order, the batch being 0; without it, they are reversed.' },
};

const operandDoc = (other: string) =>
  `What stands here while nothing is connected to this input: a number, such as \`0.5\` or \`1/255\`, or an array as lists, which must fit the shape of \`${other}\` from its end.`;

const PREFIX = 'ops.';

/** The operation that a layer type such as `ops.Add` means. */
export function operationOf(type: string): Operation | undefined {
  return type.startsWith(PREFIX) ? operationNamed(type.slice(PREFIX.length)) : undefined;
}

/** The operation of that class in Keras. */
export const operationNamed = (className: string): Operation | undefined =>
  Object.hasOwn(OPERATIONS, className) ? OPERATIONS[className] : undefined;

/** An operation as forms and cards show layers. */
export const operationForm = (type: string): LayerType | undefined => FORMS.get(type)?.form;

export const operationDocumentation = (type: string): LayerDocumentation | undefined =>
  FORMS.get(type)?.documentation;

export const operationType = (className: string) => `${PREFIX}${className}`;

export const OPERATION_NAMES: readonly string[] = Object.keys(OPERATIONS);

const FORMS = new Map(
  Object.entries(OPERATIONS).map(([className, operation]) => [
    operationType(className),
    { form: formOf(className, operation), documentation: documentationOf(className, operation) },
  ]),
);

function formOf(className: string, { inputs, arguments: own }: Operation): LayerType {
  return {
    ...{ name: operationType(className), category: 'operation', aliases: [] },
    ...{ arguments: own, callArguments: [], inputs, isAbstract: false, isCell: false },
  };
}

function documentationOf(className: string, { inputs, doc }: Operation): LayerDocumentation {
  const operands: Readonly<Record<string, string>> =
    inputs.length === 2 ? { x1: operandDoc('x2'), x2: operandDoc('x1') } : {};
  return { doc, arguments: { ...operands, ...ARGUMENT_DOCS[className] } };
}
