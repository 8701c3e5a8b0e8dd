import { useMemo } from 'react';
import { loadDocumentation } from '../../../meta/catalogue/index.ts';
import { Remote, useRemote } from '../../gateway/index.ts';
import type { PickerItem } from '../../graphEditing/index.ts';
import { LAYER_ITEMS } from '../layerItems.ts';

const documentation = new Remote(loadDocumentation);

/** The layers of the palette; once it is there, with what Keras says of each, by which they are found too. */
export function useLayerItems(): readonly PickerItem[] {
  const state = useRemote(documentation);
  const layers = state.status === 'ready' ? state.value.layers : undefined;
  return useMemo(
    () =>
      layers === undefined ? LAYER_ITEMS : LAYER_ITEMS.map((item) => withSummary(item, layers[item.id]?.doc)),
    [layers],
  );
}

function withSummary(item: PickerItem, doc: string | undefined): PickerItem {
  const summary = /^.*?[.!?](?=\s|$)/s.exec(doc ?? '')?.[0].replace(/\s+/g, ' ');
  return summary === undefined ? item : { ...item, hint: summary, about: `${item.about ?? ''} ${summary}` };
}
