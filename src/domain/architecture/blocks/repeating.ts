import type { LayerRecord } from '../../../../meta/index.ts';
import type { ProjectView } from '../../state.ts';
import { graphOf, type ArchitectureGraph } from '../graph.ts';

/** Why a layer cannot be applied several times, each time to what it gave before; undefined when it can. */
export function faultOfRepeating(view: ProjectView, { name, type, block }: LayerRecord): string | undefined {
  if (type !== 'Block' || block === null) return `${name} is no block: only a block can be repeated.`;
  const inner = graphOf(view, block);
  // What is not loaded is not known; the check of the network says it once it is.
  const isUnknown = inner.layers.length === 0;
  return isUnknown || canFeedItself(inner) ? undefined : `${name} ${cannotFeedItself(inner)}.`;
}

type Ends = Pick<ArchitectureGraph, 'inputs' | 'outputs'>;

export const canFeedItself = ({ inputs, outputs }: Ends): boolean =>
  outputs.length > 0 && outputs.length <= inputs.length;

export function cannotFeedItself({ inputs, outputs }: Ends): string {
  return outputs.length === 0
    ? 'gives nothing that it could be applied to again'
    : `gives ${String(outputs.length)} values and takes ${String(inputs.length)}, so it cannot be applied to what it gave`;
}
