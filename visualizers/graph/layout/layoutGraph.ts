import { boundsOf } from '../geometry.ts';
import type { Point, Rect, Size } from '../types.ts';
import {
  SPACING,
  type FlatLayout,
  type Frame,
  type Layout,
  type LayoutEdge,
  type LayoutInput,
  type LayoutNode,
} from './layout.ts';
import { layoutSiblings } from './layoutSiblings.ts';

export type { Layout, LayoutEdge, LayoutInput, LayoutNode } from './layout.ts';

/**
 * The nodes of each parent are laid out by themselves, from the inside out: a frame is as large as what it holds.
 * The same input always gives the same layout.
 */
export function layoutGraph(input: LayoutInput): Layout {
  const previous = input.previous?.direction === input.direction ? input.previous : undefined;
  if (!input.nodes.some(({ parent }) => parent !== undefined)) {
    return { ...layoutSiblings(input, previous), frames: NO_FRAMES };
  }
  const sheets = sheetsOf(input);
  const drawn = new Map<string, DrawnFrame>();
  for (const sheet of sheets.slice(1).toReversed()) {
    drawn.set(sheet.frame!.id, drawFrame(sheet, laySheet(sheet, input, drawn, previous)));
  }
  return assemble(sheets, laySheet(sheets[0]!, input, drawn, previous), drawn);
}

const NO_FRAMES: ReadonlyMap<string, Frame> = new Map();

/** What lies directly inside one frame, or, without one, inside nothing. */
interface Sheet {
  readonly frame: LayoutNode | undefined;
  readonly nodes: LayoutNode[];
  readonly edges: LayoutEdge[];
}

/** The outermost first, and every other after the one that its frame lies on. */
function sheetsOf({ nodes, edges }: LayoutInput): readonly Sheet[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const root: Sheet = { frame: undefined, nodes: [], edges: [] };
  const inside = new Map<string, Sheet>();
  const sheetOf = (parent: string | undefined): Sheet => {
    const frame = parent === undefined ? undefined : byId.get(parent);
    if (!frame) return root;
    const known = inside.get(frame.id) ?? { frame, nodes: [], edges: [] };
    inside.set(frame.id, known);
    return known;
  };
  for (const node of nodes) sheetOf(node.parent).nodes.push(node);
  for (const edge of edges) {
    const parent = byId.get(edge.source)?.parent;
    if (byId.get(edge.target)?.parent === parent) sheetOf(parent).edges.push(edge);
  }
  const sheets = [root];
  for (const sheet of sheets)
    for (const { id } of sheet.nodes) sheets.push(...(inside.get(id) ? [inside.get(id)!] : []));
  return sheets;
}

/** A frame before it has a place: its size, and its content counted from an origin within it. */
interface DrawnFrame extends Size {
  readonly content: FlatLayout;
  readonly title: number;
  /** From the corner of the frame to the origin. */
  readonly inset: Point;
}

function laySheet(
  sheet: Sheet,
  { direction }: LayoutInput,
  drawn: ReadonlyMap<string, DrawnFrame>,
  previous: Layout | undefined,
): FlatLayout {
  const nodes = sheet.nodes.map((node) => {
    const frame = drawn.get(node.id);
    return frame ? { ...node, width: frame.width, height: frame.height } : node;
  });
  return layoutSiblings({ nodes, edges: sheet.edges, direction }, sheetBefore(sheet, drawn, previous));
}

/** Where the nodes of the sheet were. A frame that has changed its size counts as grown around its content. */
function sheetBefore(
  { frame, nodes, edges }: Sheet,
  drawn: ReadonlyMap<string, DrawnFrame>,
  previous: Layout | undefined,
): FlatLayout | undefined {
  const origin = frame ? previous?.frames.get(frame.id)?.origin : { x: 0, y: 0 };
  if (!previous || !origin) return undefined;
  const away = { x: -origin.x, y: -origin.y };
  const boxes = new Map<string, Rect>();
  for (const { id } of nodes) {
    const box = previous.boxes.get(id);
    if (!box) continue;
    const now = drawn.get(id);
    const before = previous.frames.get(id);
    const grown =
      now && before
        ? {
            x: before.origin.x - now.inset.x,
            y: before.origin.y - now.inset.y,
            width: now.width,
            height: now.height,
          }
        : box;
    boxes.set(id, { ...grown, ...moved(grown, away) });
  }
  const routes = new Map<string, readonly Point[]>();
  for (const { id } of edges) {
    const route = previous.routes.get(id);
    if (route)
      routes.set(
        id,
        route.map((point) => moved(point, away)),
      );
  }
  return { direction: previous.direction, boxes, routes, bounds: boundsOf(boxes.values()) };
}

/** Sizes in whole steps of the grid, so that the centres of a chain stay in line. */
const STEP = 16;
const inSteps = (length: number) => Math.ceil(length / STEP) * STEP;

function drawFrame({ frame }: Sheet, content: FlatLayout): DrawnFrame {
  const extent = extentOf(content);
  const width = inSteps(Math.max(frame!.width, extent.width + 2 * SPACING.frame));
  const height = inSteps(frame!.height + extent.height + 2 * SPACING.frame);
  return {
    width,
    height,
    content,
    title: frame!.height,
    inset: {
      x: Math.floor((width - extent.width) / 2) - extent.x,
      y: frame!.height + SPACING.frame - extent.y,
    },
  };
}

/** In whole units, with the lanes of edges that run outside of all nodes. */
function extentOf({ boxes, routes }: FlatLayout): Rect {
  const lanes = [...routes.values()].flatMap((points) =>
    points.map((point) => ({ ...point, width: 0, height: 0 })),
  );
  const { x, y, width, height } = boundsOf([...boxes.values(), ...lanes]);
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
}

function assemble(
  sheets: readonly Sheet[],
  outermost: FlatLayout,
  drawn: ReadonlyMap<string, DrawnFrame>,
): Layout {
  const boxes = new Map(outermost.boxes);
  const routes = new Map(outermost.routes);
  const frames = new Map<string, Frame>();
  for (const { frame } of sheets) {
    if (!frame) continue;
    const { content, inset, title } = drawn.get(frame.id)!;
    const origin = moved(boxes.get(frame.id)!, inset);
    frames.set(frame.id, { origin, title });
    for (const [id, box] of content.boxes) boxes.set(id, { ...box, ...moved(box, origin) });
    for (const [id, points] of content.routes)
      routes.set(
        id,
        points.map((point) => moved(point, origin)),
      );
  }
  return { ...outermost, boxes, routes, frames };
}

const moved = (point: Point, by: Point): Point => ({ x: point.x + by.x, y: point.y + by.y });
