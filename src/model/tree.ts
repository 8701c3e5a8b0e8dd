import { conceptOf, DOCUMENTS, type ConceptName, type ModelRecord } from '../../meta/index.ts';
import { ModelError, type ReadFault } from './faults.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import { pointersOf } from '../domain/state.ts';
import type { Core, CoreNode } from './engine.ts';
import { Identities } from './identity.ts';
import { Metamodel, type LayerTypes } from './metamodel.ts';
import { Places, type Buckets } from './places.ts';
import { conceptOfNode, RecordReader } from './records.ts';

const documents = new Set<string>(DOCUMENTS);
export const isDocument = (concept: ConceptName) => documents.has(concept);

/** Where a record lies. */
export interface Place {
  readonly path: string;
  readonly concept: ConceptName;
  readonly parent: string | null;
  readonly scope: Scope;
}

/** The contents of a document with all that one must know to change them. */
export interface ScopeContents {
  readonly records: readonly ModelRecord[];
  /** Of each record. */
  readonly paths: readonly string[];
  readonly buckets: Buckets;
}

interface Entry {
  readonly node: CoreNode;
  readonly id: string;
  readonly place: Place;
}

/**
 * One state of a project with the addresses of its records, scope by scope.
 * Paths and buckets are known here and to the writer, and nowhere else.
 */
export class Tree {
  readonly core: Core;
  readonly root: CoreNode;
  readonly metamodel: Metamodel;
  readonly rootId: string;
  readonly #places = new Map<string, Place>();
  readonly #ids = new Map<string, string>();
  readonly #containers = new Map<string, Places>();
  readonly #folders = new Map<ConceptName, string>();
  readonly #indexed = new Set<Scope>();
  readonly #notIndexed = new Set<Scope>();
  readonly #faults = new Map<string, ReadFault>();
  readonly #reader: RecordReader;
  readonly #identities: Identities;

  constructor(core: Core, root: CoreNode, types: LayerTypes) {
    this.core = core;
    this.root = root;
    this.metamodel = new Metamodel(core, root, types);
    this.#identities = new Identities(core);
    this.rootId = core.getGuid(root);
    this.#reader = new RecordReader(core, this.metamodel, (found) => this.#report(found));
    this.settle(this.rootId, { path: '', concept: 'Project', parent: null, scope: PROJECT_SCOPE });
  }

