import { useMemo } from 'react';
import { replaceLayer } from '../../../src/domain/rearranging/replaceLayer.ts';
import { find } from '../../../src/domain/state.ts';
import type { PickerItem } from '../../graphEditing/index.ts';
import { useProject } from '../../project/index.ts';
import { layerCategory } from '../../drawing/index.ts';

/** What a layer can be replaced by: its like first; each says beforehand what would not carry over. */
export function useReplacements(items: readonly PickerItem[], id: string | undefined): readonly PickerItem[] {
  const { view } = useProject();
  return useMemo(() => {
    const layer = find(view, 'Layer', id ?? null);
    if (!layer) return items;
    const category = layerCategory(layer.type);
    const judged = items
      .filter((item) => item.id !== layer.type)
      .map((item) => {
        const made = replaceLayer(view, layer.id, item.id, () => '');
        const loss = made.ok && made.lost.length > 0 ? `Loses ${made.lost.join(', ')}` : undefined;
        const alike = layerCategory(item.id) === category;
        return { ...item, ...(alike ? { group: ALIKE } : {}), ...(loss === undefined ? {} : { hint: loss }) };
      });
    return judged.toSorted((a, b) => Number(b.group === ALIKE) - Number(a.group === ALIKE));
  }, [items, id, view]);
}

const ALIKE = 'Of the same kind';
