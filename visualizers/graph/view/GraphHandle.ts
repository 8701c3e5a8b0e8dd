import { useImperativeHandle, type Ref } from 'react';
import { svgOf, type Drawing } from '../svgOf.ts';
import type { Point, PortRef, Rect } from '../types.ts';
import type { GraphContext } from './GraphContext.ts';
import type { GraphTools } from './GraphTools.ts';
import type { Hit } from './interaction.ts';
import { clientPoint, graphPoint, hitAt } from './pointing.ts';
import { goTo, showNodes } from './showing.ts';
import type { GraphLayout } from './useGraphLayout.ts';
import { solidPalette, type Palette } from './usePalette.ts';

export interface GraphHandle {
  /** All of it, or what is named. */
  fit(nodes?: Iterable<string>): void;
  /** Selects the node, brings it into sight and gives the graph the keyboard. */
  goTo(node: string): void;
  /** Makes it the current node and keeps it in sight while it finds its place, until the person moves on. */
  follow(node: string): void;
  /** Takes the loose end of a new connection in hand, once the node of the port is drawn: keys or a click let it go. */
  connectFrom(port: PortRef): void;
  /** What lies at a point given in client coordinates, and the point as a pin there would have it. */
  locate(client: Point): { readonly at: Point; readonly hit: Hit; readonly inside?: string } | undefined;
  /** The client coordinates of a point of the graph. */
  client(at: Point): Point | undefined;
  focus(): void;
  /** Lays out anew, without regard to where things are. */
  tidy(): void;
  zoomBy(factor: number): void;
  /** Where the nodes are in the whole drawing, in its own units; all of them unless some are named. */
  boxes(nodes?: Iterable<string>): ReadonlyMap<string, Rect>;
  /** A point of the whole drawing as a pin of the node has it: from the origin of the frame that it lies in. */
  pinAt(node: string, at: Point): Point;
  /** Selects the nodes; nothing moves. */
  select(nodes: Iterable<string>): void;
  /** The whole drawing, once it is laid out, as an SVG document that needs nothing else, in the colours of the theme. */
  svg(): Promise<string>;
}

export function useGraphHandle(
  ref: Ref<GraphHandle> | undefined,
  tools: GraphTools,
  palette: Palette,
  { tidy, whole }: Pick<GraphLayout, 'tidy' | 'whole'>,
): void {
  useImperativeHandle(ref, () => {
    const { context, viewport } = tools;
    const focus = () => context.get()?.root.focus({ preventScroll: true });
    return {
      ...{ focus, tidy },
      fit: (nodes) => {
        const now = context.get();
        if (now) showNodes(now, nodes);
      },
      goTo: (node) => {
        focus();
        const now = context.get();
        if (now) goTo(now, node);
      },
      follow: (node) => {
        tools.active.set(node);
        tools.followed.set(node);
      },
      connectFrom: (port) => {
        focus();
        tools.loose.set(port);
      },
      locate: (client) => locate(tools, client),
      client: (at) => {
        const now = context.get();
        return now && clientPoint(now, at);
      },
      zoomBy: (factor) => viewport.zoomBy(factor),
      boxes: (nodes) => boxesOf(tools, nodes),
      pinAt: (node, at) => {
        const scene = context.get()?.scene;
        return scene ? scene.local(at, scene.index.parents.get(node)) : at;
      },
      select: (nodes) => context.get()?.setSelection({ nodes: new Set(nodes), edges: new Set() }),
      svg: async () => {
        await whole();
        await untilDrawn();
        const now = context.get();
        return now ? svgOf(drawingOf(now), solidPalette(palette)) : '';
      },
    };
  }, [tools, palette, tidy, whole]);
}

/** React draws a new layout right after it was told of it. */
const untilDrawn = async () => new Promise((resolve) => setTimeout(resolve));

const drawingOf = ({ scene, expanded, handlers }: GraphContext): Drawing => ({
  index: scene.index,
  layout: scene.layout,
  line: (edge) => scene.line(edge),
  factsOf: (edge) => scene.factsOf(edge),
  bodyOf: (node) => (expanded.has(node.id) ? handlers.describeNode?.(node) : undefined),
});

function locate({ context }: GraphTools, client: Point): ReturnType<GraphHandle['locate']> {
  const now = context.get();
  if (!now) return undefined;
  const point = graphPoint(now, client);
  const inside = now.scene.frameAt(point);
  const found = { at: now.scene.local(point, inside), hit: hitAt(now, client) };
  return inside === undefined ? found : { ...found, inside };
}

function boxesOf({ context }: GraphTools, nodes: Iterable<string> | undefined): ReadonlyMap<string, Rect> {
  const boxes = context.get()?.scene.layout.boxes ?? new Map<string, Rect>();
  if (!nodes) return boxes;
  return new Map([...nodes].flatMap((id) => (boxes.has(id) ? [[id, boxes.get(id)!] as const] : [])));
}
