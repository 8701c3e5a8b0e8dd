import { textWidth } from './textWidth.ts';
import type { GraphNode, Size } from './types.ts';

const GRID = 8;
const MIN_WIDTH = 128;
/** Room for the words of any state, so that a job that fails does not push its neighbours about. */
const MIN_WIDTH_WITH_STATUS = 176;
const MAX_WIDTH = 288;
const PADDING = 28;
const MARK = 22;
const BADGE = 18;
const PORT_PITCH = 28;
/** The frame's size does not depend on its title alone; beyond this the title is cut. */
const MAX_TITLE_WIDTH = 480;

export const CARD = { name: 13, text: 12, nameHeight: 18, lineHeight: 16, padding: 10 } as const;

/** The size of the folded card, from its content alone; the same content always gives the same size. */
export function measureNode(node: GraphNode): Size {
  const known = sizes.get(node);
  if (known) return known;
  const size = { width: cardWidth(node), height: cardHeight(node) };
  sizes.set(node, size);
  return size;
}

/** The size of the title of a frame: everything that it says stands on one line. */
export function measureTitle(node: GraphNode): Size {
  const words =
    textWidth(node.label, CARD.name, true) + textWidth(node.subtitle ?? '', CARD.text) + marksWidth(node);
  const ports = PORT_PITCH * Math.max(node.inputs.length, node.outputs.length);
  return { width: Math.min(MAX_TITLE_WIDTH, Math.max(words, ports) + 2 * PADDING), height: TITLE_HEIGHT };
}

export const TITLE_HEIGHT = 32;

/** Nodes are values: an edited node is a new object, so a size can be kept for as long as its node. */
const sizes = new WeakMap<GraphNode, Size>();

function cardWidth(node: GraphNode): number {
  const lines = [
    textWidth(node.label, CARD.name, true) + marksWidth(node),
    textWidth(node.subtitle ?? '', CARD.text),
    ...(node.rows ?? []).map((row) => textWidth(`${row.label}  ${row.value}`, CARD.text)),
    PORT_PITCH * Math.max(node.inputs.length, node.outputs.length),
  ];
  const least = node.status ? MIN_WIDTH_WITH_STATUS : MIN_WIDTH;
  const width = Math.min(MAX_WIDTH, Math.max(least, Math.max(...lines) + PADDING));
  // An even number of grid steps keeps centres on the grid, so that chains of nodes are exactly straight.
  return Math.ceil(width / (2 * GRID)) * 2 * GRID;
}

function marksWidth({ problems, status, note, foldable, badge }: GraphNode): number {
  const marks = [problems?.length, status, note, foldable].filter(Boolean).length;
  return marks * MARK + (badge === undefined ? 0 : textWidth(badge, CARD.text) + BADGE);
}

function cardHeight(node: GraphNode): number {
  const lines = (node.subtitle === undefined ? 0 : 1) + (node.rows?.length ?? 0) + (node.status ? 1 : 0);
  const height = 2 * CARD.padding + CARD.nameHeight + lines * CARD.lineHeight;
  return Math.ceil(height / GRID) * GRID;
}
