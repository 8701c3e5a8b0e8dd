import { group } from 'd3';
import { traceEdge } from '../edgePath.ts';
import type { Selection } from '../selection.ts';
import { truncate } from '../textWidth.ts';
import type { GraphNode, NodeStatus, Point, Rect } from '../types.ts';
import { toScreen, visibleRect, type Detail, type Transform } from '../viewport.ts';
import type { Scene } from './Scene.ts';
import type { Palette } from './usePalette.ts';

export interface Overview {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly palette: Palette;
  /** While connecting: the nodes that fit. The others are dimmed. */
  readonly fits?: (node: GraphNode) => boolean;
}

type Context = CanvasRenderingContext2D;

/** The graph from afar on a canvas: thousands of blocks cost a few milliseconds, where elements cost seconds. */
export function drawOverview(
  context: Context,
  overview: Overview,
  transform: Transform,
  size: { readonly width: number; readonly height: number },
  detail: Detail,
): void {
  const area = visibleRect(transform, size);
  const { scene } = overview;
  const nodes = scene.nodesIn(area).flatMap((id) => scene.index.nodes.get(id) ?? []);
  const framed = scene.layout.frames.size > 0;
  const frames = framed ? nodes.filter(({ id }) => scene.isFrame(id)) : [];
  const shown = framed ? nodes.filter(({ id }) => !scene.isFrame(id)) : nodes;
  drawFrames(context, overview, transform, frames, detail);
  drawEdges(context, overview, transform, area);
  if (detail === 'label') drawLabels(context, overview, transform, shown);
  else drawBlocks(context, overview, transform, shown);
}

/** Beneath what they hold, the outer ones first. */
function drawFrames(
  context: Context,
  overview: Overview,
  transform: Transform,
  frames: readonly GraphNode[],
  detail: Detail,
): void {
  const { palette, scene, fits } = overview;
  context.font = `600 ${LABEL}px Inter, system-ui, sans-serif`;
  context.textBaseline = 'middle';
  for (const node of frames) {
    const box = onScreen(scene.layout.boxes.get(node.id)!, transform);
    const title = scene.layout.frames.get(node.id)!.title * transform.k;
    context.globalAlpha = fits && !fits(node) ? 0.35 : 1;
    context.fillStyle = palette('chrome');
    context.fillRect(box.x, box.y, box.width, box.height);
    context.fillStyle = palette(detail === 'block' ? blockToken(node, overview) : 'surface');
    context.fillRect(box.x, box.y, box.width, Math.max(1, title));
    context.strokeStyle = palette('line-strong');
    context.lineWidth = 1;
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
    if (detail === 'block') continue;
    context.fillStyle = palette(bandToken(node));
    context.fillRect(box.x, box.y, 3, box.height);
    if (title >= LEAST_TITLE) {
      context.fillStyle = palette('text');
      context.fillText(truncate(node.label, LABEL, box.width - 8), box.x + 6, box.y + title / 2);
    }
    if (node.problems?.length) drawProblem(context, palette, node, box);
  }
  context.globalAlpha = 1;
  outlineSelected(context, overview, transform, frames);
}

/** In pixels: a title below this height has no room for its name. */
const LEAST_TITLE = 9;

function drawEdges(context: Context, overview: Overview, transform: Transform, area: Rect): void {
  const { scene, selection, palette } = overview;
  const { x, y, k } = transform;
  const direction = scene.layout.direction;
  const dpr = context.getTransform().a;
  const ids = scene.edgesIn(area);
  context.save();
  context.transform(k, 0, 0, k, x, y);
  context.lineWidth = 1 / k;
  context.globalAlpha = k < 0.1 ? 0.6 : 1;
  context.strokeStyle = palette('edge');
  strokeEdges(
    context,
    ids.filter((id) => !selection.edges.has(id)),
    scene,
    k,
    k * dpr < 0.25,
    direction,
  );
  context.strokeStyle = palette('accent');
  context.lineWidth = 2 / k;
  context.globalAlpha = 1;
  strokeEdges(
    context,
    ids.filter((id) => selection.edges.has(id)),
    scene,
    k,
    false,
    direction,
  );
  context.restore();
}

function strokeEdges(
  context: Context,
  ids: readonly string[],
  scene: Scene,
  scale: number,
  straight: boolean,
  direction: Scene['layout']['direction'],
): void {
  context.beginPath();
  for (const id of ids) {
    const points = scene.line(id)!;
    if (straight && extent(points) * scale < LEAST_VISIBLE) continue;
    if (!straight) traceEdge(context, points, direction);
    else points.forEach((p, i) => (i === 0 ? context.moveTo(p.x, p.y) : context.lineTo(p.x, p.y)));
  }
  context.stroke();
}

