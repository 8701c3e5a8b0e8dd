import { layerType } from '../../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import type { NetworkTotals, Shape, Total } from '../shapes/index.ts';
import { childrenOf, type ProjectView } from '../state.ts';
import { checkArchitecture, type ArchitectureCheck } from './check.ts';

/** An architecture in figures, as the command line prints it. What is not known is null. */
export interface ArchitectureSummary {
  readonly ok: boolean;
  readonly totals: { readonly [K in keyof NetworkTotals]: number | null };
  readonly layers: readonly LayerSummary[];
  readonly problems: readonly { readonly code: string; readonly layer: string; readonly message: string }[];
}

export interface LayerSummary {
  readonly name: string;
  readonly type: string;
  readonly outputs: readonly Shape[] | null;
  readonly dtype: string | null;
  readonly params: number | null;
  readonly macs: number | null;
}

export function summaryOf(view: ProjectView, architecture: string): ArchitectureSummary {
  const check = checkArchitecture(view, architecture);
  const layers = childrenOf(view, architecture, 'Layer');
  const names = new Map(layers.map(({ id, name }) => [id, name]));
  const problems = check.problems.map(({ code, layer, message }) => ({
    code,
    layer: names.get(layer) ?? layer,
    message,
  }));
  const { params, trainable, macs, activationBytes } = check.totals;
  return {
    ok: problems.length === 0,
    totals: {
      params: known(params),
      trainable: known(trainable),
      macs: known(macs),
      activationBytes: known(activationBytes),
    },
    layers: layers.filter(({ shares }) => shares === null).map((layer) => layerSummary(layer, layers, check)),
    problems,
  };
}

const known = ({ value, isComplete }: Total) => (isComplete ? value : null);

/** A layer that is called several times is listed once, with the work of all calls. */
function layerSummary(
  layer: LayerRecord,
  layers: readonly LayerRecord[],
  { results }: ArchitectureCheck,
): LayerSummary {
  const { name } = layer;
  const type = typeOf(layer);
  const inference = results.get(layer.id)?.inference;
  if (inference?.status !== 'known')
    return { name, type, outputs: null, dtype: null, params: null, macs: null };
  const again = layers
    .filter(({ shares }) => shares === layer.id)
    .map(({ id }) => results.get(id)?.inference);
  const work = [inference, ...again].map((call) => (call?.status === 'known' ? call.macs : null));
  return {
    name,
    type,
    outputs: inference.outputs.map(({ shape }) => shape),
    dtype: inference.outputs[0]?.dtype ?? null,
    params: inference.params?.total ?? null,
    macs: work.includes(null) ? null : work.reduce<number>((sum, macs) => sum + (macs ?? 0), 0),
  };
}

/** The name of the class, as Keras knows it. */
function typeOf({ type }: LayerRecord): string {
  const plain = type.replace(/^ops\.|^Custom(?=[A-Z])/, '');
  return type.startsWith('ops.') || layerType(plain) ? plain : type;
}
