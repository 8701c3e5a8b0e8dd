import type { ConceptName, ModelRecord } from '../../../meta/index.ts';
import type { Scope } from '../../domain/scope.ts';
import { ObservedState } from './observedState.ts';
import type { ProjectReader, ScopeStatus } from './reader.ts';
import { Topics } from './topics.ts';

/** A project as it was at a commit; `load` gets a scope of it. What is loaded stays, for it cannot change. */
export function pastProject(load: (scope: Scope) => Promise<readonly ModelRecord[]>): ProjectReader {
  const topics = new Topics();
  const observed = new ObservedState(topics);
  const statuses = new Map<Scope, ScopeStatus>();

  const settle = (scope: Scope, status: ScopeStatus) => {
    statuses.set(scope, status);
    topics.tell({ scope });
  };
  const fetch = async (scope: Scope) => {
    settle(scope, 'opening');
    try {
      const records = await load(scope);
      observed.change((apply) => apply(records.map((record) => ({ op: 'put', record }))));
      settle(scope, 'open');
    } catch {
      settle(scope, 'failed');
    }
  };
  const scopeStatus = (scope: Scope) => statuses.get(scope) ?? 'closed';

  return {
    view: observed.view,
    get version() {
      return observed.version;
    },
    writable: false,
    open: (scope) => {
      if (scopeStatus(scope) === 'closed' || scopeStatus(scope) === 'failed') void fetch(scope);
      return () => undefined;
    },
    scopeStatus,
    isOpen: (scope) => scopeStatus(scope) === 'open',
    children: (parent: string, concept?: ConceptName) =>
      concept ? observed.children(parent, concept) : observed.children(parent),
    subscribe: (topic, listener) => topics.subscribe(topic, listener),
  };
}
