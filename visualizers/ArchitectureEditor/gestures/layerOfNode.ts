/** The layer that a node shows: inside an unfolded block the path to a layer ends with it. */
export { recordOf as layerOfNode } from '../nodePath.ts';
