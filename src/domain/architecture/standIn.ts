import { layerType } from '../../../meta/catalogue/index.ts';
import { layerWithCustom, missingClass, ruleOfCustom } from '../customLayers/index.ts';
import type { Arguments, NetworkEdge, NetworkLayer } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import { operationOf } from './operations.ts';

type Standing = Pick<NetworkLayer, 'type' | 'args' | 'inputs' | 'rule' | 'flaw'>;

/**
 * What the shape rules are asked about a layer. Layers that the catalogue does not know are said with one that it
 * does, where one gives the same shapes and weights; of the others nothing is known.
 */
export function standInFor(
  view: ProjectView,
  type: string,
  args: Arguments,
  inputs: readonly NetworkEdge[],
): Standing {
  const custom = layerWithCustom(view, type, args);
  if (custom)
    return { type: custom.type.name, args: withoutTraining(args), inputs, rule: ruleOfCustom(custom) };
  if (layerType(type)) return { type, args: withoutTraining(args), inputs };
  const operation = operationOf(type);
  if (operation) return { type, args, inputs, rule: operation.rule };
  const known = KNOWN_CLASSES[type];
  if (known) return { type: known.type, args: known.args, inputs };
  if (hasModules(view) && !MODELS.has(type)) return { type, args, inputs, flaw: missingClass(type) };
  return { type: 'Lambda', args: UNKNOWN, inputs: inputs.slice(0, 1).map(toOnlyInput) };
}

/** Of a file that is looked at by itself nobody knows the modules. */
export const hasModules = (view: ProjectView) => view.childrenOf(null).length > 0;

/** They stand for an architecture. */
const MODELS: ReadonlySet<string> = new Set(['Block', 'Functional', 'Sequential']);

const NOTHING: Arguments = {};
/** The rules say of a Lambda that its outputs are unknown, which is true of every class that they do not know. */
const UNKNOWN: Arguments = { function: 'unknown' };

/** Layers that the models of keras.applications define for themselves. */
const KNOWN_CLASSES: Readonly<Record<string, { readonly type: string; readonly args: Arguments }>> = {
  LayerScale: { type: 'LayerNormalization', args: { center: false } },
  CustomScaleLayer: { type: 'Add', args: NOTHING },
};

const toOnlyInput = (edge: NetworkEdge): NetworkEdge => ({ ...edge, port: 'inputs' });

const stripped = new WeakMap<Arguments, Arguments>();

/** `training` is given when a layer is called and concerns no shape. */
function withoutTraining(args: Arguments): Arguments {
  if (!Object.hasOwn(args, 'training')) return args;
  let rest = stripped.get(args);
  if (rest === undefined) {
    const { training: _training, ...others } = args;
    stripped.set(args, (rest = others));
  }
  return rest;
}
