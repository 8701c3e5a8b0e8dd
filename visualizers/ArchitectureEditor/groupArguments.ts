import type { ArgumentDescription, ArgumentValue, LayerType } from '../../meta/catalogue/index.ts';

export interface ArgumentGroups {
  /** What makes the layer what it is. */
  readonly usual: readonly ArgumentDescription[];
  /** How its weights begin, and what they are held to. */
  readonly weights: readonly ArgumentDescription[];
  readonly common: readonly ArgumentDescription[];
  /** The names of those that have a value of their own. */
  readonly set: ReadonlySet<string>;
}

/**
 * What a layer is made with and what it is called with. The name is the layer's own, and what lives in Python only is
 * shown where somebody gave it.
 */
export function groupArguments(
  type: LayerType | undefined,
  args: Readonly<Record<string, ArgumentValue>>,
): ArgumentGroups {
  const set = new Set(Object.keys(args));
  const shown = [...(type?.arguments ?? []), ...(type?.callArguments ?? [])].filter(
    ({ name, type: { kind }, required }) =>
      name !== 'name' && (kind !== 'python' || required === true || set.has(name)),
  );
  const isOfWeights = ({ type: kind, required }: ArgumentDescription) =>
    kind.kind === 'function' && kind.role !== 'activation' && required !== true;
  // What an input holds is what makes it what it is.
  const isCommon = ({ name }: ArgumentDescription) =>
    COMMON.has(name) && !(name === 'dtype' && type?.name === 'InputLayer');
  const common = shown.filter(isCommon);
  const rest = shown.filter((one) => !isCommon(one));
  return { usual: rest.filter((one) => !isOfWeights(one)), weights: rest.filter(isOfWeights), common, set };
}

/** What decides how many outputs a layer has, and of what rank, is never folded away. */
export const decidesOutputs = ({ name }: ArgumentDescription) => name.startsWith('return_');

const MOST_IN_NODE = 5;

/** In the node itself only what is most often set. */
export function shownInNode({ usual, set }: ArgumentGroups): readonly ArgumentDescription[] {
  const shown = usual.filter(
    (argument) => argument.required === true || set.has(argument.name) || decidesOutputs(argument),
  );
  const more = usual.filter((argument) => !shown.includes(argument));
  return [...shown, ...more].slice(0, Math.max(MOST_IN_NODE, shown.length));
}

const COMMON: ReadonlySet<string> = new Set(['activity_regularizer', 'trainable', 'dtype', 'autocast']);
