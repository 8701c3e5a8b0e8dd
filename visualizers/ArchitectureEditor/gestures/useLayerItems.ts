import { useMemo } from 'react';
import { loadDocumentation } from '../../../meta/catalogue/index.ts';
import { customLayersOf, type CustomLayer } from '../../../src/domain/customLayers/index.ts';
import type { ProjectView } from '../../../src/domain/state.ts';
import { bandOf } from '../../drawing/index.ts';
import { Remote, useRemote } from '../../gateway/index.ts';
import type { PickerItem } from '../../graphEditing/index.ts';
import { useView } from '../../project/index.ts';
import { LAYER_ITEMS } from '../layerItems.ts';

const documentation = new Remote(loadDocumentation);

/** The layers of the palette; once it is there, with what Keras says of each, by which they are found too. */
export function useLayerItems(): readonly PickerItem[] {
  const state = useRemote(documentation);
  const layers = state.status === 'ready' ? state.value.layers : undefined;
  const custom = useView(customLayersIn);
  const known = useMemo(
    () =>
      layers === undefined ? LAYER_ITEMS : LAYER_ITEMS.map((item) => withSummary(item, layers[item.id]?.doc)),
    [layers],
  );
  return useMemo(() => [...custom.map(customItem), ...known], [custom, known]);
}

const customLayersIn = (view: ProjectView) => customLayersOf(view).layers;

/** A layer of a module of the project; one that Keras has a namesake of says which module it stands in. */
function customItem({ type, className, moduleName, documentation, hasNamesake }: CustomLayer): PickerItem {
  const item = {
    id: type.name,
    label: hasNamesake ? type.name : className,
    group: 'Layers of this project',
    band: bandOf('custom'),
    keywords: [className, moduleName],
  };
  return withSummary(item, documentation.doc);
}

function withSummary(item: PickerItem, doc: string | undefined): PickerItem {
  const summary = /^.*?[.!?](?=\s|$)/s.exec(doc ?? '')?.[0].replace(/\s+/g, ' ');
  return summary === undefined ? item : { ...item, hint: summary, about: `${item.about ?? ''} ${summary}` };
}
