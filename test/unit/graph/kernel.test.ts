import { path } from 'd3';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConnection, fitNode, orient } from '../../../visualizers/graph/connecting.ts';
import { pointOfPort, portAt } from '../../../visualizers/graph/edgeGeometry.ts';
import { placeLabels } from '../../../visualizers/graph/edgeLabels.ts';
import { distanceToEdge, middleOf, traceEdge } from '../../../visualizers/graph/edgePath.ts';
import { formatDuration } from '../../../visualizers/graph/formatDuration.ts';
import { indexGraph } from '../../../visualizers/graph/GraphIndex.ts';
import { intersects } from '../../../visualizers/graph/geometry.ts';
import { layoutGraph } from '../../../visualizers/graph/layout/layoutGraph.ts';
import { layoutInput, sameLayoutInput } from '../../../visualizers/graph/layoutInput.ts';
import { measureNode } from '../../../visualizers/graph/measureNode.ts';
import { describeStatus, MESSAGES } from '../../../visualizers/graph/messages.ts';
import { walk, type Heading } from '../../../visualizers/graph/navigation.ts';
import { NOTHING, prune, select, type Selection } from '../../../visualizers/graph/selection.ts';
import { areJoined, targetsFrom } from '../../../visualizers/graph/targets.ts';
import { textWidth, truncate } from '../../../visualizers/graph/textWidth.ts';
import { TileIndex } from '../../../visualizers/graph/TileIndex.ts';
import type { Direction, Point, PortRef, Rect } from '../../../visualizers/graph/types.ts';
import {
  cullWindow,
  detailAt,
  fit,
  IDENTITY,
  reveal,
  toGraph,
  toScreen,
  visibleRect,
  zoomLimits,
} from '../../../visualizers/graph/viewport.ts';
import { edge, node } from './graphs.ts';

describe('tiles', () => {
  const anyRect: fc.Arbitrary<Rect> = fc.record({
    x: fc.integer({ min: -9000, max: 9000 }),
    y: fc.integer({ min: -9000, max: 9000 }),
    width: fc.integer({ min: 1, max: 4000 }),
    height: fc.integer({ min: 1, max: 4000 }),
  });

  test('find what a search of everything finds, in the same order', () => {
    fc.assert(
      fc.property(fc.array(anyRect, { maxLength: 40 }), anyRect, (rects, area) => {
        const index = TileIndex.of(rects.map((rect, i) => [i, rect] as const));
        const expected = rects.flatMap((rect, i) => (intersects(rect, area) ? [i] : []));
        expect(index.query(area)).toEqual(expected);
      }),
    );
  });

  test('find after any moves what tiles that were cut anew find', () => {
    const moves = fc.array(fc.tuple(fc.nat(59), fc.option(anyRect, { nil: undefined })), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(anyRect, { maxLength: 40 }),
        fc.array(moves, { maxLength: 20 }),
        anyRect,
        (rects, all, area) => {
          let index = TileIndex.of(rects.map((rect, i) => [i, rect] as const));
          const placed = new Map(rects.entries());
          for (const step of all) {
            const last = new Map(step);
            const added = [...last].flatMap(([item, rect]) => (rect ? [[item, rect] as const] : []));
            index = index.after(last.keys(), added);
            for (const item of last.keys()) placed.delete(item);
            for (const [item, rect] of added) placed.set(item, rect);
          }
          expect(index.query(area)).toEqual(TileIndex.of(placed).query(area));
        },
      ),
    );
  });

  test('are cut anew when much has moved', () => {
    const rectAt = (x: number): Rect => ({ x, y: 0, width: 10, height: 10 });
    const all = Array.from({ length: 300 }, (_, i) => i);
    let index = TileIndex.of(all.map((i) => [i, rectAt(20 * i)] as const));
    for (const i of all) index = index.after([i], [[i, rectAt(20 * i + 50_000)]]);
    expect(index.query({ x: 0, y: 0, width: 50_000, height: 10 })).toEqual([]);
    expect(index.query({ x: 50_000, y: 0, width: 200_000, height: 10 })).toEqual(all);
  });

  test('find a straight edge, which has no width', () => {
    const index = TileIndex.of([['edge', { x: 100, y: 0, width: 0, height: 300 }]]);
    expect(index.query({ x: 90, y: 100, width: 20, height: 20 })).toEqual(['edge']);
  });
});

