import { expect, test } from 'vitest';
import type { LayoutInput } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { LayoutSession } from '../../../visualizers/graph/layout/LayoutSession.ts';
import type { Point } from '../../../visualizers/graph/types.ts';

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
