import { Boxes, ExternalLink, Group, Repeat2, Ungroup } from 'lucide-react';
import { callAgain } from '../../src/domain/architecture/blocks/callAgain.ts';
import { dissolveBlock } from '../../src/domain/architecture/blocks/dissolveBlock.ts';
import { blockNameFor, makeBlock } from '../../src/domain/architecture/blocks/makeBlock.ts';
import { isNetworkInput } from '../../src/domain/architecture/graph.ts';
import { inputsOf } from '../../src/domain/architecture/ports.ts';
import { find } from '../../src/domain/state.ts';
import type { EditorAction } from './editorAction.ts';
import { placeOf, recordOf } from './nodePath.ts';
import { newId } from './useArchitectureEdits.ts';
import type { Editor } from './useEditor.ts';

/** What can be done with blocks: made of what is selected, looked into, and dissolved. */
export function blockActions(editor: Editor): readonly EditorAction[] {
  const { selection, editing, selected, view } = editor;
  const changing = editing.readOnly
    ? []
    : [...(selection.nodes.size > 0 ? [makeAction(editor)] : []), ...oneLayer(editor)];
  const layer = find(view, 'Layer', selected === undefined ? null : recordOf(selected));
  return layer?.block != null && selected !== undefined
    ? [...changing, ...lookingActions(editor, selected, layer.block)]
    : changing;
}

function makeAction({ selection, edits, view, gestures }: Editor): EditorAction {
  return {
    id: 'architecture.block.make',
    label: 'Make block',
    group: 'Selection',
    icon: <Group />,
    shortcut: 'Mod+G',
    keywords: ['group', 'nest', 'function'],
    button: 'selection',
    run: () => {
      const [first = ''] = selection.nodes;
      const place = placeOf(first);
      const layers = new Set([...selection.nodes].map(recordOf));
      const architecture = find(view, 'Layer', recordOf(first))?.parent ?? '';
      if ([...selection.nodes].some((node) => placeOf(node) !== place)) {
        gestures.notice.say(
          'Select layers of one network: those of a block and those around it cannot be together in another.',
        );
        return;
      }
      const request = { architecture, selection: layers, name: blockNameFor(view, layers) };
      edits.carryOut(makeBlock(view, request, newId), place);
    },
  };
}

function oneLayer(editor: Editor): readonly EditorAction[] {
  const { selected, edits, view } = editor;
  const layer = find(view, 'Layer', selected === undefined ? null : recordOf(selected));
  if (!layer || selected === undefined) return [];
  const place = placeOf(selected);
  const again: EditorAction = {
    id: 'architecture.callAgain',
    label: 'Call again with the same weights',
    group: 'Selection',
    icon: <Repeat2 />,
    button: 'selection',
    keywords: ['share', 'siamese', 'reuse'],
    run: () => {
      const call = callAgain(view, layer.id, newId);
      edits.carryOut(call, place);
      if (call.ok) takeUp(editor, place + (call.layers[0] ?? ''));
    },
  };
  // A block has no weights of its own, and nothing comes into an input.
  const canBeCalledAgain = layer.type !== 'Block' && !isNetworkInput(layer.type);
  const others = canBeCalledAgain ? [again] : [];
  if (layer.block === null) return others;
  return [
    {
      id: 'architecture.block.dissolve',
      label: 'Dissolve block',
      group: 'Selection',
      icon: <Ungroup />,
      shortcut: 'Mod+Shift+G',
      keywords: ['ungroup', 'inline'],
      button: 'selection',
      run: () => edits.carryOut(dissolveBlock(view, layer.id, newId), place),
    },
    ...others,
  ];
}

/** A call without an input is none: the next thing is to say what it is called with. */
function takeUp({ view, handle }: Editor, node: string): void {
  const layer = find(view, 'Layer', recordOf(node));
  const [first] = layer ? inputsOf(view, layer) : [];
  if (first) handle.current?.connectFrom({ node, port: first.name, side: 'input' });
}

function lookingActions(editor: Editor, node: string, block: string): readonly EditorAction[] {
  const isUnfolded = editor.unfolded.has(node);
  return [
    {
      id: 'architecture.block.fold',
      label: isUnfolded ? 'Fold block' : 'Unfold block',
      group: 'Selection',
      icon: <Boxes />,
      keywords: ['expand', 'collapse'],
      run: () => editor.fold(node, isUnfolded),
    },
    {
      id: 'architecture.block.open',
      label: 'Open block',
      group: 'Selection',
      icon: <ExternalLink />,
      run: () => editor.openArchitecture(block),
    },
  ];
}
