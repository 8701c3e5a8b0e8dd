import { DOCUMENTS, type ConceptName, type ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../../domain/change.ts';
import { PROJECT_SCOPE, type Scope } from '../../domain/scope.ts';
import { childrenOf, ProjectState } from '../../domain/state.ts';
import type { BranchStore, BranchTree, CommitNote, CommitOutcome } from './branchStore.ts';
import { carryOut, type Effect } from './effect.ts';
import type { Mentions } from './mentions.ts';

const documents: ReadonlySet<ConceptName> = new Set<ConceptName>(DOCUMENTS);

/** What steps refer to: taking it away concerns every pipeline. */
const usedInPipelines: ReadonlySet<ConceptName> = new Set<ConceptName>([
  'Operation',
  'Architecture',
  'Artifact',
]);

/** The store took the changes for impossible; what it holds in memory can no longer be trusted. */
export class WriteFailed extends Error {}

/** The tree of a branch and, beside it, the same as records: as much of it as edits have asked for so far. */
export class WorkingCopy {
  readonly #tree: BranchTree;
  readonly #state = new ProjectState();
  readonly #loaded = new Set<Scope>();
  /** Contents of documents that only somebody who looks at them has asked for so far. */
  readonly #apart = new Map<Scope, readonly ModelRecord[]>();
  /** Removed since: they need not be looked for. */
  readonly #gone = new Set<string>();
  #committed = false;

  private constructor(tree: BranchTree) {
    this.#tree = tree;
  }

  static async open(store: BranchStore): Promise<WorkingCopy> {
    const copy = new WorkingCopy(await store.openTree());
    await copy.load(PROJECT_SCOPE);
    return copy;
  }

  get head() {
    return this.#tree.head;
  }

  /** All that is loaded. To put together what edits are decided on takes longer than to read a document, and can wait. */
  get state(): ProjectState {
    for (const records of this.#apart.values()) this.#take(records);
    this.#apart.clear();
    return this.#state;
  }

  async load(scope: Scope): Promise<void> {
    if (this.#loaded.has(scope) || (scope !== PROJECT_SCOPE && !this.#isDocument(scope))) return;
    const records = await this.#tree.loadScope(scope);
    if (scope === PROJECT_SCOPE) this.#take(records);
    else this.#apart.set(scope, records);
    this.#loaded.add(scope);
  }

  /** Loads what an edit must know to be decided rightly. */
  async prepare({ things, removed }: Mentions): Promise<void> {
    for (const id of things) await this.#locate(id);
    for (const id of things) await this.load(id);
    const concepts = removed.flatMap((id) => this.state.get(id)?.concept ?? []);
    if (!concepts.some((concept) => usedInPipelines.has(concept))) return;
    for (const pipeline of this.#documentsOf('Pipeline')) await this.load(pipeline);
  }

  /** Carries changes out in the state and in the tree; they last once they are committed. */
  async write(changes: readonly Change[]): Promise<Effect> {
    const effect = carryOut(this.state, changes);
    if (!effect.ok || changes.length === 0) return effect;
    try {
      await this.#tree.write(changes);
    } catch (error) {
      throw new WriteFailed(error instanceof Error ? error.message : String(error), { cause: error });
    }
    this.#follow(changes);
    return effect;
  }

  commit(note: CommitNote): Promise<CommitOutcome> {
    this.#committed = true;
    return this.#tree.commit(note);
  }

  /** Hands what is loaded to the store when something was committed since it was read from there. */
  async keep(): Promise<void> {
    if (!this.#committed) return;
    for (const scope of this.#loaded) await this.#tree.keep?.(scope, this.recordsOf(scope));
  }

  /** The records of a scope that is loaded, containers first. */
  recordsOf(scope: Scope): readonly ModelRecord[] {
    if (scope !== PROJECT_SCOPE) return this.#apart.get(scope) ?? this.#below(scope);
    return this.#state.childrenOf(null).flatMap((root) => [root, ...this.#below(root.id)]);
  }

  has(scope: Scope) {
    return this.#loaded.has(scope);
  }

  #take(records: readonly ModelRecord[]) {
    this.#state.apply(records.map((record) => ({ op: 'put', record })));
  }

  #below(id: string): ModelRecord[] {
    const found: ModelRecord[] = [];
    for (const child of this.#state.childrenOf(id)) {
      found.push(child);
      if (!documents.has(child.concept)) found.push(...this.#below(child.id));
    }
    return found;
  }

  /** People name things without saying where they lie; what is in no loaded document is looked for in the others. */
  async #locate(id: string): Promise<void> {
    const settled = () => this.state.get(id) !== undefined || this.#gone.has(id);
    for (const concept of DOCUMENTS) {
      if (settled()) return;
      for (const document of this.#documentsOf(concept)) {
        if (settled()) return;
        await this.load(document);
      }
    }
  }

  #documentsOf(concept: (typeof DOCUMENTS)[number]): Scope[] {
    const [project] = this.#state.childrenOf(null);
    return project ? childrenOf(this.#state, project.id, concept).map(({ id }) => id) : [];
  }

  #isDocument(id: string) {
    const record = this.#state.get(id);
    return record !== undefined && documents.has(record.concept);
  }

  /** A new document is known whole; one that is gone is not loaded. */
  #follow(changes: readonly Change[]) {
    for (const change of changes) {
      if (change.op === 'put') {
        this.#gone.delete(change.record.id);
        if (documents.has(change.record.concept)) this.#loaded.add(change.record.id);
      } else if (change.op === 'remove') {
        this.#gone.add(change.id);
        this.#loaded.delete(change.id);
      }
    }
  }
}
