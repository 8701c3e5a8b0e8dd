import { layerType } from '../../../meta/catalogue/index.ts';
import type { Arguments } from './call.ts';
import { argumentFault, faultAt, type ArgumentFault } from './argumentFault.ts';
import { flawText } from './flaw.ts';
import { inferLayer } from './inferLayer.ts';
import { byPort, type NetworkInference } from './inferNetwork.ts';
import { formatShape, type TensorSpec } from './tensor.ts';

/** What would be said against one argument if a layer had these: asked while a value is typed. */
export function faultWith(
  { layers }: NetworkInference,
  id: string,
  args: Arguments,
  argument: string,
): ArgumentFault | undefined {
  const known = layers.get(id);
  if (!known || known.inputs.includes(undefined)) return undefined;
  const inputs = known.inputs as readonly TensorSpec[];
  const { type, rule } = known.layer;
  if (!rule && !layerType(type)) return undefined;
  const ports = byPort(known.layer.inputs, inputs);
  const { flaws } = rule ? rule(args, ports) : inferLayer(type, args, ports);
  const given = inputs.map(({ shape }) => formatShape(shape)).join(', ');
  const faults = flaws.map((flaw) => argumentFault(flaw, flawText(flaw, `it is given ${given}`)));
  return faults.find((fault) => faultAt(fault, argument) !== undefined);
}
