import type { Arguments } from '../shapes/index.ts';
import { layerType } from '../../../meta/catalogue/index.ts';
import { FLAWS_BY_INPUTS, flawText, type Flaw } from '../shapes/flaw.ts';
import { formatShape, inferLayer, type TensorSpec } from '../shapes/index.ts';

/** Why a layer with these arguments cannot follow a tensor; undefined where it can, or where nobody can tell. */
export function whyNotAfter(
  { type, args }: { readonly type: string; readonly args: Arguments },
  tensor: TensorSpec,
): string | undefined {
  const known = layerType(type);
  if (known === undefined) return undefined;
  const port = known.inputs[0]?.name;
  if (port === undefined) return 'takes no input';
  const { flaws } = inferLayer(type, args, { [port]: [tensor] });
  // Another input or an argument can still be given.
  const final = (flaws as readonly Flaw[]).find(({ code }) => FLAWS_BY_INPUTS.has(code));
  return final && flawText(final, `this gives ${formatShape(tensor.shape)}`);
}
