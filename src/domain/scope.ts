import { DOCUMENTS, type ModelRecord } from '../../meta/index.ts';
import type { ProjectView } from './state.ts';

/**
 * What is loaded and watched together: 'project' for everything but the contents of documents,
 * or the id of an architecture, pipeline or execution for what it contains.
 */
export type Scope = string;
export const PROJECT_SCOPE: Scope = 'project';

const documents = new Set<string>(DOCUMENTS);

/** The scope that a record belongs to; a document itself belongs to the project. */
export function scopeOf(view: ProjectView, record: ModelRecord): Scope {
  let container = record.parent === null ? undefined : view.get(record.parent);
  while (container) {
    if (documents.has(container.concept)) return container.id;
    container = container.parent === null ? undefined : view.get(container.parent);
  }
  return PROJECT_SCOPE;
}
