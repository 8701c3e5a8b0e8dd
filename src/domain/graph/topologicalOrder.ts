import { compareNames } from '../names.ts';

/** A node and the nodes whose values it takes. */
export interface Ordered {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly string[];
}

/**
 * Every node after those it takes values from, chains kept together, ties settled by name: the order depends on
 * names and structure alone, so an edit elsewhere does not move a line. Nodes on a circle are left out.
 */
export function topologicalOrder<Node extends Ordered>(nodes: readonly Node[]): Node[] {
  const missing = new Map(nodes.map((node) => [node.id, new Set(node.inputs)]));
  const followers = followersOf(nodes);
  const ready = nodes
    .filter((node) => node.inputs.length === 0)
    .sort(compareNames)
    .reverse();
  const order: Node[] = [];
  for (let node = ready.pop(); node; node = ready.pop()) {
    order.push(node);
    const freed = (followers.get(node.id) ?? []).filter((follower) => {
      const inputs = missing.get(follower.id);
      return inputs?.delete(node.id) === true && inputs.size === 0;
    });
    ready.push(...freed.sort(compareNames).reverse());
  }
  return order;
}

function followersOf<Node extends Ordered>(nodes: readonly Node[]): Map<string, Node[]> {
  const followers = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const input of new Set(node.inputs)) {
      const list = followers.get(input);
      if (list) list.push(node);
      else followers.set(input, [node]);
    }
  }
  return followers;
}
