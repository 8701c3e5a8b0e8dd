import type { ArchitectureRecord, LayerRecord } from '../../../../meta/index.ts';
import { find, type ProjectView } from '../../state.ts';

export interface BlockUse {
  readonly layer: LayerRecord;
  readonly architecture: ArchitectureRecord;
}

/** The layers that stand for an architecture, as far as they are loaded. */
export function usesOf(view: ProjectView, architecture: string): BlockUse[] {
  return view.referrersOf(architecture).flatMap((record) => {
    const place = record.concept === 'Layer' ? find(view, 'Architecture', record.parent) : undefined;
    return record.concept === 'Layer' && place ? [{ layer: record, architecture: place }] : [];
  });
}