describe('viewport', () => {
  const size = { width: 1000, height: 600 };

  test('screen and graph are each other turned round', () => {
    const transform = { x: 30, y: -20, k: 0.5 };
    expect(toGraph(transform, toScreen(transform, { x: 7, y: 9 }))).toEqual({ x: 7, y: 9 });
  });

  test('a fit shows all of it and is never larger than life', () => {
    const bounds = { x: -500, y: 20, width: 4000, height: 900 };
    const seen = visibleRect(fit(bounds, size), size);
    expect(seen.x).toBeLessThan(bounds.x);
    expect(seen.x + seen.width).toBeGreaterThan(bounds.x + bounds.width);
    expect(fit({ x: 0, y: 0, width: 10, height: 10 }, size).k).toBe(1);
  });

  test('the whole graph is always within the limits', () => {
    const bounds = { x: 0, y: 0, width: 200, height: 1_000_000 };
    expect(zoomLimits(bounds, size)[0]).toBeLessThan(fit(bounds, size).k);
  });

  test('what is in sight is not moved to reveal it', () => {
    expect(reveal(IDENTITY, size, { x: 400, y: 300, width: 100, height: 50 })).toBe(IDENTITY);
  });

  test('what is out of sight is revealed by the smallest move', () => {
    expect(reveal(IDENTITY, size, { x: 400, y: 900, width: 100, height: 50 })).toEqual({
      x: 0,
      y: -382,
      k: 1,
    });
  });

  test('a node of a hundred pixels is a card, a label, then a block', () => {
    expect([1, 0.7, 0.4, 0.1].map(detailAt)).toEqual(['close', 'card', 'label', 'block']);
  });

  test('the window covers what is visible and changes seldom', () => {
    const frames = Array.from({ length: 100 }, (_, i) => ({ x: -3 * i, y: 0, k: 0.9 }));
    for (const frame of frames) {
      const [outer, inner] = [cullWindow(frame, size), visibleRect(frame, size)];
      expect(outer.x).toBeLessThanOrEqual(inner.x);
      expect(outer.x + outer.width).toBeGreaterThanOrEqual(inner.x + inner.width);
    }
    expect(new Set(frames.map((frame) => JSON.stringify(cullWindow(frame, size)))).size).toBeLessThan(6);
  });
});

describe('selection', () => {
  const some: Selection = { nodes: new Set(['a']), edges: new Set(['e']) };

  test.each([
    ['a click selects only that', { type: 'pick', kind: 'node', id: 'b', extend: false }, ['b'], []],
    ['shift adds', { type: 'pick', kind: 'node', id: 'b', extend: true }, ['a', 'b'], ['e']],
    ['shift takes away', { type: 'pick', kind: 'node', id: 'a', extend: true }, [], ['e']],
    ['an edge is selected alone', { type: 'pick', kind: 'edge', id: 'f', extend: false }, [], ['f']],
    ['a marquee replaces', { type: 'area', nodes: ['b', 'c'], base: NOTHING }, ['b', 'c'], []],
    ['a marquee extends its base', { type: 'area', nodes: ['b'], base: some }, ['a', 'b'], ['e']],
    ['all', { type: 'all', nodes: ['a', 'b'] }, ['a', 'b'], []],
    ['clear', { type: 'clear' }, [], []],
  ] as const)('%s', (_, action, nodes, edges) => {
    const next = select(some, action);
    expect([[...next.nodes], [...next.edges]]).toEqual([nodes, edges]);
  });

  test('what is deleted is no longer selected', () => {
    const left = prune(some, new Set(['a', 'b']), new Set());
    expect([[...left.nodes], [...left.edges]]).toEqual([['a'], []]);
    expect(prune(some, new Set(['a']), new Set(['e']))).toBe(some);
  });

  test('what changes nothing gives back the same value', () => {
    const once = select(NOTHING, { type: 'pick', kind: 'node', id: 'a', extend: false });
    expect(select(once, { type: 'pick', kind: 'node', id: 'a', extend: false })).toBe(once);
    expect(select(NOTHING, { type: 'clear' })).toBe(NOTHING);
  });
});

