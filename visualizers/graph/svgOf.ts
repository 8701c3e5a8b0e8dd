import { pathRound } from 'd3';
import { placeLabels } from './edgeLabels.ts';
import { LABEL, labelWidth, traceEdge } from './edgePath.ts';
import { endSpread, grow, portPoint } from './geometry.ts';
import type { GraphIndex } from './GraphIndex.ts';
import type { Layout } from './layout/layoutGraph.ts';
import { CARD, TITLE_HEIGHT } from './measureNode.ts';
import { describeStatus } from './messages.ts';
import { textWidth, truncate } from './textWidth.ts';
import type { EdgeFacts, GraphEdge, GraphNode, NodeRow, Point, Rect } from './types.ts';

export interface Drawing {
  readonly index: GraphIndex;
  readonly layout: Layout;
  line(edge: string): readonly Point[] | undefined;
  factsOf(edge: GraphEdge): EdgeFacts;
  /** What an open node shows in its body; undefined of one that is not open. */
  bodyOf?(node: GraphNode): readonly NodeRow[] | undefined;
}

/** The colour of a token of the theme. */
type Colours = (token: string) => string;

const MARGIN = 24;
const SANS = 'Inter, system-ui, "Segoe UI", Helvetica, Arial, sans-serif';
const MONO = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** The whole drawing at reading size as a document that needs nothing else: no style sheet, font or script. */
export function svgOf(drawing: Drawing, colours: Colours): string {
  const { layout, index } = drawing;
  const view = grow(extentOf(drawing), MARGIN);
  const [x, y, width, height] = [view.x, view.y, view.width, view.height].map(number);
  const known = [...layout.boxes].flatMap(([id, box]) => {
    const node = index.nodes.get(id);
    return node ? [{ node, box, frame: layout.frames.has(id) && index.children.has(id) }] : [];
  });
  const edges = [...index.edges.values()];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}">`,
    `<style>${styleOf(colours)}</style>`,
    `<rect class="canvas" x="${x}" y="${y}" width="${width}" height="${height}"/>`,
    ...known.filter(({ frame }) => frame).map(({ node, box }) => frameOf(node, box, drawing, colours)),
    ...edges.map((edge) => lineOf(edge, drawing)),
    ...labelsOf(edges, drawing),
    ...known.filter(({ frame }) => !frame).map(({ node, box }) => cardOf(node, box, drawing, colours)),
    '</svg>\n',
  ]
    .filter(Boolean)
    .join('\n');
}

