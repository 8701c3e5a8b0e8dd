import type { ArchitectureRecord, ModelRecord, PipelineRecord } from '../../meta/index.ts';
import { renewed } from '../../src/domain/clipboard/renewed.ts';
import type { ProjectView } from '../../src/domain/state.ts';

/** The records of a copy of a document, whole, with ids of their own. */
export function copyDocument(
  view: ProjectView,
  document: ArchitectureRecord | PipelineRecord,
  newId: () => string,
): ModelRecord[] {
  return renewed([document, ...view.childrenOf(document.id).toSorted(refersLast)], newId);
}

/** What is referred to comes first: layers, then those that call them again, then connections. */
const refersLast = (a: ModelRecord, b: ModelRecord) => rank(a) - rank(b);

function rank(record: ModelRecord): number {
  if (record.concept === 'Connection') return 2;
  return record.concept === 'Layer' && record.shares !== null ? 1 : 0;
}
