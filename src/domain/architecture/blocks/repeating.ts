import type { LayerRecord } from '../../../../meta/index.ts';
import type { ProjectView } from '../../state.ts';
import { graphOf } from '../graph.ts';

/** Why a layer cannot be applied several times, each time to what it gave before; undefined when it can. */
export function faultOfRepeating(view: ProjectView, { name, type, block }: LayerRecord): string | undefined {
  if (type !== 'Block' || block === null) return `${name} is no block: only a block can be repeated.`;
  const { inputs, outputs } = graphOf(view, block);
  if (outputs.length === 0) return `${name} gives nothing that it could be applied to again.`;
  return outputs.length > inputs.length
    ? `${name} gives ${String(outputs.length)} values and takes ${String(inputs.length)}, so it cannot be applied to what it gave.`
    : undefined;
}
