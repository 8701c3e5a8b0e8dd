import { ListMap, Places } from '../listMap.ts';
import { inferNetwork, type Answers } from '../shapes/index.ts';
import { topologicalOrder } from '../shapes/topologicalOrder.ts';
import type { ProjectView } from '../state.ts';
import { checkArchitecture, type ArchitectureCheck } from './check.ts';
import { networkInPieces } from './network.ts';

/** Of a network that has not been checked nothing is known, and nothing is said. */
export const UNCHECKED: ArchitectureCheck = {
  results: new ListMap(Places.of([]), []),
  troubled: [],
  problems: [],
  network: { layers: [], isPlain: true, parts: new ListMap(Places.of([]), []) },
  inference: inferNetwork([]),
  totals: {
    params: { value: 0, isComplete: false },
    trainable: { value: 0, isComplete: false },
    macs: { value: 0, isComplete: false },
    activationBytes: { value: 0, isComplete: false },
  },
};

/** Layers that are inferred within a part of a frame. */
const PIECE = 200;

/**
 * Checks a large network from its beginning, piece by piece, so that other work can be done in between. What it
 * returns is for `checkArchitecture` to begin with, which then finds everything inferred that has not changed since.
 */
export function* checkInPieces(
  view: ProjectView,
  architecture: string,
  answers?: Answers,
): Generator<void, ArchitectureCheck> {
  const network = yield* networkInPieces(view, architecture);
  yield;
  const { ordered } = topologicalOrder(network.layers);
  const inOrder = ordered.flatMap((place) => network.layers[place] ?? []);
  let { inference } = UNCHECKED;
  for (let end = PIECE; end < inOrder.length + PIECE; end += PIECE) {
    yield;
    inference = inferNetwork(inOrder.slice(0, end), inference, answers);
  }
  yield;
  // In the order of the layers, as it is wanted from now on.
  inference = inferNetwork(network.layers, inference, answers);
  yield;
  return checkArchitecture(view, architecture, { ...UNCHECKED, network, inference }, undefined, answers);
}