/** In pixels: what is shorter hides between the blocks that it joins. */
const LEAST_VISIBLE = 4;

function extent(points: readonly Point[]): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  return Math.abs(last.x - first.x) + Math.abs(last.y - first.y);
}

/** Grouped by colour: a canvas changes its fill style slowly and fills rectangles fast. */
function drawBlocks(
  context: Context,
  overview: Overview,
  transform: Transform,
  nodes: readonly GraphNode[],
): void {
  const groups = group(nodes, (node) => blockToken(node, overview));
  for (const [token, members] of groups) {
    context.fillStyle = overview.palette(token);
    let drawn: Rect | undefined;
    for (const node of members) {
      const box = onScreen(overview.scene.layout.boxes.get(node.id)!, transform);
      if (drawn && samePixel(drawn, box)) continue;
      drawn = box;
      context.fillRect(box.x, box.y, Math.max(1, box.width), Math.max(1, box.height));
    }
  }
  outlineSelected(context, overview, transform, nodes);
}

/** Far out, many blocks fall on one pixel, mostly one after the other. */
function samePixel(a: Rect, b: Rect): boolean {
  return b.width < 2 && b.height < 1 && Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5;
}

const LABEL = 11;

function drawLabels(
  context: Context,
  overview: Overview,
  transform: Transform,
  nodes: readonly GraphNode[],
): void {
  const { palette, scene } = overview;
  context.lineWidth = 1;
  context.font = `500 ${LABEL}px Inter, system-ui, sans-serif`;
  context.textBaseline = 'middle';
  for (const node of nodes) {
    const box = onScreen(scene.layout.boxes.get(node.id)!, transform);
    context.globalAlpha = overview.fits && !overview.fits(node) ? 0.35 : 1;
    context.fillStyle = palette('surface');
    context.strokeStyle = palette(node.status ? statusToken(node.status) : 'line');
    if (node.foldable) stackUnder(context, box);
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 3);
    context.fill();
    context.stroke();
    context.fillStyle = palette(bandToken(node));
    context.fillRect(box.x, box.y + 1, 3, box.height - 2);
    const text = truncate(node.label, LABEL, box.width - 8);
    context.fillStyle = palette('text');
    if (box.height >= LABEL) context.fillText(text, box.x + 6, box.y + box.height / 2 + 0.5);
    if (node.problems?.length) drawProblem(context, palette, node, box);
  }
  context.globalAlpha = 1;
  outlineSelected(context, overview, transform, nodes);
}

function stackUnder(context: Context, { x, y, width, height }: Rect): void {
  context.beginPath();
  context.roundRect(x + 3, y + 3, width, height, 3);
  context.fill();
  context.stroke();
}

function drawProblem(context: Context, palette: Palette, node: GraphNode, box: Rect): void {
  const error = node.problems!.some((problem) => problem.severity === 'error');
  context.fillStyle = palette(error ? 'danger' : 'warning');
  context.beginPath();
  context.arc(box.x + box.width, box.y, 4, 0, 2 * Math.PI);
  context.fill();
}

function outlineSelected(
  context: Context,
  { selection, palette, scene }: Overview,
  transform: Transform,
  nodes: readonly GraphNode[],
): void {
  context.strokeStyle = palette('accent');
  context.lineWidth = 2;
  for (const node of nodes) {
    if (!selection.nodes.has(node.id)) continue;
    const box = onScreen(scene.layout.boxes.get(node.id)!, transform);
    context.strokeRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4);
  }
}

function blockToken(node: GraphNode, { fits }: Overview): string {
  if (fits && !fits(node)) return 'line';
  if (node.problems?.some((problem) => problem.severity === 'error')) return 'danger';
  return node.status ? statusToken(node.status) : bandToken(node);
}

export function bandToken(node: GraphNode): string {
  return `band-${node.band ?? 'other'}`;
}

function statusToken(status: NodeStatus): string {
  const tokens = {
    pending: 'idle',
    queued: 'idle',
    running: 'accent',
    succeeded: 'success',
    failed: 'danger',
    cancelled: 'text-muted',
  } as const;
  return tokens[status.kind];
}

function onScreen(box: Rect, transform: Transform): Rect {
  const corner = toScreen(transform, box);
  return { ...corner, width: box.width * transform.k, height: box.height * transform.k };
}
