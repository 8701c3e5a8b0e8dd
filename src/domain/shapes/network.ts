import type { Arguments, PortInputs } from './call.ts';
import type { Flaw } from './flaw.ts';
import type { Inference } from './inference.ts';
import type { Answers } from './question.ts';

/** A layer of a network: plain values, as the model, a file or a test has them. */
export interface NetworkLayer {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly args: Arguments;
  /** In the order in which the layer takes them. */
  readonly inputs: readonly NetworkEdge[];
  /** The id of the layer whose weights this one uses again: the same layer called once more. */
  readonly shares?: string;
  /** Says what the layer makes of its inputs, where its type is not in the catalogue. */
  readonly rule?: OwnRule;
  /** What is wrong with it whatever arrives: its class is missing. */
  readonly flaw?: Flaw;
}

export type OwnRule = (args: Arguments, inputs: PortInputs, answers?: Answers) => Inference;

/** Where one input comes from. */
export interface NetworkEdge {
  /** The id of the layer that gives it. */
  readonly layer: string;
  /** Which of that layer's outputs. */
  readonly output: number;
  /** Which input of this layer it goes to. */
  readonly port: string;
}
