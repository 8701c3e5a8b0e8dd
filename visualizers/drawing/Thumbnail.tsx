import { line, curveBumpY } from 'd3';
import { useMemo } from 'react';
import { centreOf } from '../graph/geometry.ts';
import { layoutGraph, type Layout } from '../graph/layout/layoutGraph.ts';
import type { Point, Rect } from '../graph/types.ts';
import { bandOf } from './bandOf.ts';
import styles from './Thumbnail.module.css';

export interface ThumbnailGraph {
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly category: string }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
}

const NODE = { width: 112, height: 32 } as const;
const MARGIN = 20;
/** Where there is more than this, the names could not be read anyway. */
const NAMED = 9;

/** Of a longer graph only the beginning is drawn, since the whole of it would be a hair. */
const LONGEST = 720;

/** A graph small enough for a card: the same layout as in the editor, without what needs room. */
export function Thumbnail({ graph }: { readonly graph: ThumbnailGraph }) {
  const layout = useMemo(() => arrange(graph), [graph]);
  const bounds = { ...layout.bounds, height: Math.min(layout.bounds.height, LONGEST) };
  const isShown = (id: string) => (layout.boxes.get(id)?.y ?? Infinity) < bounds.y + bounds.height;
  const nodes = graph.nodes.filter(({ id }) => isShown(id));
  const view = [
    bounds.x - MARGIN,
    bounds.y - MARGIN,
    Math.max(bounds.width, 280) + 2 * MARGIN,
    Math.max(bounds.height, 120) + 2 * MARGIN,
  ];
  const shift = Math.max(0, (280 - bounds.width) / 2);
  return (
    <svg className={styles.thumbnail} viewBox={view.join(' ')} aria-hidden="true">
      <g transform={`translate(${String(shift)} ${String(Math.max(0, (120 - bounds.height) / 2))})`}>
        {graph.edges.map(
          ({ source, target }, index) =>
            isShown(source) && (
              <path key={index} className={styles.edge} d={edgePath(layout, source, target, String(index))} />
            ),
        )}
        {nodes.map((node) => (
          <Block key={node.id} node={node} box={layout.boxes.get(node.id)} named={nodes.length <= NAMED} />
        ))}
      </g>
    </svg>
  );
}

interface BlockProps {
  readonly node: ThumbnailGraph['nodes'][number];
  readonly box: Rect | undefined;
  readonly named: boolean;
}

function Block({ node, box, named }: BlockProps) {
  if (!box) return null;
  const centre = centreOf(box);
  return (
    <g>
      <rect className={styles.block} {...box} rx={6} />
      <rect
        x={box.x}
        y={box.y}
        width={5}
        height={box.height}
        rx={2.5}
        fill={`var(--band-${bandOf(node.category)})`}
      />
      {named && (
        <text className={styles.name} x={centre.x + 2} y={centre.y} dy="0.34em">
          {short(node.label)}
        </text>
      )}
    </g>
  );
}

const short = (label: string) => (label.length > 15 ? `${label.slice(0, 14)}…` : label);

function arrange({ nodes, edges }: ThumbnailGraph): Layout {
  return layoutGraph({
    nodes: nodes.map(({ id }) => ({ id, ...NODE })),
    edges: edges.map((edge, index) => ({ id: String(index), ...edge, exit: 0, enter: 0 })),
    direction: 'vertical',
  });
}

const curve = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBumpY);

function edgePath(layout: Layout, source: string, target: string, id: string): string | undefined {
  const from = layout.boxes.get(source);
  const to = layout.boxes.get(target);
  if (!from || !to) return undefined;
  const start = { x: centreOf(from).x, y: from.y + from.height };
  const end = { x: centreOf(to).x, y: to.y };
  return curve([start, ...(layout.routes.get(id) ?? []), end]) ?? undefined;
}
