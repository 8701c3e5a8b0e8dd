import { textWidth } from './textWidth.ts';
import type { GraphNode, Size } from './types.ts';

const GRID = 8;
const MIN_WIDTH = 128;
/** Room for the words of any state, so that a job that fails does not push its neighbours about. */
const MIN_WIDTH_WITH_STATUS = 176;
const MAX_WIDTH = 288;
const PADDING = 28;
const MARK = 22;
const PORT_PITCH = 28;

export const CARD = { name: 13, text: 12, nameHeight: 18, lineHeight: 16, padding: 10 } as const;

/** The size of the folded card, from its content alone; the same content always gives the same size. */
export function measureNode(node: GraphNode): Size {
  const known = sizes.get(node);
  if (known) return known;
  const size = { width: cardWidth(node), height: cardHeight(node) };
  sizes.set(node, size);
  return size;
}

/** Nodes are values: an edited node is a new object, so a size can be kept for as long as its node. */
const sizes = new WeakMap<GraphNode, Size>();

function cardWidth(node: GraphNode): number {
  const marks = (node.problems?.length ? MARK : 0) + (node.status ? MARK : 0);
  const lines = [
    textWidth(node.label, CARD.name, true) + marks,
    textWidth(node.subtitle ?? '', CARD.text),
    ...(node.rows ?? []).map((row) => textWidth(`${row.label}  ${row.value}`, CARD.text)),
    PORT_PITCH * Math.max(node.inputs.length, node.outputs.length),
  ];
  const least = node.status ? MIN_WIDTH_WITH_STATUS : MIN_WIDTH;
  const width = Math.min(MAX_WIDTH, Math.max(least, Math.max(...lines) + PADDING));
  // An even number of grid steps keeps centres on the grid, so that chains of nodes are exactly straight.
  return Math.ceil(width / (2 * GRID)) * 2 * GRID;
}

function cardHeight(node: GraphNode): number {
  const lines = (node.subtitle === undefined ? 0 : 1) + (node.rows?.length ?? 0) + (node.status ? 1 : 0);
  const height = 2 * CARD.padding + CARD.nameHeight + lines * CARD.lineHeight;
  return Math.ceil(height / GRID) * GRID;
}
