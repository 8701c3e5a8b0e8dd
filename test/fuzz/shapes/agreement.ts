import {
  inferLayer,
  type Inference,
  type PortInputs,
  type TensorSpec,
  type Arguments,
} from '../../../src/domain/shapes/index.ts';
import type { Keras, LayerAnswer } from './keras.ts';

export interface LayerCase {
  readonly layer: string;
  readonly args: Arguments;
  readonly inputs: PortInputs;
}

export type Verdict = 'accepted' | 'refused' | 'unknown' | 'unavailable';

/**
 * Compares the rules with Keras. A layer that the rules refuse must be refused by Keras too: by its symbolic
 * build or, where that does not look, when it is traced on data of any size.
 */
export async function compare(keras: Keras, { layer, args, inputs }: LayerCase): Promise<Verdict> {
  const ours = inferLayer(layer, args, inputs);
  const theirs = await keras.layer({ layer, args, inputs });
  if (theirs.unavailable !== undefined) return 'unavailable';
  if (ours.status === 'unknown') return 'unknown';
  if (isMeantForJax(ours) && keras.backend !== 'jax') return 'unavailable';
  const same = summaryOfOurs(ours) === summaryOfTheirs(theirs);
  if (same) return ours.status === 'known' ? 'accepted' : 'refused';
  const failsOnData = ours.status === 'invalid' && (await fails(keras, { layer, args, inputs }));
  if (failsOnData) return 'refused';
  throw new Error(
    `${layer}: the rules say ${summaryOfOurs(ours)}${flawOf(ours)}, Keras says ${detailOfTheirs(theirs)}`,
  );
}

/** The rules are those of the backend that DeepForge runs; some say that only another one can. */
const isMeantForJax = (ours: Inference) => ours.flaws[0]?.code === 'argument-unsupported';

async function fails(keras: Keras, question: LayerCase): Promise<boolean> {
  const { trace } = await keras.layer({ ...question, trace: true });
  return typeof trace === 'string';
}

function summaryOfOurs(ours: Inference): string {
  if (ours.status !== 'known') return ours.status === 'invalid' ? 'refused' : 'unknown';
  return summary(ours.outputs, ours.params?.total ?? 0, ours.params?.trainable ?? 0);
}

export function summaryOfTheirs({ outputs, params, trainable }: LayerAnswer): string {
  return outputs === undefined ? 'refused' : summary(outputs, params ?? 0, trainable ?? 0);
}

function summary(outputs: readonly TensorSpec[], params: number, trainable: number): string {
  const tensors = outputs.map(
    ({ shape, dtype }) => `${dtype}(${shape.map((size) => size ?? 'None').join(',')})`,
  );
  return `${tensors.join(' ')} ${params}/${trainable}`;
}

function flawOf(ours: Inference): string {
  const [flaw] = ours.flaws;
  return flaw === undefined ? '' : ` (${flaw.code} ${flaw.argument ?? ''}: ${flaw.expected})`;
}

const detailOfTheirs = (answer: LayerAnswer) => answer.error ?? summaryOfTheirs(answer);
