import {
  computeDtype,
  given,
  input,
  inputShape,
  integer,
  integerList,
  integers,
  isGiven,
  mainPort,
  mainTensors,
  type Arguments,
  type LayerCall,
} from './call.ts';
import { formatValue, type Flaw, type FlawCode, type InputRef } from './flaw.ts';
import { dimensionAt, formatShape, isAxisOf, tensor, type TensorSpec } from './tensor.ts';

/** Looks for one flaw. Checks of a rule run in order; each may rely on those before it. */
export type Check = (call: LayerCall) => Flaw | null;

export interface RuleWeight {
  readonly name: string;
  readonly shape: readonly number[];
  /** The argument that initialises it, where one does. */
  readonly initializer?: string;
  /** Where that argument is found, if not among those of the layer itself. */
  readonly args?: Arguments;
  readonly trainable?: boolean;
}

/** How a layer type behaves; everything but `checks` runs on calls that passed them. */
export interface LayerRule {
  /** Its weights belong to layers inside it, which its own `trainable` does not freeze. */
  readonly holdsLayers?: boolean;
  readonly checks: readonly Check[];
  /** Null where they cannot be known. */
  readonly outputs: (call: LayerCall) => readonly TensorSpec[] | null;
  readonly weights?: (call: LayerCall) => readonly RuleWeight[];
  readonly macs?: (call: LayerCall, outputs: readonly TensorSpec[]) => number | null;
}

export type RuleTable = Readonly<Record<string, LayerRule>>;

/** Makes the rules of several types from a table of what distinguishes them. */
export function rulesFor<T>(table: Readonly<Record<string, T>>, rule: (facts: T) => LayerRule): RuleTable {
  return Object.fromEntries(Object.entries(table).map(([name, facts]) => [name, rule(facts)]));
}

export function tablesFor(ranks: readonly number[], table: (rank: number) => RuleTable): RuleTable {
  return Object.assign({}, ...ranks.map(table)) as RuleTable;
}

// Outputs that many layers share

export const sameAsInput = (call: LayerCall) => [tensor(inputShape(call), computeDtype(call))];

// Flaws

export function argumentFlaw(
  call: LayerCall,
  argument: string,
  expected: string,
  code: FlawCode = 'argument-range',
): Flaw {
  return { code, argument, expected, received: formatValue(given(call, argument)) };
}

export function inputFlaw(
  call: LayerCall,
  code: FlawCode,
  expected: string,
  inputs: readonly InputRef[] = [{ port: mainPort(call), index: 0 }],
): Flaw {
  const shapes = inputs.map(({ port, index }) => formatShape(call.inputs[port]?.[index]?.shape ?? []));
  return { code, inputs, expected, received: shapes.join(', ') };
}

export const allInputsFlaw = (call: LayerCall, code: FlawCode, expected: string): Flaw =>
  inputFlaw(call, code, expected, allInputs(call));

export function allInputs(call: LayerCall): readonly InputRef[] {
  const port = mainPort(call);
  return mainTensors(call).map((_, index) => ({ port, index }));
}

/** An argument that would be right for other inputs. */
export function unfitFlaw(
  call: LayerCall,
  argument: string,
  expected: string,
  inputs?: readonly InputRef[],
): Flaw {
  const received = formatValue(given(call, argument));
  return { ...inputFlaw(call, 'argument-unfit', expected, inputs), argument, received };
}

// Checks of arguments

export function when(condition: (call: LayerCall) => boolean, check: Check): Check {
  return (call) => (condition(call) ? check(call) : null);
}

export const whenGiven = (argument: string, check: (argument: string) => Check) =>
  when((call) => isGiven(call, argument), check(argument));

export function require(holds: (call: LayerCall) => boolean, flaw: (call: LayerCall) => Flaw): Check {
  return (call) => (holds(call) ? null : flaw(call));
}

export const positive = (argument: string) =>
  require((call) => integer(call, argument) > 0, (call) => argumentFlaw(call, argument, 'a positive number'));

export const atLeast = (argument: string, minimum: number) =>
  require((call) => integer(call, argument) >= minimum, (call) =>
    argumentFlaw(call, argument, `at least ${minimum}`));

export const between = (argument: string, minimum: number, maximum: number) =>
  require((call) => integer(call, argument) >= minimum && integer(call, argument) <= maximum, (call) =>
    argumentFlaw(call, argument, `between ${minimum} and ${maximum}`));

export const allPositive = (argument: string, length: number) =>
  require((call) => integers(call, argument, length).every((value) => value > 0), (call) =>
    argumentFlaw(call, argument, 'positive in every dimension'));

// Checks of the tensor at the first port

export const rankIs = (rank: number, meaning: string) =>
  require((call) => inputShape(call).length === rank, (call) =>
    inputFlaw(call, 'input-rank', `needs ${rank} dimensions (${meaning})`));

export const rankAtLeast = (rank: number) =>
  require((call) => inputShape(call).length >= rank, (call) =>
    inputFlaw(call, 'input-rank', `needs at least ${rank} dimensions, with the batch`));

export const knownDimension = (axis: number | ((call: LayerCall) => number), meaning: string): Check => {
  const axisOf = typeof axis === 'number' ? () => axis : axis;
  return require((call) => dimensionAt(input(call).shape, axisOf(call)) !== null, (call) =>
    inputFlaw(call, 'input-dimension', `needs to know ${meaning} (axis ${axisOf(call)})`));
};

export const axesExist = (argument: string) =>
  require((call) => integerList(call, argument).every((axis) => isAxisOf(inputShape(call), axis)), (call) =>
    unfitFlaw(call, argument, `an axis of the input, from ${range(call)}`));

function range(call: LayerCall): string {
  const rank = inputShape(call).length;
  return `${-rank} to ${rank - 1}`;
}