  /** What the reader met that it could not make sense of. */
  get faults(): readonly ReadFault[] {
    return [...this.#faults.values()];
  }

  static async open(core: Core, rootHash: string, types: LayerTypes): Promise<Tree> {
    return new Tree(core, await core.loadRoot(rootHash), types);
  }

  /** Whether it is a project of DeepForge: WebGME holds those of any application. */
  get isOurs(): boolean {
    return typeof this.core.getAttribute(this.root, 'metamodel') === 'number';
  }

  /** The version of the metamodel that the project was written with. */
  get metamodelVersion(): number {
    if (this.isOurs) return this.core.getAttribute(this.root, 'metamodel') as number;
    throw new ModelError('no-project', 'This WebGME project was not made by DeepForge.');
  }

  /** All records of a scope: the project without the contents of its documents, or the contents of one of them. */
  async loadScope(scope: Scope): Promise<ModelRecord[]> {
    if (scope !== PROJECT_SCOPE) await this.index(PROJECT_SCOPE);
    const entries = await this.#walk(scope);
    return entries.flatMap((entry) => this.#read(entry) ?? []);
  }

  /** Everything there is, documents with their contents. */
  async things(): Promise<{ readonly node: CoreNode; readonly concept: ConceptName }[]> {
    const project = await this.#walk(PROJECT_SCOPE);
    const inside = project.filter(({ place }) => isDocument(place.concept)).map(({ id }) => this.#walk(id));
    const all = [project, ...(await Promise.all(inside))].flat();
    return all.map(({ node, place: { concept } }) => ({ node, concept }));
  }

  /** The scope of a record, looking into documents that are not loaded yet when it has to. */
  async findScope(id: string): Promise<Scope | undefined> {
    await this.index(PROJECT_SCOPE);
    for (const scope of [...this.#notIndexed]) {
      if (this.#places.has(id)) break;
      await this.index(scope);
    }
    return this.#places.get(id)?.scope;
  }

  /** Makes the addresses of a scope known. */
  async index(scope: Scope) {
    if (!this.#indexed.has(scope)) await this.#walk(scope);
  }

  isIndexed(scope: Scope): boolean {
    return this.#indexed.has(scope);
  }

  /** What a document contains; undefined where the records are not those that are known to be there. */
  contentsOf(scope: Scope, records: readonly ModelRecord[]): ScopeContents | undefined {
    const container = this.#places.get(scope);
    if (!container || !this.#indexed.has(scope)) return undefined;
    const paths = records.flatMap(({ id }) => this.#places.get(id)?.path ?? []);
    const leadsNowhere = (record: ModelRecord) => pointersOf(record).some((id) => !this.#places.has(id));
    if (paths.length !== records.length || records.some(leadsNowhere)) return undefined;
    return { records, paths, buckets: this.containerAt(container.path).buckets };
  }

  /** Takes over what was read from the same state before. False where it cannot be that. */
  async adopt(scope: Scope, { records, paths, buckets }: ScopeContents): Promise<boolean> {
    await this.index(PROJECT_SCOPE);
    const container = this.#places.get(scope);
    const isInside = (path: string) => path.startsWith(`${container?.path ?? ''}/`);
    if (!container || this.#indexed.has(scope) || !paths.every(isInside)) return false;
    records.forEach(({ id, concept, parent }, at) => {
      this.settle(id, { path: paths[at]!, concept, parent, scope });
    });
    this.containerAt(container.path).add(buckets);
    this.#indexed.add(scope);
    this.#notIndexed.delete(scope);
    return true;
  }

  place(id: string): Place | undefined {
    return this.#places.get(id);
  }

  idAt(path: string): string | undefined {
    return this.#ids.get(path);
  }

  settle(id: string, place: Place) {
    this.#places.set(id, place);
    this.#ids.set(place.path, id);
    if (isDocument(place.concept) && !this.#indexed.has(id)) this.#notIndexed.add(id);
  }

  /** Forgets a record that is gone, with all that lay inside it. */
  removed(id: string) {
    const gone = this.#places.get(id);
    if (!gone) return;
    this.#containers.get(this.#containerOf(gone))?.removed(parentPath(gone.path));
    const scopes = documents.has(gone.concept) ? [gone.scope, id] : [gone.scope];
    for (const [inside, { path, scope }] of this.#places) {
      if (!scopes.includes(scope) || (path !== gone.path && !path.startsWith(`${gone.path}/`))) continue;
      this.#places.delete(inside);
      this.#ids.delete(path);
    }
    this.#indexed.delete(id);
    this.#notIndexed.delete(id);
    this.#containers.delete(gone.path);
  }

  async load(path: string): Promise<CoreNode> {
    const node = await this.core.loadByPath(this.root, path);
    if (!node) throw new Error(`The project has nothing at ${path}`);
    return node;
  }

  /** Reads a record as it is now. */
  async read(id: string): Promise<ModelRecord | undefined> {
    const place = this.#places.get(id);
    return place && this.#read({ id, place, node: await this.load(place.path) });
  }

  folder(concept: ConceptName): string {
    const path = this.#folders.get(concept);
    if (path === undefined) throw new Error(`The project has no folder for ${concept}`);
    return path;
  }

  /** How full the buckets of a folder or document are. */
  containerAt(path: string): Places {
    let places = this.#containers.get(path);
    if (!places) this.#containers.set(path, (places = new Places()));
    return places;
  }

  #containerOf({ scope, concept }: Place): string {
    return scope === PROJECT_SCOPE
      ? (this.#folders.get(concept) ?? '')
      : (this.#places.get(scope)?.path ?? '');
  }

  #read({ node, id, place }: Entry): ModelRecord | undefined {
    const record = this.#reader.read(node, place.concept, id, place.parent, this);
    const { pointers } = conceptOf(place.concept);
    const values = record as unknown as Record<string, unknown>;
    const dangling = Object.keys(pointers).find((name) => pointers[name]?.required && values[name] === null);
    if (dangling === undefined) return record;
    const message = `A ${place.concept} whose ${dangling} is gone was left out.`;
    this.#report({ code: 'dangling', at: id, part: dangling, message });
    return undefined;
  }

  async #walk(scope: Scope): Promise<Entry[]> {
    const entries = scope === PROJECT_SCOPE ? await this.#walkProject() : await this.#walkDocument(scope);
    for (const { id, place } of entries) this.settle(id, place);
    this.#indexed.add(scope);
    this.#notIndexed.delete(scope);
    return entries;
  }

  async #walkProject(): Promise<Entry[]> {
    const { core, metamodel, root, rootId } = this;
    const top = await core.loadOwnChildren(root);
    const folders = top.filter((node) => {
      const base = core.getBase(node);
      const concept = base ? metamodel.folderConceptAt(core.getPath(base)) : undefined;
      if (concept) this.#folders.set(concept, core.getPath(node));
      return concept !== undefined;
    });
    const contents = await Promise.all(folders.map((folder) => this.#contents(folder)));
    const project = { node: root, id: rootId, place: this.#places.get(rootId)! };
    return [project, ...(await this.#entries(contents.flat(), rootId, PROJECT_SCOPE))];
  }

  async #walkDocument(id: string): Promise<Entry[]> {
    const place = this.#places.get(id);
    if (!place) throw new Error(`The project has no document ${id}`);
    const nodes = await this.#contents(await this.load(place.path));
    return this.#entries(nodes, id, id);
  }

  /** What the buckets of a container hold, level by level; a whole level is fetched at once. */
  async #contents(container: CoreNode): Promise<CoreNode[]> {
    const { core, metamodel } = this;
    const isBucket = (node: CoreNode) => metamodel.isBucketAt(core.getPath(core.getBase(node) ?? this.root));
    const path = core.getPath(container);
    const places = this.#containers.has(path) ? undefined : this.containerAt(path);
    const found: CoreNode[] = [];
    for (let level = [container]; level.length > 0;) {
      const children = await Promise.all(level.map((node) => core.loadOwnChildren(node)));
      level.forEach((bucket, at) => {
        const inside = children[at]!;
        if (bucket !== container)
          register(places, core.getPath(bucket), inside.filter(isBucket).length, inside.length);
        found.push(...inside.filter((node) => !isBucket(node)));
      });
      level = children.flat().filter(isBucket);
    }
    return found;
  }

  /** The records that these nodes are, with what lies inside them where that is not a document's own business. */
  async #entries(nodes: readonly CoreNode[], parent: string, scope: Scope): Promise<Entry[]> {
    const entries = nodes.flatMap((node) => this.#entry(node, parent, scope) ?? []);
    const nested = await Promise.all(
      entries
        .filter(({ place: { concept } }) => conceptOf(concept).contains.length > 0 && !documents.has(concept))
        .map(async ({ node, id }) => this.#entries(await this.core.loadOwnChildren(node), id, scope)),
    );
    return [...entries, ...nested.flat()];
  }

  #entry(node: CoreNode, parent: string, scope: Scope): Entry | undefined {
    const concept = conceptOfNode(this.core, this.metamodel, node);
    if (!concept) return undefined;
    const place = { path: this.core.getPath(node), concept, parent, scope };
    return { node, id: this.#identities.of(node), place };
  }

  #report(found: ReadFault) {
    this.#faults.set(`${found.code} ${found.at} ${found.part}`, found);
  }
}

function register(places: Places | undefined, path: string, buckets: number, entries: number) {
  if (!places) return;
  if (buckets > 0) places.addBranch(path);
  else places.addLeaf(path, entries);
}

const parentPath = (path: string) => path.slice(0, path.lastIndexOf('/'));
