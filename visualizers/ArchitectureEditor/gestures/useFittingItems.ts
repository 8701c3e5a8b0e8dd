import { useMemo } from 'react';
import { startingArguments } from '../../../meta/catalogue/starting.ts';
import type { Anchor } from '../../../src/domain/rearranging/attach.ts';
import { whyNotAfter } from '../../../src/domain/rearranging/fitting.ts';
import type { TensorSpec } from '../../../src/domain/shapes/index.ts';
import { layerTypeIn } from '../../../src/domain/customLayers/index.ts';
import { find, type ProjectView } from '../../../src/domain/state.ts';
import type { PickerItem } from '../../graphEditing/index.ts';
import { useProject } from '../../project/index.ts';
import { counted } from '../../words/index.ts';
import { blockItem } from '../layerItems.ts';
import { placeOf, recordOf } from '../nodePath.ts';
import type { Editor } from '../useEditor.ts';

const UNFIT = 'Does not fit here';

/** What fits the tensor at the anchor first; what Keras would refuse there last, with the reason. */
export function useFittingItems(
  items: readonly PickerItem[],
  anchor: Anchor | undefined,
  editor: Pick<Editor, 'graph'>,
): readonly PickerItem[] {
  const whyNot = useWhyNot(anchor, editor);
  return useMemo(() => {
    if (!whyNot) return items;
    const judged = items.map((item): PickerItem => {
      const refusal = whyNot(item.id);
      return refusal === undefined ? item : { ...item, group: UNFIT, refusal };
    });
    return judged.toSorted((a, b) => Number(a.refusal !== undefined) - Number(b.refusal !== undefined));
  }, [items, whyNot]);
}

/** Whether an item of the palette fits at the anchor, as far as anybody can tell. */
export function useFits(
  anchor: Anchor | undefined,
  editor: Pick<Editor, 'graph'>,
): ((item: string) => boolean) | undefined {
  const whyNot = useWhyNot(anchor, editor);
  return useMemo(() => whyNot && ((item) => whyNot(item) === undefined), [whyNot]);
}

/** Says of an item of the palette why it does not fit at the anchor; undefined where it is not known what comes there. */
function useWhyNot(
  anchor: Anchor | undefined,
  { graph }: Pick<Editor, 'graph'>,
): ((item: string) => string | undefined) | undefined {
  const { view } = useProject();
  const tensor = tensorAt(view, graph.check.results, anchor);
  return useMemo(() => {
    if (anchor?.kind === 'join') return (item) => whyNotJoining(view, item, anchor.layers.length);
    if (!tensor) return undefined;
    const known = new Map<string, string | undefined>();
    return (item) => {
      if (blockItem(item)) return undefined;
      if (!known.has(item))
        known.set(item, whyNotAfter({ type: item, args: startingArguments(item) }, tensor));
      return known.get(item);
    };
  }, [view, anchor, tensor]);
}

/** A layer joins as many as it has inputs, or any number at an input that takes several. */
function whyNotJoining(view: ProjectView, item: string, count: number): string | undefined {
  const inputs = layerTypeIn(view, item)?.inputs;
  if (!inputs || item === 'InputLayer') return inputs && 'takes no input';
  if (inputs[0]?.many === true || inputs.length >= count) return undefined;
  return `takes ${counted(inputs.length, 'input')}`;
}

function tensorAt(
  view: ProjectView,
  results: Editor['graph']['check']['results'],
  anchor: Anchor | undefined,
): TensorSpec | undefined {
  const [layer, output] = outputAt(view, anchor) ?? [];
  const inference = layer === undefined ? undefined : results.get(layer)?.inference;
  return inference?.status === 'known' ? inference.outputs[Number(output)] : undefined;
}

function outputAt(view: ProjectView, anchor: Anchor | undefined): readonly [string, string] | undefined {
  if (anchor?.kind === 'after') return [anchor.layer, '0'];
  if (anchor?.kind === 'port')
    return anchor.port.side === 'output' ? [anchor.port.node, anchor.port.port] : undefined;
  const edge = anchor?.kind === 'edge' ? find(view, 'Connection', recordOf(anchor.edge)) : undefined;
  return edge && anchor?.kind === 'edge' ? [placeOf(anchor.edge) + edge.source, edge.sourcePort] : undefined;
}
