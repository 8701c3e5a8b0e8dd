import { useEffect, useRef, type PointerEvent } from 'react';
import type { Rect } from '../types.ts';
import { centreOn, visibleRect } from '../viewport.ts';
import { bandToken } from './drawOverview.ts';
import styles from './GraphView.module.css';
import type { Scene } from './Scene.ts';
import type { Palette } from './usePalette.ts';
import type { ViewportStore } from './ViewportStore.ts';

const WIDTH = 168;
const HEIGHT = 112;
const PADDING = 8;
const MAP_REST = 120;

export interface MinimapProps {
  readonly scene: Scene;
  readonly viewport: ViewportStore;
  readonly palette: Palette;
}

/** Hidden from screen readers: it repeats what the graph says, and the keyboard has arrows and F. */
export function Minimap({ scene, viewport, palette }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const map = mapping(scene.layout.bounds);
  useEffect(() => {
    // After what is being worked on: of ten thousand nodes the map takes longer than the drawing itself.
    const timer = setTimeout(() => drawMap(canvas.current!, scene, palette), MAP_REST);
    return () => clearTimeout(timer);
  }, [scene, palette]);
  useEffect(() => {
    const follow = () => placeFrame(frame.current!, scene.layout.bounds, viewport);
    follow();
    return viewport.subscribe(follow);
  }, [scene, viewport]);
  const look = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const corner = event.currentTarget.getBoundingClientRect();
    const point = {
      x: (event.clientX - corner.left - map.x) / map.k,
      y: (event.clientY - corner.top - map.y) / map.k,
    };
    const { size, transform } = viewport.get();
    viewport.go(centreOn(point, size, transform.k), false);
  };
  return (
    <div
      className={styles.minimap}
      style={{ width: WIDTH, height: HEIGHT }}
      data-graph-control=""
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        look(event);
      }}
      onPointerMove={look}
    >
      <canvas ref={canvas} />
      <div ref={frame} className={styles.minimapFrame} />
    </div>
  );
}

function mapping(bounds: Rect) {
  const k = Math.min(
    (WIDTH - 2 * PADDING) / Math.max(1, bounds.width),
    (HEIGHT - 2 * PADDING) / Math.max(1, bounds.height),
    0.2,
  );
  return {
    k,
    x: WIDTH / 2 - (bounds.x + bounds.width / 2) * k,
    y: HEIGHT / 2 - (bounds.y + bounds.height / 2) * k,
  };
}

function drawMap(canvas: HTMLCanvasElement, scene: Scene, palette: Palette): void {
  const { layout, index } = scene;
  const ratio = Math.min(2, devicePixelRatio);
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.style.width = `${WIDTH}px`;
  canvas.style.height = `${HEIGHT}px`;
  const context = canvas.getContext('2d')!;
  const { k, x, y } = mapping(layout.bounds);
  context.scale(ratio, ratio);
  for (const [id, box] of layout.boxes) {
    const node = index.nodes.get(id);
    if (!node) continue;
    if (scene.isFrame(id)) {
      context.fillStyle = palette('line');
      context.fillRect(box.x * k + x, box.y * k + y, box.width * k, box.height * k);
      continue;
    }
    context.fillStyle = palette(bandToken(node));
    context.fillRect(
      box.x * k + x,
      box.y * k + y,
      Math.max(1, box.width * k),
      Math.max(0.75, box.height * k),
    );
  }
}

function placeFrame(frame: HTMLElement, bounds: Rect, viewport: ViewportStore): void {
  const { transform, size } = viewport.get();
  const visible = visibleRect(transform, size);
  const { k, x, y } = mapping(bounds);
  const left = Math.max(0, visible.x * k + x);
  const top = Math.max(0, visible.y * k + y);
  const right = Math.min(WIDTH, (visible.x + visible.width) * k + x);
  const bottom = Math.min(HEIGHT, (visible.y + visible.height) * k + y);
  // Where everything is in sight there is nothing to say.
  const whole = visible.width > bounds.width && visible.height > bounds.height;
  frame.parentElement!.style.opacity = whole && right - left > 0 && bottom - top > 0 ? '0' : '1';
  frame.style.transform = `translate(${left}px, ${top}px)`;
  frame.style.width = `${Math.max(3, right - left)}px`;
  frame.style.height = `${Math.max(3, bottom - top)}px`;
}
