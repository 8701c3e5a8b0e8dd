import { useMemo } from 'react';
import { layerType, loadDocumentation, type LayerDocumentation } from '../../meta/catalogue/index.ts';
import { operationDocumentation } from '../../src/domain/architecture/operations.ts';
import { documentationIn } from '../../src/domain/customLayers/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Remote, useRemote } from '../gateway/index.ts';
import { useView } from '../project/index.ts';

/** Fetched once, when the first layer is looked at. */
const documentation = new Remote(loadDocumentation);

export function useDocumentation(type: string): LayerDocumentation | undefined {
  const state = useRemote(documentation);
  const own = useView(useMemo(() => (view: ProjectView) => documentationIn(view, type), [type]));
  return useMemo(() => {
    const ours = own ?? operationDocumentation(type);
    if (ours) return ours;
    const name = layerType(type)?.name ?? type;
    return state.status === 'ready' ? state.value.layers[name] : undefined;
  }, [own, state, type]);
}
