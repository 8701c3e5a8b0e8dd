import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { TensorSpec } from './tensor.ts';

/** A Python module with its text. */
export interface ModuleSource {
  readonly name: string;
  readonly code: string;
}

/** What Keras is asked about a layer whose shapes no rule tells. */
export interface ShapeQuestion {
  readonly type: string;
  readonly args: Readonly<Record<string, ArgumentValue>>;
  readonly inputs: Readonly<Record<string, readonly TensorSpec[]>>;
  /** The modules of the project that Python needs for it. */
  readonly sources: readonly ModuleSource[];
}

/**
 * What Keras says. `failed`: nobody could be asked, or it took too long; that says nothing against the layer.
 * `passing`: what kept Keras from answering has nothing to do with the question, and may be over soon.
 */
export type ShapeAnswer =
  | {
      readonly status: 'known';
      readonly outputs: readonly TensorSpec[];
      readonly weights: readonly AnsweredWeight[];
    }
  | { readonly status: 'refused'; readonly message: string }
  | { readonly status: 'failed'; readonly message: string; readonly passing?: boolean };

export interface AnsweredWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

/** What is known of questions already; nothing for one that is still to be asked. */
export type Answers = (question: ShapeQuestion) => ShapeAnswer | undefined;
