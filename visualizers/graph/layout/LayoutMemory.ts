import { counterparts, NOWHERE } from '../../../src/domain/changes.ts';
import { sameEdge, sameNode } from '../layoutInput.ts';
import type { LaidOut, Layout, LayoutInput } from './layout.ts';

/** Of small graphs many drawings are kept, of large ones a few. */
const MOST_DRAWINGS = 50;
const MOST_NODES = 40_000;

/**
 * Where things stood of late. A graph that becomes what it was is drawn as it was, so that undoing an edit also brings
 * back what had to make way for it.
 */
export class LayoutMemory {
  /** The latest first. */
  #drawn: readonly LaidOut[] = [];

  keep(drawn: LaidOut): void {
    const others = this.#drawn.filter(({ input }) => !isSameGraph(input, drawn.input));
    let nodes = 0;
    this.#drawn = [drawn, ...others]
      .slice(0, MOST_DRAWINGS)
      .filter(({ input }, place) => (nodes += input.nodes.length) <= MOST_NODES || place === 0);
  }

  find(input: LayoutInput): Layout | undefined {
    return this.#drawn.find((drawn) => isSameGraph(drawn.input, input))?.layout;
  }

  forget(): void {
    this.#drawn = [];
  }
}

/** Whatever the order: what was deleted and comes back comes last. */
const isSameGraph = (a: LayoutInput, b: LayoutInput) =>
  a.direction === b.direction && areSame(a.nodes, b.nodes, sameNode) && areSame(a.edges, b.edges, sameEdge);

function areSame<T extends { readonly id: string }>(
  before: readonly T[],
  now: readonly T[],
  same: (a: T, b: T) => boolean,
): boolean {
  if (before.length !== now.length) return false;
  const counterpart = counterparts(before, now);
  return now.every((item, place) => {
    const at = counterpart[place]!;
    return at !== NOWHERE && (before[at] === item || same(before[at]!, item));
  });
}
