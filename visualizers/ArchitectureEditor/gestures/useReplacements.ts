import { useMemo } from 'react';
import { connectionsTo } from '../../../src/domain/commands/connect.ts';
import type { Anchor } from '../../../src/domain/rearranging/attach.ts';
import { replaceLayer } from '../../../src/domain/rearranging/replaceLayer.ts';
import { find, type ProjectView } from '../../../src/domain/state.ts';
import type { PickerItem } from '../../graphEditing/index.ts';
import { useProject } from '../../project/index.ts';
import { layerCategory } from '../../drawing/index.ts';
import { placeOf, recordOf } from '../nodePath.ts';
import type { Editor } from '../useEditor.ts';
import { useFittingItems } from './useFittingItems.ts';

/** What a layer can be replaced by: its like first; each says beforehand what would not carry over. */
export function useReplacements(
  items: readonly PickerItem[],
  node: string | undefined,
  editor: Editor,
): readonly PickerItem[] {
  const { view } = useProject();
  const fitting = useFittingItems(items, inputAnchor(view, node), editor);
  return useMemo(() => {
    const layer = find(view, 'Layer', node === undefined ? null : recordOf(node));
    if (!layer) return items;
    const category = layerCategory(layer.type);
    const judged = fitting
      .filter((item) => item.id !== layer.type)
      .map((item) => {
        const made = replaceLayer(view, layer.id, item.id, () => '');
        const loss = made.ok && made.lost.length > 0 ? `Loses ${made.lost.join(', ')}` : undefined;
        const alike = layerCategory(item.id) === category;
        return {
          ...item,
          unlikely: !alike,
          ...(alike && item.refusal === undefined ? { group: ALIKE } : {}),
          ...(loss === undefined ? {} : { hint: loss }),
        };
      });
    return judged.toSorted((a, b) => order(a) - order(b));
  }, [items, fitting, node, view]);
}

/** The connection that what takes the place of a layer will be on. */
function inputAnchor(view: ProjectView, node: string | undefined): Anchor | undefined {
  const [first] = node === undefined ? [] : connectionsTo(view, recordOf(node));
  return node === undefined || !first ? undefined : { kind: 'edge', edge: placeOf(node) + first.id };
}

const ALIKE = 'Of the same kind';

const order = ({ group, refusal }: PickerItem) => (refusal !== undefined ? 2 : group === ALIKE ? 0 : 1);
