import keras from './keras.json' with { type: 'json' };
import { FUNCTION_OVERLAY, LAYER_OVERLAY, outputNames, UNITS, type LayerOverlay } from './overlay.ts';
import type {
  ArgumentDescription,
  ArgumentValue,
  CatalogueFile,
  FunctionRole,
  FunctionType,
  LayerDocumentation,
  LayerEntry,
  LayerType,
  OutputDescription,
} from './types.ts';

export { PURPOSES } from './purposes.ts';
export type * from './types.ts';

// The type that TypeScript derives from 100 kB of JSON is of no use; a test checks the file against this one.
const FILE = keras as unknown as CatalogueFile;

export const KERAS_VERSION = FILE.keras;

/** The arguments that every layer has. */
export const COMMON_ARGUMENTS: readonly ArgumentDescription[] = FILE.common;

/** Every layer type, sorted by name. */
export const LAYER_TYPES: readonly LayerType[] = FILE.layers.map(completed);

const LAYERS_BY_NAME = byNameAndAlias(LAYER_TYPES);

const FUNCTIONS: Readonly<Record<FunctionRole, readonly FunctionType[]>> = {
  activation: functionsOf('activation', FILE.activations),
  initializer: functionsOf('initializer', FILE.initializers),
  regularizer: functionsOf('regularizer', FILE.regularizers),
  constraint: functionsOf('constraint', FILE.constraints),
};

const FUNCTIONS_BY_NAME: Readonly<Record<FunctionRole, ReadonlyMap<string, FunctionType>>> = {
  activation: byNameAndAlias(FUNCTIONS.activation),
  initializer: byNameAndAlias(FUNCTIONS.initializer),
  regularizer: byNameAndAlias(FUNCTIONS.regularizer),
  constraint: byNameAndAlias(FUNCTIONS.constraint),
};

/** A layer type by its name or by one of its aliases. */
export function layerType(name: string): LayerType | undefined {
  return LAYERS_BY_NAME.get(name);
}

export function functionTypes(role: FunctionRole): readonly FunctionType[] {
  return FUNCTIONS[role];
}

/** A function by name or alias: `GlorotUniform` and `glorot_uniform` are the same. */
export function functionType(role: FunctionRole, name: string): FunctionType | undefined {
  return FUNCTIONS_BY_NAME[role].get(name);
}

/** The named outputs that a layer has with these arguments. */
export function layerOutputs(
  type: string,
  args: Readonly<Record<string, ArgumentValue>>,
): readonly OutputDescription[] {
  const names = outputNames(LAYERS_BY_NAME.get(type)?.name ?? type, args);
  return names.map((name) => ({ name }));
}

export async function loadDocumentation(): Promise<{
  readonly layers: Readonly<Record<string, LayerDocumentation>>;
}> {
  const { default: documentation } = await import('./keras.docs.json', { with: { type: 'json' } });
  return documentation;
}

function completed(entry: LayerEntry): LayerType {
  const overlay: LayerOverlay = LAYER_OVERLAY[entry.name] ?? {};
  const own = entry.arguments.map((argument) => withFacts(argument, overlay.arguments?.[argument.name]));
  return {
    name: entry.name,
    category: overlay.category ?? entry.category,
    aliases: [...entry.aliases, ...(overlay.aliases ?? [])],
    arguments: entry.common ? [...own, ...commonExcept(own, overlay.lacks)] : own,
    callArguments: entry.callArguments ?? [],
    inputs: entry.inputs.map((input) => ({ ...input, ...overlay.inputs?.[input.name] })),
    isAbstract: overlay.isAbstract ?? false,
    isCell: entry.inputs.some(({ name }) => name === 'states'),
  };
}

function functionsOf(role: FunctionRole, types: readonly FunctionType[]): readonly FunctionType[] {
  return types.map((type) => {
    const facts = FUNCTION_OVERLAY[role][type.name];
    const described = (argument: ArgumentDescription) => withFacts(argument, facts?.[argument.name]);
    return facts === undefined ? type : { ...type, arguments: type.arguments.map(described) };
  });
}

function withFacts(
  argument: ArgumentDescription,
  facts: Partial<ArgumentDescription> | undefined,
): ArgumentDescription {
  const unit = UNITS[argument.name];
  return { ...argument, ...(unit === undefined ? {} : { unit }), ...facts };
}

function commonExcept(
  own: readonly ArgumentDescription[],
  lacking: readonly string[] = [],
): readonly ArgumentDescription[] {
  const taken = new Set([...own.map(({ name }) => name), ...lacking]);
  return FILE.common.filter(({ name }) => !taken.has(name));
}

function byNameAndAlias<T extends { name: string; aliases: readonly string[] }>(
  entries: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(entries.flatMap((entry) => [entry.name, ...entry.aliases].map((name) => [name, entry])));
}
