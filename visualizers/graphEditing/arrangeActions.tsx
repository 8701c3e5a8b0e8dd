import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  ArrowDown,
  ArrowRight,
  PinOff,
} from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import {
  aligned,
  distributed,
  type Alignment,
  type Box,
  type Place,
} from '../../src/domain/rearranging/align.ts';
import type { Action } from '../actions/index.ts';
import type { Direction, GraphHandle, GraphNode, Placement } from '../graph/index.ts';

/** An action that may have a button above the graph. */
export interface ToolbarAction extends Action {
  readonly button?: 'toolbar';
}

export interface Arranged {
  readonly nodes: readonly Pick<GraphNode, 'id' | 'pinned'>[];
  readonly selected: ReadonlySet<string>;
  readonly handle: RefObject<GraphHandle | null>;
  readonly place: (placements: readonly Placement[]) => void;
  /** Leaves them to the layout. */
  readonly release: (nodes: readonly string[]) => void;
}

type Boxes = ReadonlyMap<string, Box>;
type Arrangement = readonly [id: string, label: string, icon: ReactNode, arrange: (boxes: Boxes) => Place[]];

const toward = (alignment: Alignment) => (boxes: Boxes) => aligned(boxes, alignment);

const ALIGNMENTS: readonly Arrangement[] = [
  ['left', 'Align left', <AlignStartVertical />, toward('left')],
  ['centre', 'Align centres', <AlignCenterVertical />, toward('centre')],
  ['right', 'Align right', <AlignEndVertical />, toward('right')],
  ['top', 'Align top', <AlignStartHorizontal />, toward('top')],
  ['middle', 'Align middles', <AlignCenterHorizontal />, toward('middle')],
  ['bottom', 'Align bottom', <AlignEndHorizontal />, toward('bottom')],
];
const DISTRIBUTIONS: readonly Arrangement[] = [
  [
    'horizontally',
    'Distribute horizontally',
    <AlignHorizontalSpaceBetween />,
    (boxes) => distributed(boxes, 'horizontal'),
  ],
  [
    'vertically',
    'Distribute vertically',
    <AlignVerticalSpaceBetween />,
    (boxes) => distributed(boxes, 'vertical'),
  ],
];

/** Aligning and distributing what is selected, and giving what was placed by hand back to the layout. */
export function arrangeActions(editor: string, arranged: Arranged): readonly ToolbarAction[] {
  const { nodes, selected } = arranged;
  const chosen = nodes.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const offered = chosen.length < 2 ? [] : chosen.length < 3 ? ALIGNMENTS : [...ALIGNMENTS, ...DISTRIBUTIONS];
  const pinned = nodes.filter((node) => node.pinned).map(({ id }) => id);
  const held = pinned.filter((id) => selected.has(id));
  return [
    ...offered.map((arrangement) => arrangingAs(editor, arranged, chosen, arrangement)),
    ...(held.length === 0
      ? []
      : [{ ...releasing(editor, arranged, held, 'selection'), button: 'toolbar' as const }]),
    ...(pinned.length === 0 ? [] : [releasing(editor, arranged, pinned, 'all')]),
  ];
}

function arrangingAs(
  editor: string,
  { handle, place }: Arranged,
  nodes: readonly string[],
  [id, label, icon, arrange]: Arrangement,
): ToolbarAction {
  const run = () => {
    const graph = handle.current;
    if (!graph) return;
    const places = arrange(graph.boxes(nodes));
    place(places.map(({ id, ...at }) => rounded({ id, ...graph.pinAt(id, at) })));
  };
  return { id: `${editor}.align-${id}`, label, group: 'Arrange', icon, button: 'toolbar', run };
}

const rounded = ({ id, x, y }: Place): Place => ({ id, x: Math.round(x), y: Math.round(y) });

const releasing = (
  editor: string,
  { release }: Arranged,
  nodes: readonly string[],
  what: 'selection' | 'all',
): Action => ({
  id: `${editor}.release-${what}`,
  label: what === 'all' ? 'Release all to the layout' : 'Release to the layout',
  group: 'Arrange',
  icon: <PinOff />,
  keywords: ['automatic layout', 'unpin'],
  run: () => release(nodes),
});

export interface Directed {
  readonly direction: Direction;
  readonly setDirection: (direction: Direction) => void;
}

/** The way to draw the graph in the other direction. */
export function directionAction(editor: string, { direction, setDirection }: Directed): Action {
  const isVertical = direction === 'vertical';
  return {
    id: `${editor}.direction`,
    label: isVertical ? 'Draw from left to right' : 'Draw from top to bottom',
    group: 'View',
    icon: isVertical ? <ArrowRight /> : <ArrowDown />,
    keywords: ['layout direction', 'horizontal', 'vertical'],
    run: () => setDirection(isVertical ? 'horizontal' : 'vertical'),
  };
}
