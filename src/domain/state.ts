import { conceptOf, type ConceptName, type ModelRecord, type RecordFor } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { Change, Set as SetChange } from './change.ts';

/** What is known of a project at one moment, for reading. A browser knows the parts it has open; the session all it has loaded. */
export interface ProjectView {
  get(id: string): ModelRecord | undefined;
  /** The records that `id` contains, in no particular order; null asks for the project itself. */
  childrenOf(id: string | null): readonly ModelRecord[];
  /** Everything that points at `id`: connections by their ends, steps by their operation, references. */
  referrersOf(id: string): readonly ModelRecord[];
  all(): Iterable<ModelRecord>;
  readonly size: number;
}

/** Records by id, with the two indexes that rules ask for: contents and referrers. */
export class ProjectState implements ProjectView {
  readonly #records = new Map<string, ModelRecord>();
  readonly #children = new Map<string | null, Map<string, ModelRecord>>();
  readonly #referrers = new Map<string, Ids>();
  /** The contents that somebody asked for, until they change. */
  readonly #lists = new Map<string | null, readonly ModelRecord[]>();

  constructor(records: Iterable<ModelRecord> = []) {
    for (const record of records) this.#insert(record);
  }

  get size() {
    return this.#records.size;
  }

  get(id: string) {
    return this.#records.get(id);
  }

  all() {
    return this.#records.values();
  }

  childrenOf(id: string | null): readonly ModelRecord[] {
    let list = this.#lists.get(id);
    if (!list) this.#lists.set(id, (list = [...(this.#children.get(id)?.values() ?? [])]));
    return list;
  }

  referrersOf(id: string) {
    return [...(this.#referrers.get(id) ?? [])].flatMap((referrer) => this.#records.get(referrer) ?? []);
  }

  /** Applies changes in order and returns those that take them back, in the order to apply them. */
  apply(changes: readonly Change[]): Change[] {
    const inverse: Change[] = [];
    for (const change of changes) {
      const back = this.#applyOne(change);
      if (back) inverse.push(back);
    }
    return inverse.reverse();
  }

  #applyOne(change: Change): Change | undefined {
    switch (change.op) {
      case 'put':
        this.#insert(change.record);
        return { op: 'remove', id: change.record.id };
      case 'remove': {
        const record = this.#records.get(change.id);
        if (!record) return undefined;
        this.#delete(record);
        return { op: 'put', record };
      }
      case 'set':
        return this.#set(change);
      default:
        return change satisfies never;
    }
  }

  #set(change: SetChange): Change | undefined {
    const record = this.#records.get(change.id);
    if (!record) return undefined;
    const before = valueAt(record, change.path);
    if (!holds(before, change)) return undefined;
    this.#replace(record, withValue(record, change.path, change.value));
    const { id, path, value } = change;
    return {
      op: 'set',
      id,
      path,
      value: before,
      ...(value === undefined ? { absent: true } : { expected: value }),
    };
  }

  /** Keeps its place among its siblings, so that lists on screen do not jump. */
  #replace(record: ModelRecord, next: ModelRecord) {
    for (const target of pointersOf(record)) this.#referrers.get(target)?.delete(record.id);
    this.#insert(next);
  }

  #insert(record: ModelRecord) {
    this.#records.set(record.id, record);
    siblings(this.#children, record.parent).set(record.id, record);
    this.#lists.delete(record.parent);
    for (const target of pointersOf(record)) referrers(this.#referrers, target).add(record.id);
  }

  #delete(record: ModelRecord) {
    this.#records.delete(record.id);
    this.#children.get(record.parent)?.delete(record.id);
    this.#lists.delete(record.parent);
    for (const target of pointersOf(record)) this.#referrers.get(target)?.delete(record.id);
  }
}

function siblings(children: Map<string | null, Map<string, ModelRecord>>, parent: string | null) {
  let found = children.get(parent);
  if (!found) children.set(parent, (found = new Map<string, ModelRecord>()));
  return found;
}

function referrers(index: Map<string, Ids>, target: string) {
  let found = index.get(target);
  if (!found) index.set(target, (found = new Ids()));
  return found;
}

/** A set in the order of insertion. Nearly all of twenty thousand hold two or three, and lists of those are made faster. */
class Ids implements Iterable<string> {
  #few: string[] | undefined = [];
  #many: globalThis.Set<string> | undefined;

