import type { ArgumentDescription, ArgumentValue } from '../../meta/catalogue/index.ts';

export interface ArgumentGroups {
  /** What makes the layer what it is. */
  readonly usual: readonly ArgumentDescription[];
  /** How its weights begin, and what they are held to. */
  readonly weights: readonly ArgumentDescription[];
  readonly common: readonly ArgumentDescription[];
  /** The names of those that have a value of their own. */
  readonly set: ReadonlySet<string>;
}

/** The name is the layer's own, and what lives in Python only is shown where somebody gave it. */
export function groupArguments(
  all: readonly ArgumentDescription[],
  args: Readonly<Record<string, ArgumentValue>>,
): ArgumentGroups {
  const set = new Set(Object.keys(args));
  const shown = all.filter(
    ({ name, type, required }) =>
      name !== 'name' && (type.kind !== 'python' || required === true || set.has(name)),
  );
  const isOfWeights = ({ type, required }: ArgumentDescription) =>
    type.kind === 'function' && type.role !== 'activation' && required !== true;
  const common = shown.filter(({ name }) => COMMON.has(name));
  const rest = shown.filter(({ name }) => !COMMON.has(name));
  return { usual: rest.filter((one) => !isOfWeights(one)), weights: rest.filter(isOfWeights), common, set };
}

const COMMON: ReadonlySet<string> = new Set(['activity_regularizer', 'trainable', 'dtype', 'autocast']);
