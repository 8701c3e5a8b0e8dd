import { useEffect } from 'react';
import { FloatingPicker } from '../../graphEditing/index.ts';
import { useRecord } from '../../project/index.ts';
import type { EditorAction } from '../editorAction.ts';
import { recordOf } from '../nodePath.ts';
import type { Editor } from '../useEditor.ts';
import { FindBar } from './FindBar.tsx';
import { GraphMenu } from './GraphMenu.tsx';
import { NameEditor } from './NameEditor.tsx';
import { NoteEditor } from './NoteEditor.tsx';
import { useFittingItems } from './useFittingItems.ts';
import { useLayerItems } from './useLayerItems.ts';
import { usePaletteItems } from '../usePaletteItems.ts';
import { useTypedWords } from '../useTypedWords.ts';
import { useReplacements } from './useReplacements.ts';

export interface EditorOverlaysProps {
  readonly editor: Editor;
  readonly actions: readonly EditorAction[];
}

/** What floats above the graph: palettes, the menu, the search and comments. */
export function EditorOverlays({ editor, actions }: EditorOverlaysProps) {
  const { picker, edits, handle, gestures } = editor;
  const { shown, hide } = gestures.overlay;
  const focus = () => handle.current?.focus();
  useClosingWithLayer(editor);
  const layers = useLayerItems();
  const items = usePaletteItems(editor.architecture.id);
  const replacing = shown?.kind === 'replace' ? shown : undefined;
  return (
    <>
      <FloatingPicker
        label="Add a layer"
        items={useFittingItems(items, picker.anchor, editor)}
        at={picker.at}
        onClose={picker.close}
        onClosed={focus}
        onPick={(item, typed) => edits.add(item, picker.anchor, typed)}
        typedWords={useTypedWords()}
      />
      <FloatingPicker
        label="Replace it by"
        items={useReplacements(layers, replacing?.layer, editor)}
        at={replacing?.at}
        onClose={hide}
        onClosed={focus}
        onPick={(type) => replacing && edits.replace(replacing.layer, type)}
      />
      {shown?.kind === 'find' && <FindBar editor={editor} />}
      {shown?.kind === 'menu' && <GraphMenu editor={editor} actions={actions} shown={shown} />}
      {shown?.kind === 'rename' && (
        <NameEditor
          layer={shown.layer}
          at={shown.at}
          onWrite={(name) => editor.editing.assign(shown.layer, ['name'], name)}
          onClose={hide}
          onClosed={focus}
        />
      )}
      {shown?.kind === 'note' && (
        <NoteEditor
          layer={shown.layer}
          at={shown.at}
          onWrite={(note) => edits.comment(shown.layer, note)}
          onClose={hide}
          onClosed={focus}
        />
      )}
    </>
  );
}

/** What is about a layer goes with it, and does not come back with it either. */
function useClosingWithLayer({ gestures: { overlay, notice } }: Editor): void {
  const { shown, hide } = overlay;
  const about = shown && 'layer' in shown ? recordOf(shown.layer) : undefined;
  const isGone = useRecord(about ?? '', 'Layer') === undefined && about !== undefined;
  const { say } = notice;
  useEffect(() => {
    if (!isGone) return;
    hide();
    say('The layer that you were at is no longer there: somebody else has deleted it.');
  }, [isGone, hide, say]);
}
