import { blank, find, type ProjectView } from '../../state.ts';
import { isNetworkInput } from '../graph.ts';
import { ownerOf } from '../ports.ts';
import { refuse, type Making } from './making.ts';

/** The same layer, or nested model, called once more with the same weights. */
export function callAgain(view: ProjectView, id: string, newId: () => string): Making {
  const layer = find(view, 'Layer', id);
  if (!layer) return refuse('The layer is no longer there.');
  if (isNetworkInput(layer.type))
    return refuse(`${layer.name} is an input of the network, which is not called.`);
  if (layer.type === 'Block') {
    return refuse(
      `${layer.name} is a block, whose layers are put in place anew. A nested model can share weights.`,
    );
  }
  const { type, name, parent, block, id: shares } = ownerOf(view, layer);
  const call = blank('Layer', { id: newId(), parent, type, name, block, shares });
  return { ok: true, records: [call], replaces: [], layers: [call.id] };
}