test('an edge that goes while others change places is gone from its nodes', () => {
  const nodes = ['a', 'b', 'c'].map((id) => node(id));
  const [gone, one, two] = [edge('a', 'b'), edge('a', 'c'), edge('b', 'c')];
  const before = indexGraph(nodes, [gone, one, two]);
  const now = indexGraph(nodes, [two, one], before);
  expect([now.incoming.get('b'), now.outgoing.get('a')]).toEqual([[], [one]]);
  expect(now.incoming.get('c')).toEqual([two, one]);
});

describe('arrow keys', () => {
  const nodes = ['a', 'l', 'r', 'm', 'far'].map((id) => node(id));
  const index = indexGraph(nodes, [edge('a', 'l'), edge('a', 'r'), edge('l', 'm'), edge('r', 'm')]);
  const at = (x: number, y: number): Rect => ({ x, y, width: 100, height: 50 });
  const boxes = new Map([
    ['a', at(100, 0)],
    ['l', at(60, 100)],
    ['r', at(300, 100)],
    ['m', at(100, 200)],
    ['far', at(320, 210)],
  ]);

  test.each<[string, Heading, string | undefined]>([
    ['a', 'down', 'l'],
    ['l', 'down', 'm'],
    ['m', 'up', 'l'],
    ['l', 'right', 'r'],
    ['r', 'left', 'l'],
    ['r', 'up', 'a'],
    ['m', 'right', 'far'],
    ['a', 'up', undefined],
  ])('from %s %s is %s', (from, heading, to) => {
    expect(walk(from, heading, index, boxes, 'vertical')).toBe(to);
  });

  test('in a horizontal graph right follows the edges', () => {
    const flat = new Map([
      ['a', at(0, 0)],
      ['l', at(200, 0)],
      ['r', at(200, 100)],
    ]);
    expect(walk('a', 'right', index, flat, 'horizontal')).toBe('l');
    expect(walk('l', 'down', index, flat, 'horizontal')).toBe('r');
  });
});

describe('connecting', () => {
  const out: PortRef = { node: 'a', port: 'out', side: 'output' };
  const into: PortRef = { node: 'b', port: 'in', side: 'input' };
  const full = () => 'b has an input already';

  test('an edge runs from the output to the input, from whichever end it is drawn', () => {
    const expected = { source: { node: 'a', port: 'out' }, target: { node: 'b', port: 'in' } };
    expect([orient(out, into), orient(into, out)]).toEqual([expected, expected]);
  });

  test('two outputs do not connect, and the reason is said', () => {
    expect(checkConnection(out, { ...out, node: 'b' }, () => true)).toBe('An output connects to an input');
  });

  test('a node fits by the first of its ports that does', () => {
    const two = node('b', {
      inputs: [
        { id: 'x', label: 'x' },
        { id: 'y', label: 'y' },
      ],
    });
    const onlyY = (_: unknown, target: { port: string }) => target.port === 'y' || 'taken';
    expect(fitNode(two, out, onlyY)).toEqual({ fits: true, port: { node: 'b', port: 'y', side: 'input' } });
  });

  test.each([
    ['itself', node('a'), 'A node does not connect to itself'],
    ['a node whose ports refuse', node('b'), 'b has an input already'],
    ['a node without inputs', node('c', { inputs: [] }), 'c has no inputs'],
  ])('%s does not fit, for a reason', (_, candidate, reason) => {
    expect(fitNode(candidate, out, full)).toEqual({ fits: false, reason });
  });

  test('of what a connection could end at the loose ends come first, and what it ends at already last', () => {
    const row = ['a', 'taken', 'far', 'near', 'joined', 'refused'];
    const index = indexGraph(
      row.map((id) => node(id)),
      [edge('far', 'taken'), edge('a', 'joined')],
    );
    const x: Readonly<Record<string, number>> = { taken: 1, joined: 2, near: 3, far: 4, refused: 5 };
    const boxes = new Map(row.map((id) => [id, { x: x[id] ?? 0, y: 0, width: 1, height: 1 }]));
    const rules = (_: unknown, target: { node: string }) => target.node !== 'refused' || 'It is full';
    const targets = targetsFrom(out, index, boxes, rules);
    expect(targets.map((port) => port.node)).toEqual(['near', 'far', 'taken', 'joined']);
    expect(areJoined(index, out, { node: 'joined', port: 'in', side: 'input' })).toBe(true);
    expect(areJoined(index, { node: 'taken', port: 'in', side: 'input' }, out)).toBe(false);
  });
});

