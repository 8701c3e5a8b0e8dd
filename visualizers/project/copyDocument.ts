import type { ArchitectureRecord, ModelRecord, PipelineRecord } from '../../meta/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';

/** The records of a copy of a document, whole, with ids of their own. */
export function copyDocument(
  view: ProjectView,
  document: ArchitectureRecord | PipelineRecord,
  newId: () => string,
): ModelRecord[] {
  const parts = [...view.childrenOf(document.id)].sort(connectionsLast);
  const ids = new Map([document, ...parts].map(({ id }) => [id, newId()]));
  const renewed = (id: string) => ids.get(id) ?? id;
  return [document, ...parts].map((record): ModelRecord => {
    const own = { ...record, id: renewed(record.id), parent: record.parent && renewed(record.parent) };
    return own.concept === 'Connection'
      ? { ...own, source: renewed(own.source), target: renewed(own.target) }
      : own;
  });
}

const connectionsLast = (a: ModelRecord, b: ModelRecord) =>
  Number(a.concept === 'Connection') - Number(b.concept === 'Connection');