function extentOf({ layout: { bounds, boxes, routes } }: Drawing): Rect {
  let [left, top] = [bounds.x, bounds.y];
  let [right, bottom] = [bounds.x + bounds.width, bounds.y + bounds.height];
  for (const points of boxes.size === 0 ? [] : routes.values()) {
    for (const { x, y } of points) {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function styleOf(colours: Colours): string {
  return [
    `text{font:${CARD.text}px ${SANS};fill:${colours('text-muted')};dominant-baseline:central}`,
    `.name{font-size:${CARD.name}px;font-weight:600;fill:${colours('text')}}`,
    `.value{fill:${colours('text')};text-anchor:end}`,
    `.entry{font-family:${MONO};fill:${colours('text')}}`,
    `.field{fill:none;stroke:${colours('line')}}`,
    `.label{font:${LABEL.size}px ${MONO};text-anchor:middle}`,
    `.mark{font-size:10px;font-weight:700;fill:${colours('surface')};text-anchor:middle}`,
    `.canvas,.back{fill:${colours('canvas')}}`,
    `.card,.title{fill:${colours('surface')}}`,
    `.card,.outline{stroke:${colours('line')}}`,
    `.outline{fill:none}`,
    `.port{fill:${colours('surface')};stroke:${colours('line-strong')};stroke-width:1.5}`,
    `.edge{fill:none;stroke:${colours('edge')};stroke-width:1.5}`,
    `.wrong{stroke:${colours('danger')};stroke-dasharray:6 3}`,
    `.danger{fill:${colours('danger')}}`,
    `.warning{fill:${colours('warning')}}`,
  ].join('');
}

function lineOf(edge: GraphEdge, drawing: Drawing): string {
  const points = drawing.line(edge.id);
  if (!points) return '';
  const sink = pathRound(1);
  traceEdge(sink, points, drawing.layout.direction);
  return `<path class="${edge.problem ? 'edge wrong' : 'edge'}" d="${sink.toString()}"/>`;
}

function labelsOf(edges: readonly GraphEdge[], drawing: Drawing): string[] {
  const labelled = edges.flatMap((edge) => {
    const { id } = edge;
    const { label } = drawing.factsOf(edge);
    const points = drawing.line(id);
    return points && label ? [{ id, label, points }] : [];
  });
  const places = placeLabels(labelled, drawing.layout.direction);
  return labelled.map(({ id, label }) => labelOf(label, places.get(id)));
}

function labelOf(label: string, at: Point | undefined): string {
  if (!at) return '';
  const { x, y } = at;
  const width = labelWidth(label);
  return (
    `<rect class="back" x="${number(x - width / 2)}" y="${number(y - LABEL.height / 2)}" width="${number(width)}" height="${LABEL.height}" rx="3"/>` +
    `<text class="label" x="${number(x)}" y="${number(y)}">${escaped(label)}</text>`
  );
}

function frameOf(node: GraphNode, box: Rect, drawing: Drawing, colours: Colours): string {
  const { width, height } = box;
  const title = Math.min(TITLE_HEIGHT, height);
  const marks = marksOf(node, width - 12, title / 2);
  const nameWidth = textWidth(node.label, CARD.name, true);
  const room = width - 30 - marks.width;
  return group(
    box,
    `<rect class="back" width="${width}" height="${height}" rx="6"/>`,
    `<path class="title" d="M0,${title}V6Q0,0,6,0H${width - 6}Q${width},0,${width},6V${title}Z"/>`,
    `<rect width="4" height="${height}" rx="2" fill="${colours(`band-${node.band ?? 'other'}`)}"/>`,
    `<rect class="outline" width="${width}" height="${height}" rx="6"/>`,
    line('name', 15, title / 2, node.label, CARD.name, room),
    line('', 15 + nameWidth + 8, title / 2, node.subtitle, CARD.text, room - nameWidth - 8),
    marks.text,
    portsOf(node, box, drawing),
  );
}

function cardOf(node: GraphNode, box: Rect, drawing: Drawing, colours: Colours): string {
  const { width, height } = box;
  const shape = node.shape ?? (node.foldable ? 'stack' : 'card');
  const radius = shape === 'pill' ? Math.min(20, height / 2) : 6;
  const left = shape === 'pill' ? 22 : 15;
  const top = CARD.padding + CARD.nameHeight / 2;
  const marks = marksOf(node, width - 12, top);
  const face = (by: number) =>
    `<rect class="card" x="${by}" y="${by}" width="${width}" height="${height}" rx="${radius}"/>`;
  const room = width - left - 6;
  const texts = [node.subtitle, ...(node.status ? [describeStatus(node.status)] : [])].filter(
    (text) => text !== undefined,
  );
  const rowsAt = (i: number) => top + CARD.nameHeight / 2 + CARD.lineHeight * (i + 0.5);
  const body = drawing.bodyOf?.(node);
  return group(
    box,
    ...(shape === 'stack' ? [face(6), face(3)] : []),
    face(0),
    shape === 'pill'
      ? `<circle cx="14" cy="${height / 2}" r="4" fill="${colours(`band-${node.band ?? 'other'}`)}"/>`
      : `<rect width="4" height="${height}" rx="2" fill="${colours(`band-${node.band ?? 'other'}`)}"/>`,
    line('name', left, top, node.label, CARD.name, room - marks.width),
    ...texts.map((text, i) => line('', left, rowsAt(i), text, CARD.text, room)),
    ...(body ? [] : (node.rows ?? [])).flatMap((row, i) => [
      line('', left, rowsAt(texts.length + i), row.label, CARD.text, room / 2),
      line('value', width - 12, rowsAt(texts.length + i), row.value, CARD.text, room / 2),
    ]),
    ...(body ? bodyOf(body, left, rowsAt(texts.length), box) : []),
    marks.text,
    portsOf(node, box, drawing),
  );
}

/** The place of a field within its row, as forms in nodes have them. */
const FIELD = { pitch: 36, height: 26, share: 0.42, padding: 8 } as const;

/** A line, and below it each field with its label. */
function bodyOf(rows: readonly NodeRow[], left: number, top: number, { width, height }: Rect): string[] {
  const end = width - 12;
  const pitch = Math.min(FIELD.pitch, (height - top) / Math.max(1, rows.length));
  const start = left + (end - left) * FIELD.share;
  const tall = Math.min(FIELD.height, pitch - 4);
  return [
    `<path class="field" d="M${left},${number(top)}H${end}"/>`,
    ...rows.flatMap(({ label, value }, i) => {
      const y = top + pitch * (i + 0.5);
      return [
        line('', left, y, label, CARD.text, start - left - FIELD.padding),
        `<rect class="field" x="${number(start)}" y="${number(y - tall / 2)}" width="${number(end - start)}" height="${number(tall)}" rx="4"/>`,
        line('entry', start + FIELD.padding, y, value, CARD.text, end - start - 2 * FIELD.padding),
      ];
    }),
  ];
}

/** Problems, a note and a badge, from the right. */
function marksOf(
  node: GraphNode,
  right: number,
  y: number,
): { readonly text: string; readonly width: number } {
  const { problems, note, badge } = node;
  let x = right;
  let text = '';
  if (problems?.length) {
    const error = problems.some(({ severity }) => severity === 'error');
    text +=
      `<circle class="${error ? 'danger' : 'warning'}" cx="${x - 7}" cy="${y}" r="7"/>` +
      `<text class="mark" x="${x - 7}" y="${y}">${error ? '×' : '!'}</text>`;
    x -= 20;
  }
  if (note) {
    text += `<path class="port" d="M${x - 11},${y - 5}h11v8h-6l-3,3v-3h-2z"/>`;
    x -= 18;
  }
  if (badge !== undefined) {
    text += `<text class="value" x="${x}" y="${y}">${escaped(badge)}</text>`;
    x -= textWidth(badge, CARD.text) + 8;
  }
  return { text, width: right - x };
}

const PORT = 7;

/** An input of several edges is as long as they need to end apart. */
function portsOf(
  node: GraphNode,
  { width, height }: Rect,
  { index, layout: { direction } }: Drawing,
): string {
  const box = { x: 0, y: 0, width, height };
  const incoming = index.incoming.get(node.id) ?? [];
  return (['input', 'output'] as const)
    .flatMap((side) =>
      (side === 'input' ? node.inputs : node.outputs).map(({ id }, i, ports) => {
        const { x, y } = portPoint(box, side, i, ports, direction);
        const ends = side === 'input' ? incoming.filter(({ target }) => target.port === id).length : 1;
        const reach = ends > 1 ? 2 * endSpread(box, ports.length, ends - 1, ends, direction) : 0;
        const [across, along] = direction === 'vertical' ? [PORT + reach, PORT] : [PORT, PORT + reach];
        return `<rect class="port" x="${number(x - across / 2)}" y="${number(y - along / 2)}" width="${number(across)}" height="${number(along)}" rx="${PORT / 2}"/>`;
      }),
    )
    .join('');
}

function line(
  kind: string,
  x: number,
  y: number,
  text: string | undefined,
  size: number,
  room: number,
): string {
  const shown = text === undefined ? '' : truncate(text, kind === 'name' ? size * 1.1 : size, room);
  if (shown === '') return '';
  const name = kind === '' ? '' : ` class="${kind}"`;
  return `<text${name} x="${number(x)}" y="${number(y)}">${escaped(shown)}</text>`;
}

function group({ x, y }: Point, ...parts: readonly string[]): string {
  return `<g transform="translate(${number(x)} ${number(y)})">${parts.join('')}</g>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Also without the characters that no XML document may contain. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
