import { useCallback } from 'react';
import { layerTypeIn } from '../../src/domain/customLayers/index.ts';
import { useProject } from '../project/index.ts';
import { readTyped, typedWords } from './typedLayer.ts';

/** What was typed behind the name of a layer, as the palette shows it; undefined where the layer does not take it. */
export function useTypedWords(): (item: string, typed: string) => string | undefined {
  const { view } = useProject();
  return useCallback(
    (item, text) => {
      const type = layerTypeIn(view, item);
      const typed = type && readTyped(type, text);
      return typed && typedWords(typed);
    },
    [view],
  );
}
