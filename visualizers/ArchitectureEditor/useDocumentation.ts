import { useMemo } from 'react';
import { layerType, loadDocumentation, type LayerDocumentation } from '../../meta/catalogue/index.ts';
import { Remote, useRemote } from '../gateway/index.ts';

/** Fetched once, when the first layer is looked at. */
const documentation = new Remote(loadDocumentation);

export function useDocumentation(type: string): LayerDocumentation | undefined {
  const state = useRemote(documentation);
  return useMemo(() => {
    const name = layerType(type)?.name ?? type;
    return state.status === 'ready' ? state.value.layers[name] : undefined;
  }, [state, type]);
}
