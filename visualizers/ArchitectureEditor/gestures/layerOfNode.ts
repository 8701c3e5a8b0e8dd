/** The layer that a node shows: inside an unfolded block the path to a layer ends with it. */
export const layerOfNode = (node: string): string => node.slice(node.lastIndexOf('/') + 1);
