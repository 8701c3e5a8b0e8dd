export type { Arguments, PortInputs } from './call.ts';
export type { Inference } from './inference.ts';
export { inferLayer } from './inferLayer.ts';
export { inferNetwork, type LayerInference, type NetworkInference } from './inferNetwork.ts';
export type { NetworkEdge, NetworkLayer } from './network.ts';
export type { LayerProblem } from './problem.ts';
export { SOMETIMES_UNKNOWN_LAYERS, UNKNOWN_LAYERS } from './rules.ts';
export { formatShape, type Shape, type TensorSpec } from './tensor.ts';
export type { NetworkTotals, Total } from './totals.ts';
