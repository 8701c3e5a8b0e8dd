import { FileCode2 } from 'lucide-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { lostInWords } from '../../src/domain/rearranging/replaceLayer.ts';
import { wantsClass, writeClass } from '../../src/domain/rearranging/writeClass.ts';
import { find } from '../../src/domain/state.ts';
import { useOpenProject } from '../project/index.ts';
import type { EditorAction } from './editorAction.ts';
import { recordOf } from './nodePath.ts';
import { newId } from './useArchitectureEdits.ts';
import type { Editor } from './useEditor.ts';

export const CLASS_WRITING = 'architecture.writeClass';

/** Giving the selected layer a class in the code of the project, and going there. */
export function useClassWriting({
  selected,
  editing,
  edits,
  view,
  gestures,
}: Editor): readonly EditorAction[] {
  const { base } = useOpenProject();
  const navigate = useNavigate();
  const layer = find(view, 'Layer', selected === undefined ? null : recordOf(selected));
  const { readOnly } = editing;
  const { notice } = gestures;
  return useMemo(() => {
    if (!layer || readOnly || !wantsClass(view, layer)) return [];
    const run = () => {
      const writing = writeClass(view, layer.id, newId);
      if (!writing.ok) notice.say(writing.reason);
      else if (edits.insert(writing.records, writing.replaces)) {
        notice.say(lostInWords(layer, writing.lost));
        void navigate(`${base}/code/${writing.module}`);
      }
    };
    return [
      {
        ...{ id: CLASS_WRITING, label: 'Write it as a layer class', group: 'Selection', run },
        icon: <FileCode2 />,
        keywords: ['lambda', 'custom', 'python', 'code', layer.type],
      },
    ];
  }, [layer, readOnly, view, edits, notice, base, navigate]);
}
