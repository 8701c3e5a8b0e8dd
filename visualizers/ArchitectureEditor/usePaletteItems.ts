import { useMemo } from 'react';
import type { ProjectView } from '../../src/domain/state.ts';
import { stableList, type PickerItem } from '../graphEditing/index.ts';
import { useView } from '../project/index.ts';
import { useLayerItems } from './gestures/useLayerItems.ts';
import { blockItems } from './layerItems.ts';

/** All that can be put into an architecture: the layers of Keras, and the other architectures of the project. */
export function usePaletteItems(architecture: string): readonly PickerItem[] {
  const layers = useLayerItems();
  const select = useMemo(() => {
    const stable = stableList<PickerItem>();
    return (view: ProjectView) => stable(blockItems(view, architecture));
  }, [architecture]);
  const blocks = useView(select);
  return useMemo(() => [...layers, ...blocks], [layers, blocks]);
}