describe('edges', () => {
  const drawn = (points: readonly Point[], direction: Direction = 'vertical') => {
    const sink = path();
    traceEdge(sink, points, direction);
    return sink.toString();
  };

  test('a straight edge is a line', () => {
    expect(
      drawn([
        { x: 5, y: 0 },
        { x: 5, y: 40 },
      ]),
    ).toBe('M5,0L5,40');
  });

  test('a bent edge leaves and arrives along the flow', () => {
    expect(
      drawn([
        { x: 0, y: 0 },
        { x: 40, y: 40 },
      ]),
    ).toBe('M0,0C0,20,40,20,40,40');
    expect(
      drawn(
        [
          { x: 0, y: 0 },
          { x: 40, y: 40 },
        ],
        'horizontal',
      ),
    ).toBe('M0,0C20,0,20,40,40,40');
  });

  test('an edge that goes back swings round its nodes', () => {
    const [, c] = drawn([
      { x: 0, y: 100 },
      { x: 0, y: 0 },
    ]).split('C');
    const [, firstControlY] = c!.split(',').map(Number);
    expect(firstControlY).toBeGreaterThan(100);
  });

  test('the middle lies on the edge', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) }), {
          minLength: 2,
          maxLength: 6,
        }),
        (points) => {
          const middle = middleOf(points, 'vertical');
          expect(distanceToEdge(middle, points, 'vertical')).toBeLessThan(1);
        },
      ),
    );
  });

  test('ports are spread over their side and found near it', () => {
    const two = node('a', {
      inputs: [
        { id: 'x', label: 'x' },
        { id: 'y', label: 'y' },
      ],
    });
    const box = { x: 0, y: 0, width: 120, height: 60 };
    expect(pointOfPort(two, 'input', 'y', box, 'vertical')).toEqual({ x: 80, y: 0 });
    expect(portAt(two, box, { x: 84, y: -8 }, 'vertical')).toEqual({ node: 'a', port: 'y', side: 'input' });
    expect(portAt(two, box, { x: 60, y: 30 }, 'vertical')).toBeUndefined();
  });

  test('the one input that is needed is in the middle, so that chains stay straight', () => {
    const ports = [
      { id: 'inputs', label: 'inputs' },
      { id: 'mask', label: 'mask', optional: true },
    ];
    const box = { x: 0, y: 0, width: 120, height: 60 };
    const at = (port: string, inputs = ports) =>
      pointOfPort(node('a', { inputs }), 'input', port, box, 'vertical').x;
    expect(at('inputs')).toBe(60);
    expect(at('mask')).toBeGreaterThan(60 + 28);
    expect(at('inputs', ports.toReversed())).toBe(80);
  });

  const across = [
    { x: 0, y: 0 },
    { x: 72, y: 0 },
  ];
  const down = across.map(({ x, y }) => ({ x: y, y: x }));
  const placed = (direction: Direction, ...edges: [label: string, points: readonly Point[]][]) => [
    ...placeLabels(
      edges.map(([label, points], index) => ({ id: String(index), label, points })),
      direction,
    ).keys(),
  ];

  test('a label that would lie beneath the nodes of its edge has no room', () => {
    expect(placed('horizontal', ['(None, 56, 56, 64)', across])).toEqual([]);
    expect(placed('horizontal', ['(None, 8)', across])).toEqual(['0']);
    expect(placed('vertical', ['(None, 56, 56, 64)', down])).toEqual(['0']);
  });

  test('labels do not lie on each other: one goes nearer to the end of its edge, or is left out', () => {
    const to = (x: number) => [
      { x, y: 0 },
      { x: 100, y: 72 },
    ];
    const label = '(None, 64)';
    expect(placed('vertical', [label, to(0)], [label, to(140)], [label, to(320)])).toEqual(['0', '1', '2']);
    const places = placeLabels(
      [
        { id: 'a', label, points: to(0) },
        { id: 'b', label, points: to(140) },
      ],
      'vertical',
    );
    expect(places.get('a')).toEqual(middleOf(to(0), 'vertical'));
    expect(places.get('b')?.x).toBeGreaterThan(middleOf(to(140), 'vertical').x);
    expect(
      placed('vertical', [label, down], [label, down], [label, down], [label, down]).length,
    ).toBeLessThan(4);
  });
});

