import type { ConceptName, ModelRecord, RecordFor } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import type { Json } from '../../../meta/json.ts';
import { ProjectState, sameJson, type ProjectView } from '../../domain/state.ts';
import type { Topics } from './topics.ts';

type Apply = (changes: readonly Change[]) => Change[];

/**
 * A project's records for showing. However a change came about (applied, rolled back, applied again), those who
 * watch hear of it only where the outcome differs, and a record that is equal to what it was is still the same object.
 */
export class ObservedState {
  readonly #state = new ProjectState();
  readonly #topics: Topics;
  readonly #children = new Map<string, Map<ConceptName | '', readonly ModelRecord[]>>();
  #version = 0;

  constructor(topics: Topics) {
    this.#topics = topics;
  }

  get view(): ProjectView {
    return this.#state;
  }

  /** Grows with each change that can be seen. */
  get version() {
    return this.#version;
  }

  /** What something contains, of one concept or of all; the same array until one of them changes. */
  children(parent: string): readonly ModelRecord[];
  children<Name extends ConceptName>(parent: string, concept: Name): readonly RecordFor<Name>[];
  children(parent: string, concept?: ConceptName): readonly ModelRecord[] {
    let lists = this.#children.get(parent);
    if (!lists) this.#children.set(parent, (lists = new Map<ConceptName | '', readonly ModelRecord[]>()));
    let list = lists.get(concept ?? '');
    if (!list) {
      list = this.#state.childrenOf(parent).filter((child) => !concept || child.concept === concept);
      lists.set(concept ?? '', list);
    }
    return list;
  }

  /** Changes the records as one step. */
  change(step: (apply: Apply) => void) {
    const before = new Map<string, ModelRecord | undefined>();
    step((changes) => {
      for (const change of changes) {
        const id = change.op === 'put' ? change.record.id : change.id;
        if (!before.has(id)) before.set(id, this.#state.get(id));
      }
      return this.#state.apply(changes);
    });
    const changed = [...before].filter(([id, record]) => !this.#settle(record, this.#state.get(id)));
    if (changed.length > 0) this.#announce(new Map(changed));
  }

  /** Whether nothing came of it after all. */
  #settle(before: ModelRecord | undefined, after: ModelRecord | undefined): boolean {
    if (before === after) return true;
    if (!before || !after || !sameJson(asJson(before), asJson(after))) return false;
    this.#state.apply([{ op: 'put', record: before }]);
    return true;
  }

  #announce(changed: ReadonlyMap<string, ModelRecord | undefined>) {
    this.#version += 1;
    const parents = new Set<string>();
    for (const [id, before] of changed) {
      for (const record of [before, this.#state.get(id)]) {
        if (record && record.parent !== null) parents.add(record.parent);
      }
    }
    for (const parent of parents) this.#children.delete(parent);
    this.#topics.tellOfRecords(changed.keys());
    for (const parent of parents) this.#topics.tell({ childrenOf: parent });
    this.#topics.tell('all');
  }
}

/** Records are JSON by their declaration; the types of their fields only say it less plainly. */
const asJson = (record: ModelRecord) => record as unknown as Json;
