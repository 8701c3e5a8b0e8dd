import type { ArgumentValue, LayerType } from '../../../meta/catalogue/index.ts';
import type { Arguments } from './call.ts';
import { asNumber, isNonFinite } from './nonFinite.ts';

const defaultsOf = new WeakMap<LayerType, Arguments>();

/** The arguments with the defaults of the catalogue for those that are not given. */
export function resolveArguments(type: LayerType, args: Arguments): Arguments {
  let defaults = defaultsOf.get(type);
  if (defaults === undefined) {
    const described = [...type.arguments, ...type.callArguments];
    defaults = Object.fromEntries(described.map((one) => [one.name, one.default ?? null]));
    defaultsOf.set(type, defaults);
  }
  const resolved: Record<string, ArgumentValue> = { ...defaults, ...args };
  for (const [name, value] of Object.entries(args)) if (isNonFinite(value)) resolved[name] = asNumber(value);
  return resolved;
}
