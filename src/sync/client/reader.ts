import type { ConceptName, ModelRecord, RecordFor } from '../../../meta/index.ts';
import type { Scope } from '../../domain/scope.ts';
import type { ProjectView } from '../../domain/state.ts';
import type { Topic } from './topics.ts';

export type ScopeStatus = 'closed' | 'opening' | 'open' | 'failed';

/** A project for showing: the present one that can be edited, or one from history that cannot. */
export interface ProjectReader {
  /** All that is loaded; the same object for ever, changing in place. */
  readonly view: ProjectView;
  /** Grows whenever `view` changes. */
  readonly version: number;
  readonly writable: boolean;
  /** Loads a scope and keeps it up to date until the release is called. */
  open(scope: Scope): () => void;
  scopeStatus(scope: Scope): ScopeStatus;
  isOpen(scope: Scope): boolean;
  /** What something contains; the same array until one of them changes. */
  children(parent: string): readonly ModelRecord[];
  children<Name extends ConceptName>(parent: string, concept: Name): readonly RecordFor<Name>[];
  subscribe(topic: Topic, listener: () => void): () => void;
}
