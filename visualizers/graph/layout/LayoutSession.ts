import { afterPaint } from '../../ui/afterPaint.ts';
import { sameLayoutInput } from '../layoutInput.ts';
import { beginningOf } from './beginning.ts';
import type { LaidOut } from './layout.ts';
import { layoutGraph, type Layout, type LayoutInput } from './layoutGraph.ts';
import type { LayoutReply, LayoutRequest } from './layout.worker.ts';
import { LayoutMemory } from './LayoutMemory.ts';
import { withNewcomers } from './newcomers.ts';
import { packInput, unpackLayout, type PackedInput } from './packedLayout.ts';

/** Up to here a layout takes less than a frame, and asking a worker would only add a flicker. */
const AT_ONCE = 400;

/**
 * The layout of one graph on screen: laid out again when the graph's form changes, always from what is
 * visible now. Small graphs at once, large ones in a worker while the old drawing stays.
 */
export class LayoutSession {
  #input: LayoutInput | undefined;
  #drawn: LaidOut | undefined;
  #worker: Worker | undefined;
  #asked = 0;
  #isWhole = false;
  #stopWaiting: () => void = () => undefined;
  readonly #memory = new LayoutMemory();
  readonly #listeners = new Set<() => void>();

  readonly current = (): LaidOut | undefined => this.#drawn;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves when what is drawn is the whole of what there is to draw. */
  readonly whole = async (): Promise<void> => {
    while (this.#input && !this.#isWhole) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    }
  };

  readonly update = (input: LayoutInput): void => {
    if (this.#input && sameLayoutInput(this.#input, input)) return;
    const known = this.#memory.find(input);
    if (known) {
      this.#stopWaiting();
      this.#asked++;
      this.#input = input;
      this.#settle(known);
      return;
    }
    const { layout } = this.#drawn ?? {};
    const previous = layout?.isBeginning ? undefined : layout;
    this.#lay(input, previous && withoutReleased(previous, this.#input, input));
  };

  /** Forgets where things were, for when many edits have left the drawing untidy. */
  readonly tidy = (): void => {
    this.#memory.forget();
    if (this.#input) this.#lay(this.#input, undefined);
  };

  readonly close = (): void => {
    this.#stopWaiting();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#input = undefined;
  };

  #lay(input: LayoutInput, previous: Layout | undefined): void {
    this.#input = input;
    this.#asked++;
    this.#isWhole = false;
    this.#stopWaiting();
    const request = previous ? { ...input, previous } : input;
    if (input.nodes.length <= AT_ONCE || typeof Worker === 'undefined') this.#settle(layoutGraph(request));
    else if (this.#drawn) this.#askAgain(request, this.#drawn);
    else this.#askFirst(request);
  }

  /** One sees what comes first, and the whole is laid out after that. */
  #askFirst(input: LayoutInput): void {
    const packed = packInput(input);
    const beginning = beginningOf(input, packed);
    if (!beginning) {
      this.#ask(packed);
      return;
    }
    this.#stopWaiting = afterPaint(() => this.#ask(packed));
    this.#show({ input, layout: { ...layoutGraph(beginning), isBeginning: true } });
  }

  /** What is new is seen at once beside what is there; the whole is laid out after that. */
  #askAgain(request: LayoutInput, shown: LaidOut): void {
    this.#stopWaiting = afterPaint(() => this.#ask(packInput(request)));
    const layout = withNewcomers(shown, request);
    if (layout && this.#input) this.#show({ input: this.#input, layout });
  }

  #ask(input: PackedInput): void {
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage({ id: this.#asked, input } satisfies LayoutRequest);
  }

  #startWorker(): Worker {
    const worker = takeWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutReply>) => {
      if (data.id !== this.#asked || !this.#input) return;
      this.#settle(unpackLayout(data.layout, this.#input));
    });
    return worker;
  }

  /** The layout of the whole. */
  #settle(layout: Layout): void {
    if (!this.#input) return;
    const drawn = { input: this.#input, layout };
    this.#memory.keep(drawn);
    this.#isWhole = true;
    this.#show(drawn);
  }

  #show(drawn: LaidOut): void {
    this.#drawn = drawn;
    for (const listener of this.#listeners) listener();
  }
}

let spare: Worker | undefined;

/** Starts a worker while one still waits for the graph, so that a large one need not wait for it. */
export function prepareLayout(): void {
  if (typeof Worker !== 'undefined') spare ??= startWorker();
}

function takeWorker(): Worker {
  const worker = spare ?? startWorker();
  spare = undefined;
  return worker;
}

const startWorker = () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });

/** What is pinned no longer does not stay where it was put: undoing a drag brings it back into its row. */
function withoutReleased(layout: Layout, before: LayoutInput | undefined, { nodes }: LayoutInput): Layout {
  const pinned = new Set(before?.nodes.filter((node) => node.pinned).map(({ id }) => id));
  if (pinned.size === 0) return layout;
  const released = nodes.filter((node) => !node.pinned && pinned.has(node.id));
  if (released.length === 0) return layout;
  const boxes = new Map(layout.boxes);
  for (const { id } of released) boxes.delete(id);
  return { ...layout, boxes };
}
