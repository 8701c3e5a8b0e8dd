import { setImmediate } from 'node:timers/promises';
import { conceptOf, DOCUMENTS, type ConceptName, type ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { Change, Put, Set as SetChange } from '../domain/change.ts';
import { PROJECT_SCOPE, type Scope } from '../domain/scope.ts';
import { pointersOf, sameJson, valueAt } from '../domain/state.ts';
import { declareOperation } from './declarations.ts';
import type { CoreNode } from './engine.ts';
import { freeRelid, guidOf } from './identity.ts';
import { argumentName, referenceName, referencePointer } from './encoding.ts';
import type { Places } from './places.ts';
import type { Place, Tree } from './tree.ts';
import { ValueWriter } from './values.ts';

const documents = new Set<string>(DOCUMENTS);

interface PointerToSet {
  readonly from: string;
  readonly name: string;
  /** null points at nothing, which is more than not pointing. */
  readonly to: string | null;
}

const AT_ONCE = 100;

/** The items, with a pause now and then: whoever else waits for the gateway then has a turn. */
function* inTurns<T>(items: readonly T[]): Generator<T | undefined> {
  for (const [index, item] of items.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield undefined;
    yield item;
  }
}

/** Writes one list of changes into a tree; nodes met on the way are kept until it is done. */
export class Writer {
  readonly #tree: Tree;
  readonly #values: ValueWriter;
  readonly #nodes = new Map<string, CoreNode>();
  readonly #pointersAhead: PointerToSet[] = [];
  readonly #operationsToDeclare = new Set<string>();

  constructor(tree: Tree) {
    this.#tree = tree;
    this.#values = new ValueWriter(tree.core);
  }

  async write(changes: readonly Change[]) {
    await this.#tree.index(PROJECT_SCOPE);
    for (const change of inTurns(changes)) await (change ? this.#apply(change) : setImmediate());
    await this.#declareOperations();
    for (const pointer of inTurns(this.#pointersAhead)) {
      await (pointer ? this.#point(pointer, () => undefined) : setImmediate());
    }
  }

  async #apply(change: Change) {
    switch (change.op) {
      case 'put':
        return this.#put(change);
      case 'set':
        return this.#set(change);
      case 'remove':
        return this.#remove(change.id);
      default:
        return change satisfies never;
    }
  }

  async #put({ record }: Put) {
    if (record.concept === 'Project') return this.#fill(this.#tree.root, record);
    const parent = await this.#placeOf(record.parent ?? '');
    if (!parent) throw new Error(`${record.concept} ${record.id} has no parent in the project`);
    const node = await this.#make(record, parent);
    await this.#fill(node, record);
    this.#noteOperation(record.concept, record.parent);
  }

  async #make(record: ModelRecord, parent: Place): Promise<CoreNode> {
    const { core } = this.#tree;
    const { home, scope, places } = await this.#homeFor(record, parent);
    if (this.#tree.place(record.id)) throw new Error(`There is already a record ${record.id}`);
    const relid = freeRelid(core, home, record.id);
    const node = core.createNode({ parent: home, base: await this.#baseFor(record), relid, guid: record.id });
    const path = core.getPath(node);
    this.#nodes.set(path, node);
    places?.added(core.getPath(home));
    this.#tree.settle(record.id, { path, concept: record.concept, parent: record.parent, scope });
    return node;
  }

  async #fill(node: CoreNode, record: ModelRecord) {
    const concept = conceptOf(record.concept);
    const values = record as unknown as Record<string, Json>;
    for (const name of Object.keys(concept.fields)) this.#values.field(node, concept, name, values[name]);
    for (const name of Object.keys(concept.pointers)) {
      if (name !== concept.instanceOf && values[name] != null)
        await this.#setPointer(record.id, name, values[name]);
    }
    for (const [map, { of }] of Object.entries(concept.maps)) {
      for (const [entry, value] of Object.entries(values[map] as Record<string, Json>)) {
        await this.#setEntry(node, record.id, of, entry, value);
      }
    }
  }

  async #set(change: SetChange) {
    const place = await this.#placeOf(change.id);
    if (!place || !(await this.#holds(change))) return;
    const node = await this.#node(place.path);
    const [name, entry] = change.path;
    const concept = conceptOf(place.concept);
    if (place.concept === 'Layer' && name === 'type') {
      this.#tree.core.setBase(node, this.#tree.metamodel.baseFor('Layer', change.value as string));
    }
    const map = concept.maps[name];
    if (concept.fields[name]) this.#values.field(node, concept, name, change.value);
    else if (name === concept.instanceOf) this.#tree.core.setBase(node, await this.#prototype(change.value));
    else if (concept.pointers[name]) await this.#setPointer(change.id, name, change.value ?? undefined);
    else if (map && entry !== undefined) await this.#setEntry(node, change.id, map.of, entry, change.value);
    else if (map) await this.#setMap(node, change.id, map.of, (change.value ?? {}) as Record<string, Json>);
    this.#noteOperation(place.concept, place.parent);
  }

  async #holds({ id, path, expected }: SetChange): Promise<boolean> {
    if (expected === undefined) return true;
    const record = await this.#tree.read(id);
    return record !== undefined && sameJson(valueAt(record, path), expected);
  }

  async #setMap(node: CoreNode, id: string, of: 'value' | 'pointer', whole: Record<string, Json>) {
    const { core } = this.#tree;
    const before =
      of === 'value'
        ? core.getOwnAttributeNames(node).map(argumentName)
        : core.getOwnPointerNames(node).map(referenceName);
    for (const entry of before) {
      if (entry !== undefined && !Object.hasOwn(whole, entry))
        await this.#setEntry(node, id, of, entry, undefined);
    }
    for (const [entry, value] of Object.entries(whole)) await this.#setEntry(node, id, of, entry, value);
  }

  async #setEntry(
    node: CoreNode,
    id: string,
    of: 'value' | 'pointer',
    entry: string,
    value: Json | undefined,
  ) {
    if (of === 'value') this.#values.entry(node, entry, value);
    else await this.#setPointer(id, referencePointer(entry), value);
  }

  async #setPointer(from: string, name: string, to: Json | undefined) {
    if (to !== undefined) {
      return this.#point({ from, name, to: to as string | null }, (ahead) => this.#pointersAhead.push(ahead));
    }
    const place = this.#tree.place(from);
    const node = place && (await this.#node(place.path));
    if (node && this.#tree.core.getOwnPointerNames(node).includes(name))
      this.#tree.core.delPointer(node, name);
  }

  /** Sets a pointer; where the target is not there yet, it may still come in the same list. */
  async #point(pointer: PointerToSet, later: (pointer: PointerToSet) => void) {
    const source = this.#tree.place(pointer.from);
    if (!source) return;
    const node = await this.#node(source.path);
    const target = pointer.to === null ? null : await this.#placeOf(pointer.to);
    if (target === undefined) later(pointer);
    else this.#tree.core.setPointer(node, pointer.name, target && (await this.#node(target.path)));
  }

  async #remove(id: string) {
    const place = await this.#placeOf(id);
    if (!place) return;
    this.#tree.core.deleteNode(await this.#node(place.path));
    for (const path of this.#nodes.keys()) {
      if (path === place.path || path.startsWith(`${place.path}/`)) this.#nodes.delete(path);
    }
    this.#tree.removed(id);
    this.#noteOperation(place.concept, place.parent);
  }

  /** The node to create a record in: a bucket for what projects and documents contain, else the parent itself. */
  async #homeFor(
    record: ModelRecord,
    parent: Place,
  ): Promise<{ home: CoreNode; scope: Scope; places?: Places }> {
    const isDocument = documents.has(parent.concept);
    if (!isDocument && parent.concept !== 'Project') {
      return { home: await this.#node(parent.path), scope: parent.scope };
    }
    const scope = isDocument ? record.parent! : PROJECT_SCOPE;
    await this.#tree.index(scope);
    const container = isDocument ? parent.path : this.#tree.folder(record.concept);
    const bucket = this.#tree.metamodel.bucketFor(isDocument ? parent.concept : { folderOf: record.concept });
    const places = this.#tree.containerAt(container);
    const beside = pointersOf(record).flatMap((id) => this.#tree.place(id) ?? []);
    const leaf = places.find(beside.map(({ path }) => parentPath(path)));
    const home = leaf ? await this.#node(leaf.path) : await this.#grow(places, container, bucket);
    return { home, scope, places };
  }

  async #grow(places: Places, container: string, bucket: CoreNode): Promise<CoreNode> {
    const growth = places.growth();
    let parent = await this.#node(growth.under === 'branch' ? growth.path : container);
    if (growth.under === 'new branch') {
      parent = this.#makeBucket(parent, bucket);
      places.addBranch(this.#tree.core.getPath(parent));
    }
    const leaf = this.#makeBucket(parent, bucket);
    places.addLeaf(this.#tree.core.getPath(leaf));
    return leaf;
  }

  #makeBucket(parent: CoreNode, base: CoreNode): CoreNode {
    const { core } = this.#tree;
    const guid = guidOf(
      `bucket ${String(core.getOwnChildrenRelids(parent).length)} of ${core.getGuid(parent)}`,
    );
    const node = core.createNode({ parent, base, relid: freeRelid(core, parent, guid), guid });
    this.#nodes.set(core.getPath(node), node);
    return node;
  }

  async #baseFor(record: ModelRecord): Promise<CoreNode> {
    const { instanceOf } = conceptOf(record.concept);
    if (instanceOf) return this.#prototype((record as unknown as Record<string, Json>)[instanceOf]);
    return this.#tree.metamodel.baseFor(record.concept, record.concept === 'Layer' ? record.type : undefined);
  }

  async #prototype(id: Json | undefined): Promise<CoreNode> {
    await this.#declareOperations();
    const place = typeof id === 'string' ? await this.#placeOf(id) : undefined;
    if (!place) throw new Error(`The project has no ${JSON.stringify(id)} to make an instance of`);
    return this.#node(place.path);
  }

  /** What an operation declares is also told to the engine, before instances are made of it. */
  async #declareOperations() {
    for (const id of this.#operationsToDeclare) {
      const place = this.#tree.place(id);
      if (place) await declareOperation(this.#tree, await this.#node(place.path), id);
    }
    this.#operationsToDeclare.clear();
  }

  #noteOperation(concept: ConceptName, parent: string | null) {
    if (parent !== null && (concept === 'Attribute' || concept === 'Reference'))
      this.#operationsToDeclare.add(parent);
  }

  async #placeOf(id: string): Promise<Place | undefined> {
    if (!this.#tree.place(id)) await this.#tree.findScope(id);
    return this.#tree.place(id);
  }

  async #node(path: string): Promise<CoreNode> {
    const known = this.#nodes.get(path);
    if (known) return known;
    const node = await this.#tree.load(path);
    this.#nodes.set(path, node);
    return node;
  }
}

const parentPath = (path: string) => path.slice(0, path.lastIndexOf('/'));
