import { sameLayoutInput } from '../layoutInput.ts';
import type { LayoutReply, LayoutRequest } from './layout.worker.ts';
import { layoutGraph, type Layout, type LayoutInput } from './layoutGraph.ts';

/** Up to here a layout takes less than a frame, and asking a worker would only add a flicker. */
const AT_ONCE = 400;

/**
 * The layout of one graph on screen: laid out again when the graph's form changes, always from what is
 * visible now. Small graphs at once, large ones in a worker while the old drawing stays.
 */
export class LayoutSession {
  #input: LayoutInput | undefined;
  #layout: Layout | undefined;
  #worker: Worker | undefined;
  #asked = 0;
  readonly #listeners = new Set<() => void>();

  readonly current = (): Layout | undefined => this.#layout;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly update = (input: LayoutInput): void => {
    if (this.#input && sameLayoutInput(this.#input, input)) return;
    this.#lay(input, this.#layout && withoutReleased(this.#layout, this.#input, input));
  };

  /** Forgets where things were, for when many edits have left the drawing untidy. */
  readonly tidy = (): void => {
    if (this.#input) this.#lay(this.#input, undefined);
  };

  readonly close = (): void => {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#input = undefined;
  };

  #lay(input: LayoutInput, previous: Layout | undefined): void {
    this.#input = input;
    this.#asked++;
    const request = previous ? { ...input, previous } : input;
    if (input.nodes.length <= AT_ONCE || typeof Worker === 'undefined') this.#show(layoutGraph(request));
    else this.#ask(request);
  }

  #ask(input: LayoutInput): void {
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage({ id: this.#asked, input } satisfies LayoutRequest);
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutReply>) => {
      if (data.id === this.#asked) this.#show(data.layout);
    });
    return worker;
  }

  #show(layout: Layout): void {
    this.#layout = layout;
    for (const listener of this.#listeners) listener();
  }
}

/** What is pinned no longer does not stay where it was put: undoing a drag brings it back into its row. */
function withoutReleased(layout: Layout, before: LayoutInput | undefined, { nodes }: LayoutInput): Layout {
  const pinned = new Set(before?.nodes.filter((node) => node.pinned).map(({ id }) => id));
  const released = nodes.filter((node) => !node.pinned && pinned.has(node.id));
  if (released.length === 0) return layout;
  const boxes = new Map(layout.boxes);
  for (const { id } of released) boxes.delete(id);
  return { ...layout, boxes };
}