  add(id: string): void {
    if (this.#few && this.#few.length >= FEW) {
      this.#many = new Set(this.#few);
      this.#few = undefined;
    }
    if (this.#many) this.#many.add(id);
    else if (!this.#few?.includes(id)) this.#few?.push(id);
  }

  delete(id: string): void {
    this.#many?.delete(id);
    const at = this.#few?.indexOf(id) ?? -1;
    if (at >= 0) this.#few?.splice(at, 1);
  }

  [Symbol.iterator](): Iterator<string> {
    return (this.#many ?? this.#few ?? []).values();
  }
}

const FEW = 16;

/** The ids that a record points to, through pointers and maps of pointers. */
export function pointersOf(record: ModelRecord): string[] {
  const { single, mapped } = pointerFieldsOf(record.concept);
  const values = record as unknown as Record<string, unknown>;
  const targets: string[] = [];
  const add = (target: unknown) => {
    if (typeof target === 'string') targets.push(target);
  };
  for (const name of single) add(values[name]);
  for (const name of mapped) Object.values((values[name] ?? {}) as Record<string, unknown>).forEach(add);
  return targets;
}

interface PointerFields {
  readonly single: readonly string[];
  readonly mapped: readonly string[];
}

const pointerFields = new Map<ConceptName, PointerFields>();

function pointerFieldsOf(name: ConceptName): PointerFields {
  let found = pointerFields.get(name);
  if (!found) {
    const { pointers, maps } = conceptOf(name);
    const mapped = Object.keys(maps).filter((map) => maps[map]?.of === 'pointer');
    pointerFields.set(name, (found = { single: Object.keys(pointers), mapped }));
  }
  return found;
}

/** The value of a field, pointer or map entry; undefined where a map has no such entry. */
export function valueAt(record: ModelRecord, [field, entry]: SetChange['path']): Json | undefined {
  const value = (record as unknown as Record<string, Json | undefined>)[field];
  if (entry === undefined) return value;
  const map = (value ?? {}) as Record<string, Json>;
  return Object.hasOwn(map, entry) ? map[entry] : undefined;
}

function withValue(
  record: ModelRecord,
  [field, entry]: SetChange['path'],
  value: Json | undefined,
): ModelRecord {
  if (entry === undefined) return { ...record, [field]: value };
  const { [entry]: _before, ...rest } =
    (record as unknown as Record<string, Record<string, Json>>)[field] ?? {};
  return { ...record, [field]: value === undefined ? rest : { ...rest, [entry]: value } };
}

/** Whether a value is still what a change takes it to be. */
export function holds(value: Json | undefined, { expected, absent }: SetChange): boolean {
  if (absent) return value === undefined;
  return expected === undefined || sameJson(value, expected);
}

/** Structural equality; the order of keys does not matter. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, Json>;
  const right = b as Record<string, Json>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
}

/** The record when it exists and is of that concept. */
export function find<Name extends ConceptName>(
  view: ProjectView,
  concept: Name,
  id: string | null,
): RecordFor<Name> | undefined {
  const record = id === null ? undefined : view.get(id);
  return record?.concept === concept ? (record as RecordFor<Name>) : undefined;
}

/** Those children of `parent` that are of one concept. */
export function childrenOf<Name extends ConceptName>(
  view: ProjectView,
  parent: string,
  concept: Name,
): RecordFor<Name>[] {
  return view.childrenOf(parent).filter((child): child is RecordFor<Name> => child.concept === concept);
}

/** A record of a concept with every field at its default. */
export function blank<Name extends ConceptName>(
  concept: Name,
  given: Partial<RecordFor<Name>> & { readonly id: string; readonly parent: string | null },
): RecordFor<Name> {
  const { fields, pointers, maps } = conceptOf(concept);
  const defaults = Object.entries(fields).map(([name, field]) => [
    name,
    field.kind === 'time' ? null : field.default,
  ]);
  const nowhere = Object.keys(pointers).map((name) => [name, null]);
  const empty = Object.keys(maps).map((name) => [name, {}]);
  return { concept, ...Object.fromEntries([...defaults, ...nowhere, ...empty]), ...given } as RecordFor<Name>;
}