describe('sizes', () => {
  test('wider text is wider', () => {
    expect(textWidth('mmm', 13)).toBeGreaterThan(textWidth('iii', 13));
    expect(textWidth('层', 13)).toBeGreaterThan(textWidth('x', 13));
  });

  test('a cut text fits, and says that it is cut', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 30, max: 300 }), (text, width) => {
        const cut = truncate(text, 12, width);
        expect(textWidth(cut, 12)).toBeLessThanOrEqual(width);
        expect(cut === text || cut === '' || cut.endsWith('…')).toBe(true);
      }),
    );
  });

  test('a card stands on the grid and has a line for each thing it says', () => {
    const plain = measureNode(node('dense'));
    const rich = measureNode(node('dense', { subtitle: 'Dense', rows: [{ label: 'units', value: '64' }] }));
    expect([plain.width % 16, plain.height % 8, rich.height % 8]).toEqual([0, 0, 0]);
    expect(rich.height).toBeGreaterThan(plain.height);
  });

  test('a job keeps its width whatever becomes of it', () => {
    const widths = (['pending', 'queued', 'cancelled'] as const).map(
      (kind) => measureNode(node('Train', { status: { kind } })).width,
    );
    const failed = measureNode(node('Train', { status: { kind: 'failed', lastLine: 'x'.repeat(200) } }));
    expect(new Set([...widths, failed.width]).size).toBe(1);
  });
});

describe('what a layout depends on', () => {
  const nodes = [node('a'), node('b')];
  const links = [edge('a', 'b')];
  const inputOf = (changed: Partial<ReturnType<typeof node>>) =>
    layoutInput(indexGraph([{ ...nodes[0]!, ...changed }, nodes[1]!], links), 'vertical', measureNode);

  test('another subtitle of the same size is the same drawing', () => {
    expect(sameLayoutInput(inputOf({ subtitle: 'units 32' }), inputOf({ subtitle: 'units 64' }))).toBe(true);
  });

  test('a pin, a size and a port are not', () => {
    const base = inputOf({});
    expect(sameLayoutInput(base, inputOf({ pinned: { x: 1, y: 2 } }))).toBe(false);
    expect(sameLayoutInput(base, inputOf({ label: 'a name that is very much longer' }))).toBe(false);
    const second = [
      { id: 'first', label: '' },
      { id: 'out', label: '' },
    ];
    expect(sameLayoutInput(base, inputOf({ outputs: second }))).toBe(false);
  });

  test('an edge whose end is missing is not drawn', () => {
    const input = layoutInput(indexGraph([nodes[0]!], links), 'vertical', measureNode);
    expect(input.edges).toEqual([]);
    expect(layoutGraph(input).boxes.size).toBe(1);
  });
});

describe('words', () => {
  test.each([
    [0, '0.0 s'],
    [420, '0.4 s'],
    [9_960, '10 s'],
    [59_600, '1 min'],
    [83_000, '1 min 23 s'],
    [3_600_000, '1 h'],
    [7_860_000, '2 h 11 min'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('a node is announced with its state, its problems and its place', () => {
    const failed = node('Train', {
      subtitle: 'epochs 12',
      status: { kind: 'failed', lastLine: 'ValueError: no' },
      problems: [{ severity: 'error', message: 'Train has no data' }],
    });
    expect(MESSAGES.node(failed, MESSAGES.position(1, 2))).toBe(
      'Train, epochs 12, Failed: ValueError: no, Train has no data, 1 connection in, 2 connections out',
    );
  });

  test('progress is announced in per cent', () => {
    expect(describeStatus({ kind: 'running', since: 0, progress: 0.256 })).toBe('Running, 26 %');
  });
});
