import type { Arguments } from './call.ts';

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
}

/** Where one input comes from. */
export interface NetworkEdge {
  /** The id of the layer that gives it. */
  readonly layer: string;
  /** Which of that layer's outputs. */
  readonly output: number;
  /** Which input of this layer it goes to. */
  readonly port: string;
}
