import { select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3';
import type { Point, Size } from '../types.ts';
import { IDENTITY, type Transform } from '../viewport.ts';
import { Store } from './Store.ts';

export interface View {
  readonly transform: Transform;
  readonly size: Size;
}

const MOVE = 180;
const REST = 140;

/** Which part of the graph is on screen. d3 drives it, and here it writes the one thing it writes: the transform. */
export class ViewportStore extends Store<View> {
  #root: HTMLElement | undefined;
  #zoom: ZoomBehavior<HTMLElement, unknown> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super({ transform: IDENTITY, size: { width: 0, height: 0 } });
  }

  /** `accepts` says which mouse and touch gestures are for moving the view. */
  attach(root: HTMLElement, world: HTMLElement, accepts: (event: Event) => boolean): () => void {
    const behaviour = zoom<HTMLElement, unknown>()
      .filter(accepts)
      .on('zoom', ({ transform }: D3ZoomEvent<HTMLElement, unknown>) => {
        const { x, y, k } = transform;
        world.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
        this.#markMoving(world);
        this.set({ ...this.get(), transform: { x, y, k } });
      });
    const selection = select(root);
    selection.call(behaviour).on('dblclick.zoom', null);
    this.#root = root;
    this.#zoom = behaviour;
    const observer = new ResizeObserver(() => this.#measure(root));
    observer.observe(root);
    this.#measure(root);
    root.addEventListener('wheel', this.#wheel, { passive: false });
    return () => {
      observer.disconnect();
      root.removeEventListener('wheel', this.#wheel);
      selection.interrupt().on('.zoom', null);
      clearTimeout(this.#resting);
    };
  }

  limit(limits: readonly [number, number]): void {
    this.#zoom?.scaleExtent([limits[0], limits[1]]);
  }

  go({ x, y, k }: Transform, animate: boolean): void {
    if (!this.#root || !this.#zoom) return;
    const target = zoomIdentity.translate(x, y).scale(k);
    const selection = select(this.#root);
    if (animate && !prefersStillness()) {
      this.#zoom.transform(selection.transition().duration(MOVE), target);
    } else this.#zoom.transform(selection.interrupt(), target);
  }

  panBy({ x, y }: Point): void {
    const { k } = this.get().transform;
    if (this.#root && this.#zoom) this.#zoom.translateBy(select(this.#root), x / k, y / k);
  }

  zoomBy(factor: number, at?: Point): void {
    if (!this.#root || !this.#zoom) return;
    const selection = select(this.#root);
    const centre: [number, number] | undefined = at && [at.x, at.y];
    if (prefersStillness()) this.#zoom.scaleBy(selection, factor, centre);
    else this.#zoom.scaleBy(selection.transition().duration(MOVE), factor, centre);
  }

  readonly #wheel = (event: WheelEvent) => {
    if (event.ctrlKey || event.metaKey || scrollsItself(event)) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A mouse with one wheel pans sideways with shift, as everywhere.
    const sideways = event.shiftKey && event.deltaX === 0;
    const [dx, dy] = sideways ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    this.panBy({ x: -dx * unit, y: -dy * unit });
  };

  #measure(root: HTMLElement): void {
    const { clientWidth: width, clientHeight: height } = root;
    this.set({ ...this.get(), size: { width, height } });
  }

  /** A layer of its own while things move; drawn sharp again when they rest. */
  #markMoving(world: HTMLElement): void {
    if (this.#resting === undefined) world.style.willChange = 'transform';
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      world.style.willChange = '';
    }, REST);
  }
}

export function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function scrollsItself(event: WheelEvent): boolean {
  const box = (event.target as Element).closest('[data-graph-scroll]');
  return box !== null && box.scrollHeight > box.clientHeight;
}
