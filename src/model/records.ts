import type { Concept } from '../../meta/concept.ts';
import { CONCEPTS, conceptOf, type ConceptName, type ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import type { ReadFault } from './faults.ts';
import type { Core, CoreNode } from './engine.ts';
import { argumentName, decodeField, decodeValue, defaultOf, referenceName } from './encoding.ts';
import type { Metamodel } from './metamodel.ts';

/** Ids for paths and back, for what is loaded. */
export interface Addresses {
  idAt(path: string): string | undefined;
}

/** The concept of a node: that of its base where this is a concept, the user of it where the base is a thing. */
export function conceptOfNode(core: Core, metamodel: Metamodel, node: CoreNode): ConceptName | undefined {
  const base = core.getBase(node);
  if (!base) return undefined;
  const concept = metamodel.conceptAt(core.getPath(base));
  if (concept) return concept;
  const prototype = conceptOfNode(core, metamodel, base);
  return prototype && (USERS.get(prototype) ?? prototype);
}

/** For a concept whose things are used as prototypes, the concept of their instances. */
const USERS = new Map<ConceptName, ConceptName>(
  Object.values(CONCEPTS).flatMap(({ name, instanceOf, pointers }: Concept) =>
    (instanceOf === undefined ? [] : (pointers[instanceOf]?.to ?? [])).map(
      (prototype) => [prototype, name] as [ConceptName, ConceptName],
    ),
  ),
);

/** Reads one record; what cannot be read has its default and is reported. */
export class RecordReader {
  readonly #core: Core;
  readonly #metamodel: Metamodel;
  readonly #report: (fault: ReadFault) => void;

  constructor(core: Core, metamodel: Metamodel, report: (fault: ReadFault) => void) {
    this.#core = core;
    this.#metamodel = metamodel;
    this.#report = report;
  }

  read(
    node: CoreNode,
    name: ConceptName,
    id: string,
    parent: string | null,
    addresses: Addresses,
  ): ModelRecord {
    const concept = conceptOf(name);
    return {
      id,
      concept: name,
      parent,
      ...this.#fields(node, concept, id),
      ...this.#pointers(node, concept, addresses),
      ...this.#maps(node, concept, id, addresses),
    } as unknown as ModelRecord;
  }

  #fields(node: CoreNode, concept: Concept, id: string): Record<string, Json> {
    const values: Record<string, Json> = {};
    for (const [name, field] of Object.entries(concept.fields)) {
      // An instance has a name and a place of its own; everything else shares what its base says.
      const stored = concept.instanceOf
        ? this.#core.getOwnAttribute(node, name)
        : this.#core.getAttribute(node, name);
      const decoded = stored === undefined ? { value: defaultOf(field) } : decodeField(field, stored);
      if (decoded.fault !== undefined) this.#illTyped(id, name, decoded.fault);
      values[name] = decoded.fault === undefined ? decoded.value : defaultOf(field);
    }
    return values;
  }

  #pointers(node: CoreNode, concept: Concept, addresses: Addresses): Record<string, string | null> {
    const targets: Record<string, string | null> = {};
    for (const name of Object.keys(concept.pointers)) {
      const path =
        name === concept.instanceOf ? this.#instancePath(node) : this.#core.getOwnPointerPath(node, name);
      targets[name] = (typeof path === 'string' ? addresses.idAt(path) : undefined) ?? null;
    }
    return targets;
  }

  #instancePath(node: CoreNode): string | undefined {
    const base = this.#core.getBase(node);
    const path = base ? this.#core.getPath(base) : undefined;
    return path !== undefined && this.#metamodel.conceptAt(path) === undefined ? path : undefined;
  }

  #maps(node: CoreNode, concept: Concept, id: string, addresses: Addresses) {
    const maps = Object.entries(concept.maps).map(([name, { of }]) => [
      name,
      of === 'value' ? this.#values(node, id) : this.#references(node, addresses),
    ]);
    return Object.fromEntries(maps) as Record<string, Record<string, Json>>;
  }

  #values(node: CoreNode, id: string): Record<string, Json> {
    const entries: [string, Json][] = [];
    for (const attribute of this.#core.getOwnAttributeNames(node)) {
      const name = argumentName(attribute);
      if (name === undefined) continue;
      const decoded = decodeValue(this.#core.getOwnAttribute(node, attribute));
      if (decoded.fault === undefined) entries.push([name, decoded.value]);
      else this.#illTyped(id, name, decoded.fault);
    }
    return Object.fromEntries(entries);
  }

  #references(node: CoreNode, addresses: Addresses): Record<string, string | null> {
    const entries: [string, string | null][] = [];
    for (const pointer of this.#core.getOwnPointerNames(node)) {
      const name = referenceName(pointer);
      if (name === undefined) continue;
      const path = this.#core.getOwnPointerPath(node, pointer);
      entries.push([name, (typeof path === 'string' ? addresses.idAt(path) : undefined) ?? null]);
    }
    return Object.fromEntries(entries);
  }

  #illTyped(id: string, part: string, found: string) {
    this.#report({
      code: 'ill-typed',
      at: id,
      part,
      message: `${part} holds ${found}, so its default is shown.`,
    });
  }
}
