/*
 * A node is named by the layers on the way to it: `outer/inner` is the layer `inner` in the block `outer`. The same
 * block unfolded twice has different nodes for the same records. Edges are named likewise.
 */

/** The id of the record that a node or edge shows. */
export const recordOf = (node: string): string => node.slice(node.lastIndexOf('/') + 1);

/** What stands before the ids of all nodes in the same place: empty, or `outer/`. */
export const placeOf = (node: string): string => node.slice(0, node.lastIndexOf('/') + 1);

/** The place that all of them lie in; where they lie in several, the network itself. */
export function placeOfAll(nodes: ReadonlySet<string>): string {
  const [place = '', ...others] = new Set([...nodes].map(placeOf));
  return others.length > 0 ? '' : place;
}

/** The unfolded block that a node lies in; undefined for one of the network itself. */
export const blockAround = (node: string): string | undefined => placeOf(node).slice(0, -1) || undefined;

/** The blocks around a node, the outermost first. */
export function blocksAround(node: string): string[] {
  const parts = node.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
