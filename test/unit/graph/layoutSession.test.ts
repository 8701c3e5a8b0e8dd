import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { layoutGraph, type LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import type { LayoutReply, LayoutRequest } from '../../../visualizers/graph/layout/layout.worker.ts';
import { packLayout, unpackInput } from '../../../visualizers/graph/layout/packedLayout.ts';
import { LayoutSession } from '../../../visualizers/graph/layout/LayoutSession.ts';
import type { Point } from '../../../visualizers/graph/types.ts';
import { anyGraph, chain as longChain } from './graphs.ts';

const edge = (source: string, target: string) => ({ id: source + target, source, target, exit: 0, enter: 0 });

/** A chain of three, in which the second may have been placed by hand. */
const chain = (pinned?: Point): LayoutInput => ({
  direction: 'vertical',
  nodes: ['a', 'b', 'c'].map((id) => ({
    ...{ id, width: 128, height: 48 },
    ...(id === 'b' && pinned ? { pinned } : {}),
  })),
  edges: [edge('a', 'b'), edge('b', 'c')],
});

test('a node that is dragged and given back stands in its chain again', () => {
  const session = new LayoutSession();
  session.update(chain());
  const before = session.current()?.layout.boxes;
  session.update(chain({ x: 500, y: 70 }));
  expect(session.current()?.layout.boxes.get('b')).toMatchObject({ x: 500, y: 70 });
  session.update(chain());
  expect(session.current()?.layout.boxes).toEqual(before);
});

describe('undoing an edit', () => {
  /** The layouts of one graph after another, on one screen. */
  const drawn = (...inputs: readonly LayoutInput[]) => {
    const session = new LayoutSession();
    return inputs.map((input) => {
      session.update(input);
      return session.current()!.layout;
    });
  };

  test('brings back what made way for a node that was dropped beside it', () => {
    const dropped = { id: 'dropped', width: 128, height: 48, pinned: { x: 60, y: 88 } };
    const [before, after, undone] = drawn(
      chain(),
      { ...chain(), nodes: [...chain().nodes, dropped] },
      chain(),
    );
    expect(after?.boxes.get('b')).not.toEqual(before?.boxes.get('b'));
    expect(undone?.boxes).toEqual(before?.boxes);
  });

  test('brings everything back, whatever the edit was, and in whatever order the nodes come then', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, fc.boolean(), (first, other, isTurned) => {
        const second = { ...other, direction: first.direction };
        const again = isTurned ? { ...first, nodes: first.nodes.toReversed() } : first;
        const [before, , undone, , repeated] = drawn(first, second, again, second, first);
        expect(undone).toEqual(before);
        expect(repeated).toEqual(before);
      }),
    );
  });

  test('does not bring back what was tidied away', () => {
    const session = new LayoutSession();
    const dropped = { id: 'dropped', width: 128, height: 48, pinned: { x: 60, y: 88 } };
    session.update({ ...chain(), nodes: [...chain().nodes, dropped] });
    session.update(chain());
    expect(session.current()?.layout.boxes).not.toEqual(layoutGraph(chain()).boxes);
    session.tidy();
    expect(session.current()?.layout.boxes).toEqual(layoutGraph(chain()).boxes);
  });
});

describe('a large graph', () => {
  /** What lays out large graphs, in this thread. */
  class SameThread extends EventTarget {
    postMessage({ id, input: packed }: LayoutRequest): void {
      const input = unpackInput(packed);
      const reply: LayoutReply = { id, layout: packLayout(layoutGraph(input), input) };
      setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: reply })), 20);
    }

    terminate(): void {
      // Nothing runs elsewhere.
    }
  }

  afterEach(() => vi.unstubAllGlobals());

  test('is shown from its beginning, and known to be whole when it is', async () => {
    vi.stubGlobal('Worker', SameThread);
    vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw));
    vi.stubGlobal('cancelAnimationFrame', clearTimeout);
    const session = new LayoutSession();
    session.update(longChain(3000));
    expect(session.current()?.layout.boxes.size).toBeLessThan(3000);
    await session.whole();
    expect(session.current()?.layout.boxes.size).toBe(3000);
    await session.whole();
    session.close();
  });
});
