import { useEffect, useRef } from 'react';
import { detailAt, type Transform } from '../viewport.ts';
import { drawOverview, type Overview } from './drawOverview.ts';
import styles from './GraphView.module.css';
import type { ViewportStore } from './ViewportStore.ts';

/** Drawn beyond the frame by this much on each side, so that short moves only shift the picture. */
const MARGIN = 0.35;
const STRETCH = 1.35;
const REST = 100;

export interface OverviewCanvasProps {
  readonly overview: Overview;
  readonly viewport: ViewportStore;
}

/**
 * While the view moves, the drawn picture is shifted and stretched, which costs nothing; it is drawn again when
 * it no longer covers the frame, and sharply when the view rests.
 */
export function OverviewCanvas({ overview, viewport }: OverviewCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current!;
    let drawn = draw(element, overview, viewport);
    let rest: ReturnType<typeof setTimeout> | undefined;
    const redraw = () => {
      drawn = draw(element, overview, viewport);
    };
    const follow = () => {
      clearTimeout(rest);
      if (covers(drawn, viewport)) {
        place(element, drawn, viewport.get().transform);
        rest = setTimeout(redraw, REST);
      } else redraw();
    };
    const stop = viewport.subscribe(follow);
    return () => {
      stop();
      clearTimeout(rest);
    };
  }, [overview, viewport]);
  return <canvas ref={canvas} className={styles.overview} aria-hidden="true" />;
}

interface Drawn {
  readonly transform: Transform;
  readonly width: number;
  readonly height: number;
}

function draw(canvas: HTMLCanvasElement, overview: Overview, viewport: ViewportStore): Drawn {
  const { transform, size } = viewport.get();
  const ratio = Math.min(2, devicePixelRatio);
  const width = Math.round(size.width * (1 + 2 * MARGIN));
  const height = Math.round(size.height * (1 + 2 * MARGIN));
  const shifted = {
    k: transform.k,
    x: transform.x + size.width * MARGIN,
    y: transform.y + size.height * MARGIN,
  };
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawOverview(context, overview, shifted, { width, height }, detailAt(transform.k));
  const drawn = { transform: shifted, width: size.width, height: size.height };
  place(canvas, drawn, transform);
  return drawn;
}

function place(canvas: HTMLCanvasElement, { transform: drawn }: Drawn, now: Transform): void {
  const scale = now.k / drawn.k;
  canvas.style.transform = `translate(${now.x - drawn.x * scale}px, ${now.y - drawn.y * scale}px) scale(${scale})`;
}

function covers({ transform: drawn, width, height }: Drawn, viewport: ViewportStore): boolean {
  const { transform, size } = viewport.get();
  const scale = transform.k / drawn.k;
  if (scale > STRETCH || scale < 1 / STRETCH) return false;
  if (size.width !== width || size.height !== height) return false;
  const left = transform.x - drawn.x * scale;
  const top = transform.y - drawn.y * scale;
  const [drawnWidth, drawnHeight] = [width * (1 + 2 * MARGIN) * scale, height * (1 + 2 * MARGIN) * scale];
  return left <= 0 && top <= 0 && left + drawnWidth >= width && top + drawnHeight >= height;
}
