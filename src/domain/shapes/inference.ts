import type { Flaw } from './flaw.ts';
import type { ShapeQuestion } from './question.ts';
import type { TensorSpec } from './tensor.ts';

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** What a layer around this one, and a model, go by: they ask the variable and not the layer that made it. */
  readonly isVariableTrainable: boolean;
}

export interface ParameterCount {
  readonly total: number;
  /** As the layer by itself says. */
  readonly trainable: number;
  /** As a model that holds the layer says: what training changes. */
  readonly trained: number;
}

/**
 * What is known about a layer.
 * `invalid`: Keras would refuse it. `unknown`: nobody can tell before it runs, or no rule says.
 */
export type Inference = KnownInference | InvalidInference | UnknownInference;

export interface KnownInference {
  readonly status: 'known';
  readonly outputs: readonly TensorSpec[];
  readonly weights: readonly Weight[];
  /** null where nobody has counted them: those of a class of which only a shape rule tells. */
  readonly params: ParameterCount | null;
  /** Multiply-adds for one sample; null where they depend on the data. */
  readonly macs: number | null;
  /** Memory of the outputs for one sample; null where it depends on the data. */
  readonly activationBytes: number | null;
  /** What Keras is still to be asked. */
  readonly question?: ShapeQuestion;
  readonly flaws: readonly [];
}

export interface InvalidInference {
  readonly status: 'invalid';
  readonly flaws: readonly Flaw[];
}

export interface UnknownInference {
  readonly status: 'unknown';
  readonly reason: string;
  /** What Keras is still to be asked. */
  readonly question?: ShapeQuestion;
  readonly flaws: readonly [];
}

export const invalid = (...flaws: readonly Flaw[]): InvalidInference => ({ status: 'invalid', flaws });
export const unknown = (reason: string): UnknownInference => ({ status: 'unknown', reason, flaws: [] });

export function countParameters(weights: readonly Weight[]): ParameterCount {
  let total = 0;
  let trainable = 0;
  let trained = 0;
  for (const weight of weights) {
    const count = weight.shape.reduce((product, dimension) => product * dimension, 1);
    total += count;
    if (weight.trainable) trainable += count;
    if (weight.isVariableTrainable) trained += count;
  }
  return { total, trainable, trained };
}
