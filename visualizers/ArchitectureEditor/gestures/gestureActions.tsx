import {
  ClipboardPaste,
  Copy,
  CopyPlus,
  MessageSquare,
  Pencil,
  Replace,
  Scissors,
  Search,
  Plus,
} from 'lucide-react';
import type { Point } from '../../graph/index.ts';
import { arrangeActions, directionAction } from '../../graphEditing/index.ts';
import { afterAll } from '../anchors.ts';
import type { EditorAction, EditorActions } from '../editorAction.ts';
import type { Editor } from '../useEditor.ts';
import { placeOf, placeOfAll, recordOf } from '../nodePath.ts';

/** Find, copy and paste, comment, replace, align, and the direction of the drawing. */
export const gestureActions: EditorActions = (editor) => [
  finding(editor),
  ...copying(editor),
  ...(editor.editing.readOnly
    ? []
    : [...pasting(editor), adding(editor), ...ofOneLayer(editor), ...arranging(editor)]),
  directionAction('architecture', editor.gestures),
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

/** After what is selected, or as the beginning of something else. */
function adding({ selection, handle, picker }: Editor): EditorAction {
  const last = [...selection.nodes].at(-1);
  return {
    id: 'architecture.add',
    label: 'Add a layer',
    group: 'Layers',
    icon: <Plus />,
    shortcut: 'A',
    keywords: ['insert', 'new', 'palette'],
    run: () => picker.open(belowNode(handle.current, last ?? ''), afterAll(selection.nodes)),
  };
}

function ofOneLayer({ selected, handle, gestures: { overlay } }: Editor): readonly EditorAction[] {
  if (selected === undefined) return [];
  const at = () => belowNode(handle.current, selected);
  return [
    {
      id: 'architecture.rename',
      label: 'Rename',
      group: 'Selection',
      icon: <Pencil />,
      shortcut: 'F2',
      keywords: ['name'],
      run: () =>
        overlay.show({ kind: 'rename', layer: recordOf(selected), at: onNode(handle.current, selected) }),
    },
    {
      id: 'architecture.replace',
      label: 'Replace',
      group: 'Selection',
      icon: <Replace />,
      shortcut: 'R',
      button: 'selection',
      keywords: ['change type', 'swap'],
      run: () => overlay.show({ kind: 'replace', layer: selected, at: at() }),
    },
    {
      id: 'architecture.comment',
      label: 'Comment',
      group: 'Selection',
      icon: <MessageSquare />,
      shortcut: 'N',
      keywords: ['note'],
      run: () => overlay.show({ kind: 'note', layer: recordOf(selected), at: at() }),
    },
  ];
}

type Handle = Editor['handle']['current'];

const belowNode = (handle: Handle, node: string) => pointOf(handle, node, 'height');
const onNode = (handle: Handle, node: string) => pointOf(handle, node);

/** The left end of the top of a node, or so far below it. */
function pointOf(handle: Handle, node: string, below?: 'height'): Point {
  const box = handle?.boxes([node]).get(node);
  const point = box && handle?.client({ x: box.x, y: box.y + (below ? box[below] : 0) });
  return point ?? { x: window.innerWidth / 2, y: window.innerHeight / 3 };
}

/** Nodes of one place are arranged among themselves: of the network, or of one unfolded block. */
function arranging({ selection, graph, handle, edits }: Editor): readonly EditorAction[] {
  const place = placeOfAll(selection.nodes);
  return arrangeActions('architecture', {
    nodes: graph.nodes.filter(
      ({ id, pinned }) => (pinned !== undefined || selection.nodes.has(id)) && placeOf(id) === place,
    ),
    selected: selection.nodes,
    handle,
    place: edits.place,
    release: edits.release,
  });
}
