import type { ArchitectureRecord, LayerRecord } from '../../../../meta/index.ts';
import { arriving, linksAt, type Anchor } from '../../rearranging/attach.ts';
import { blank, childrenOf, find, type ProjectView } from '../../state.ts';
import { layerName } from '../newLayer.ts';
import { refuse, type Making } from './making.ts';
import { standsFor } from './recursion.ts';

/** As layers put in place, or as a model of its own. */
export type BlockKind = 'block' | 'model';

export interface BlockInsertion {
  /** What is put in, and where. */
  readonly block: string;
  readonly kind: BlockKind;
  readonly architecture: string;
  readonly anchor?: Anchor | undefined;
}

/** An architecture of the project by reference: what is edited there later is edited everywhere. */
export function insertBlock(view: ProjectView, request: BlockInsertion, newId: () => string): Making {
  const { block, kind, architecture, anchor } = request;
  const inner = find(view, 'Architecture', block);
  const outer = find(view, 'Architecture', architecture);
  if (!inner || !outer) return refuse('The architecture is no longer there.');
  if (standsFor(view, block, architecture)) {
    return refuse(
      `${inner.name} ${block === architecture ? 'is' : 'contains'} ${outer.name}, so it cannot be part of it.`,
    );
  }
  const layer: LayerRecord = blank('Layer', {
    id: newId(),
    parent: architecture,
    block,
    name: layerName(inner.name.trim().replace(/\s+/g, '_')),
    type: kind === 'block' ? 'Block' : inner.form === 'sequential' ? 'Sequential' : 'Functional',
    position: anchor?.kind === 'place' ? { ...anchor.at } : null,
  });
  const { connections, replaces } = linksAt(view, arriving(view, layer), anchor, newId);
  return { ok: true, records: [layer, ...connections], replaces, layers: [layer.id] };
}

/** The architectures of the project that can be put into one: all that do not contain it. */
export function possibleBlocks(view: ProjectView, architecture: string): ArchitectureRecord[] {
  const project = find(view, 'Architecture', architecture)?.parent ?? '';
  return childrenOf(view, project, 'Architecture')
    .filter(({ id }) => !standsFor(view, id, architecture))
    .sort((a, b) => a.name.localeCompare(b.name));
}
