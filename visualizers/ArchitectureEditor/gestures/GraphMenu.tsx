import { Plus } from 'lucide-react';
import { shortcutText } from '../../actions/index.ts';
import { MenuAt, type MenuEntry } from '../../ui/index.ts';
import { afterAll } from '../anchors.ts';
import type { EditorAction } from '../editorAction.ts';
import type { Editor } from '../useEditor.ts';
import type { Shown } from './useOverlay.ts';

export interface GraphMenuProps {
  readonly editor: Editor;
  readonly actions: readonly EditorAction[];
  readonly shown: Extract<Shown, { kind: 'menu' }>;
}

type About = GraphMenuProps['shown']['about'];

/** Arranging has its buttons above the graph, adding begins the menu; what it is about decides what else stands in it. */
const LEFT_OUT: Readonly<Record<About, ReadonlySet<string>>> = {
  node: new Set(['Arrange', 'View', 'Layers']),
  edge: new Set(['Arrange', 'View', 'Layers', 'Clipboard']),
  empty: new Set(['Arrange', 'Selection', 'Layers']),
};

/** What can be done with what was pointed at. */
export function GraphMenu({ editor, actions, shown }: GraphMenuProps) {
  const { overlay } = editor.gestures;
  const offered = actions.filter(({ group }) => !LEFT_OUT[shown.about].has(group));
  const groups = [...new Set(offered.map(({ group }) => group))];
  const entries: MenuEntry[][] = [
    adding(editor, shown),
    ...groups.map((group) => offered.filter((action) => action.group === group).map(entryOf)),
  ];
  return (
    <MenuAt
      label={LABELS[shown.about]}
      entries={entries
        .filter((part) => part.length > 0)
        .flatMap((part, index) => (index === 0 ? part : ['separator' as const, ...part]))}
      at={shown.at}
      onClose={overlay.hide}
      onClosed={() => editor.handle.current?.focus()}
    />
  );
}

const LABELS: Readonly<Record<About, string>> = {
  node: 'Actions for the selection',
  edge: 'Actions for the connection',
  empty: 'Actions for the network',
};

const entryOf = ({ id, label, icon, shortcut, disabled, run }: EditorAction): MenuEntry => ({
  id,
  label,
  icon,
  ...(shortcut === undefined ? {} : { shortcut: shortcutText(shortcut) }),
  ...(disabled === undefined ? {} : { disabled }),
  danger: id === 'architecture.delete',
  onSelect: run,
});

function adding({ editing, selection, picker }: Editor, { about, at }: GraphMenuProps['shown']): MenuEntry[] {
  if (editing.readOnly) return [];
  const add = (
    label: string,
    ...anchor: Parameters<typeof picker.open> extends [unknown, ...infer Rest] ? Rest : []
  ) => [
    {
      id: 'add',
      label,
      icon: <Plus />,
      shortcut: about === 'node' ? 'Tab' : undefined,
      onSelect: () => picker.open(at, ...anchor),
    },
  ];
  const [edge] = selection.edges;
  if (about === 'empty') return add('Add a layer here');
  if (about === 'edge') return edge === undefined ? [] : add('Insert a layer', { kind: 'edge', edge });
  const anchor = afterAll(selection.nodes);
  if (!anchor) return [];
  return add(anchor.kind === 'join' ? 'Add a layer that joins them' : 'Insert a layer after it', anchor);
}
