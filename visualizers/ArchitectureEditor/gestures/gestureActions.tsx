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
  ClipboardPaste,
  Copy,
  CopyPlus,
  MessageSquare,
  PinOff,
  Replace,
  Scissors,
  Search,
} from 'lucide-react';
import type { ReactNode } from 'react';
import {
  aligned,
  distributed,
  type Alignment,
  type Box,
  type Place,
} from '../../../src/domain/rearranging/align.ts';
import type { Point } from '../../graph/index.ts';
import type { EditorAction, EditorActions } from '../editorActions.tsx';
import type { Editor } from '../useEditor.ts';
import { layerOfNode } from './layerOfNode.ts';

/** Find, copy and paste, comment, replace, align, and the direction of the drawing. */
export const gestureActions: EditorActions = (editor) => [
  finding(editor),
  ...copying(editor),
  ...(editor.editing.readOnly ? [] : [...pasting(editor), ...ofOneLayer(editor), ...arranging(editor)]),
  directing(editor),
];

function finding({ gestures: { overlay } }: Editor): EditorAction {
  return {
    id: 'architecture.find',
    label: 'Find layers',
    group: 'View',
    icon: <Search />,
    shortcut: 'Mod+F',
    keywords: ['search'],
    run: () => overlay.show({ kind: 'find' }),
  };
}

function copying({ selection, gestures: { clipboard } }: Editor): readonly EditorAction[] {
  if (selection.nodes.size === 0) return [];
  const text = { group: 'Clipboard', answeredElsewhere: true };
  const copy = () => write(clipboard.copy());
  return [{ ...text, id: 'architecture.copy', label: 'Copy', icon: <Copy />, shortcut: 'Mod+C', run: copy }];
}

function pasting({ selection, gestures: { clipboard, notice } }: Editor): readonly EditorAction[] {
  const paste: EditorAction = {
    id: 'architecture.paste',
    label: 'Paste',
    group: 'Clipboard',
    icon: <ClipboardPaste />,
    shortcut: 'Mod+V',
    answeredElsewhere: true,
    run: () => void navigator.clipboard.readText().then(clipboard.paste, () => notice.say(NOT_ALLOWED)),
  };
  if (selection.nodes.size === 0) return [paste];
  return [
    {
      id: 'architecture.cut',
      label: 'Cut',
      group: 'Clipboard',
      icon: <Scissors />,
      shortcut: 'Mod+X',
      answeredElsewhere: true,
      run: () => write(clipboard.cut()),
    },
    paste,
    {
      id: 'architecture.duplicate',
      label: 'Duplicate',
      group: 'Clipboard',
      icon: <CopyPlus />,
      shortcut: 'Mod+D',
      run: clipboard.duplicate,
    },
  ];
}

const NOT_ALLOWED =
  'The browser does not let this page read the clipboard. Press Ctrl+V in the graph instead.';

function write(text: string | undefined): void {
  if (text !== undefined) void navigator.clipboard.writeText(text);
}

function ofOneLayer({ selected, handle, gestures: { overlay } }: Editor): readonly EditorAction[] {
  if (selected === undefined) return [];
  const at = () => belowNode(handle.current, selected);
  return [
    {
      id: 'architecture.replace',
      label: 'Replace',
      group: 'Selection',
      icon: <Replace />,
      shortcut: 'R',
      button: 'selection',
      keywords: ['change type', 'swap'],
      run: () => overlay.show({ kind: 'replace', layer: layerOfNode(selected), at: at() }),
    },
    {
      id: 'architecture.comment',
      label: 'Comment',
      group: 'Selection',
      icon: <MessageSquare />,
      shortcut: 'N',
      keywords: ['note'],
      run: () => overlay.show({ kind: 'note', layer: layerOfNode(selected), at: at() }),
    },
  ];
}

function belowNode(handle: Editor['handle']['current'], node: string): Point {
  const box = handle?.boxes([node]).get(node);
  const point = box && handle?.client({ x: box.x, y: box.y + box.height });
  return point ?? { x: window.innerWidth / 2, y: window.innerHeight / 3 };
}

type Arrangement = readonly [id: string, label: string, icon: ReactNode, arrange: (boxes: Boxes) => Place[]];
type Boxes = ReadonlyMap<string, Box>;

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

function arranging(editor: Editor): readonly EditorAction[] {
  const { selection, graph } = editor;
  const chosen = [...selection.nodes].filter(isOnTop);
  const offered = chosen.length < 2 ? [] : chosen.length < 3 ? ALIGNMENTS : [...ALIGNMENTS, ...DISTRIBUTIONS];
  const pinned = graph.nodes.filter((node) => node.pinned && isOnTop(node.id)).map(({ id }) => id);
  const held = pinned.filter((id) => selection.nodes.has(id));
  return [
    ...offered.map((arrangement) => arrangingAs(editor, chosen, arrangement)),
    ...(held.length === 0 ? [] : [releasing(editor, 'selection', 'Release to the layout', held)]),
    ...(pinned.length === 0 ? [] : [releasing(editor, 'all', 'Release all to the layout', pinned)]),
  ];
}

/** What lies inside an unfolded block is arranged with the block. */
const isOnTop = (node: string) => !node.includes('/');

function arrangingAs(
  { handle, edits }: Editor,
  nodes: readonly string[],
  [id, label, icon, arrange]: Arrangement,
): EditorAction {
  const run = () => {
    const boxes = handle.current?.boxes(nodes);
    if (boxes) edits.place(arrange(boxes).map(rounded));
  };
  return { id: `architecture.align-${id}`, label, group: 'Arrange', icon, button: 'toolbar', run };
}

const rounded = ({ id, x, y }: Place): Place => ({ id, x: Math.round(x), y: Math.round(y) });

const releasing = (
  { edits }: Editor,
  what: 'selection' | 'all',
  label: string,
  nodes: readonly string[],
): EditorAction => ({
  id: `architecture.release-${what}`,
  label,
  group: 'Arrange',
  icon: <PinOff />,
  keywords: ['automatic layout', 'unpin'],
  ...(what === 'selection' ? { button: 'toolbar' as const } : {}),
  run: () => edits.release(nodes),
});

function directing({ gestures: { direction, setDirection } }: Editor): EditorAction {
  const [next, words, icon] =
    direction === 'vertical'
      ? (['horizontal', 'from left to right', <ArrowRight key="icon" />] as const)
      : (['vertical', 'from top to bottom', <ArrowDown key="icon" />] as const);
  return {
    id: 'architecture.direction',
    label: `Draw ${words}`,
    group: 'View',
    icon,
    keywords: ['layout direction', 'horizontal', 'vertical'],
    run: () => setDirection(next),
  };
}
