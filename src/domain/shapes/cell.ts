import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { Arguments } from './call.ts';
import { resolveArguments } from './resolveArguments.ts';
import type { RuleWeight } from './rule.ts';

/** One step of a recurrent layer. */
export interface Cell {
  readonly outputSize: number;
  readonly stateSizes: readonly number[];
  readonly weights: (features: number) => readonly RuleWeight[];
  /** Multiply-adds of one step. */
  readonly macs: (features: number) => number;
  /** A stacked or single cell with units that make no sense; Keras refuses it. */
  readonly isValid: boolean;
}

interface CellFacts {
  readonly gates: number;
  readonly states: number;
  readonly bias: (args: Arguments, width: number) => readonly number[];
}

const oneBias = (_: Arguments, width: number) => [width];
const biasPerProduct = (args: Arguments, width: number) =>
  args['reset_after'] === true ? [2, width] : [width];

export const CELLS: Readonly<Record<string, CellFacts>> = {
  SimpleRNNCell: { gates: 1, states: 1, bias: oneBias },
  GRUCell: { gates: 3, states: 1, bias: biasPerProduct },
  LSTMCell: { gates: 4, states: 2, bias: oneBias },
};

/** A cell by its type and arguments; the recurrent layers take those of their cell as their own. */
export function cellOf(type: string, args: Arguments): Cell | null {
  if (type === 'StackedRNNCells') return stacked(args['cells'] as readonly ArgumentValue[]);
  const facts = CELLS[type];
  if (facts === undefined) return null;
  const units = args['units'] as number;
  const width = units * facts.gates;
  return {
    outputSize: units,
    stateSizes: Array<number>(facts.states).fill(units),
    isValid: units > 0,
    macs: (features) => (features + units) * width,
    weights: (features) => ownedBy(args, cellWeights(args, features, units, width, facts)),
  };
}

/** The cell of RNN: a cell, or a list of them, which is a stack. */
export function nestedCell(value: ArgumentValue): Cell | null {
  if (Array.isArray(value)) return stacked(value as readonly ArgumentValue[]);
  if (typeof value !== 'object' || value === null || !('layer' in value)) return null;
  const type = layerType(value.layer);
  return type === undefined ? null : cellOf(type.name, resolveArguments(type, value.args));
}

function cellWeights(
  args: Arguments,
  features: number,
  units: number,
  width: number,
  { bias }: CellFacts,
): readonly RuleWeight[] {
  return [
    { name: 'cell/kernel', shape: [features, width], initializer: 'kernel_initializer' },
    { name: 'cell/recurrent_kernel', shape: [units, width], initializer: 'recurrent_initializer' },
    ...(args['use_bias'] === true
      ? [{ name: 'cell/bias', shape: bias(args, width), initializer: 'bias_initializer' }]
      : []),
  ];
}

function ownedBy(args: Arguments, weights: readonly RuleWeight[]): readonly RuleWeight[] {
  const trainable = args['trainable'] !== false;
  return weights.map((weight) => ({ ...weight, args, trainable }));
}

function stacked(values: readonly ArgumentValue[]): Cell | null {
  const cells = values.map(nestedCell).filter((cell) => cell !== null);
  const last = cells.at(-1);
  if (last === undefined || cells.length < values.length) return null;
  const featuresOf = (index: number, features: number) => cells[index - 1]?.outputSize ?? features;
  return {
    outputSize: last.outputSize,
    stateSizes: cells.flatMap((cell) => cell.stateSizes),
    isValid: cells.every((cell) => cell.isValid),
    macs: (features) => cells.reduce((sum, cell, index) => sum + cell.macs(featuresOf(index, features)), 0),
    weights: (features) =>
      cells.flatMap((cell, index) =>
        cell
          .weights(featuresOf(index, features))
          .map((weight) => ({ ...weight, name: `${index}/${weight.name}` })),
      ),
  };
}
