import type { LayerDocumentation, LayerType } from '../../../meta/catalogue/index.ts';
import { OPERATIONS, type Operation } from './operationTable.ts';

export type { Operation };

const ARGUMENT_DOCS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Cast: { dtype: 'What the numbers become.' },
  GetItem: {
    key: 'What stands in the brackets of `x[...]`, the batch being the first dimension: numbers, stretches such as `1:`, `None` for a new dimension, `...` for all that are left.',
  },
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
  const operands: Readonly<Record<string, string>> = inputs.some(({ name }) => name === 'x2')
    ? { x1: operandDoc('x2'), x2: operandDoc('x1') }
    : {};
  return { doc, arguments: { ...operands, ...ARGUMENT_DOCS[className] } };
}
