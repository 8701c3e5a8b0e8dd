import { createHash } from 'node:crypto';
import type { ArgumentType, LayerType } from '../../meta/catalogue/index.ts';
import type { Concept } from '../../meta/concept.ts';
import { CONCEPTS, DOCUMENTS, METAMODEL_VERSION, type ConceptName } from '../../meta/index.ts';
import type { AttributeRule, AttributeValue, Core, CoreNode } from './engine.ts';
import { argumentAttribute, defaultOf, encodeField, ruleOf } from './encoding.ts';

const META_SET = 'MetaAspectSet';
const METAMODEL_RELID = 'M';
const ROOT_CONCEPT: Concept = CONCEPTS.Project;
const documents = new Set<string>(DOCUMENTS);

/** The node of the metamodel that stands for what a concept's folders and buckets are made of. */
const folderName = (concept: string) => `${concept}Folder`;
const contentsName = (concept: string) => `${concept}Contents`;

/** Where the concepts lie in one project. */
export interface Metamodel {
  /** The node that a record's node derives from; for a layer the node of its type where there is one. */
  baseFor(concept: ConceptName, layerType?: string): CoreNode;
  /** What the children of the metamodel node at `path` are. */
  conceptAt(path: string): ConceptName | undefined;
  /** What a document or a folder keeps its buckets made of. */
  bucketFor(container: ConceptName | { readonly folderOf: ConceptName }): CoreNode;
  isBucketAt(path: string): boolean;
  /** The concept that a folder at the root holds. */
  folderConceptAt(path: string): ConceptName | undefined;
}

/** Writes the whole metamodel and the empty folders into a new root. */
export function buildMetamodel(core: Core, root: CoreNode, types: readonly LayerType[]) {
  const build = new Builder(core, root);
  const concepts: Concept[] = Object.values(CONCEPTS).filter((concept) => concept !== ROOT_CONCEPT);
  for (const concept of inOrderOfInheritance(concepts)) build.concept(concept, userOf(concept, concepts));
  for (const concept of concepts) build.relations(concept);
  for (const concept of concepts.filter(({ name }) => documents.has(name))) {
    build.buckets(contentsName(concept.name), concept.contains, concept.name);
  }
  for (const name of ROOT_CONCEPT.contains) build.folder(name);
  for (const type of types) build.layerType(type);
  build.root();
}

/** Finds the concepts in a project that exists. */
export function readMetamodel(core: Core, root: CoreNode): Metamodel {
  const byName = new Map<string, CoreNode>();
  const byType = new Map<string, CoreNode>();
  const concepts = new Map<string, ConceptName>();
  const buckets = new Set<string>();
  const folders = new Map<string, ConceptName>();
  const all = Object.entries(core.getAllMetaNodes(root));
  for (const [path, node] of all) {
    const name = core.getOwnAttribute(node, 'name') as string;
    byName.set(name, node);
    if (Object.hasOwn(CONCEPTS, name)) concepts.set(path, name as ConceptName);
    for (const concept of Object.keys(CONCEPTS) as ConceptName[]) {
      if (name === folderName(concept)) folders.set(path, concept);
      if (name === folderName(concept) || name === contentsName(concept)) buckets.add(path);
    }
  }
  const layer = byName.get('Layer');
  for (const [path, node] of all) {
    if (!layer || node === layer || core.getPath(core.getBase(node) ?? root) !== core.getPath(layer))
      continue;
    byType.set(core.getOwnAttribute(node, 'type') as string, node);
    concepts.set(path, 'Layer');
  }
  const named = (name: string) => {
    const node = byName.get(name);
    if (!node) throw new Error(`The metamodel of this project has no ${name}`);
    return node;
  };
  return {
    baseFor: (concept, layerType) => (layerType && byType.get(layerType)) || named(concept),
    conceptAt: (path) => concepts.get(path),
    bucketFor: (of) => named(typeof of === 'string' ? contentsName(of) : folderName(of.folderOf)),
    isBucketAt: (path) => buckets.has(path),
    folderConceptAt: (path) => folders.get(path),
  };
}

class Builder {
  readonly #core: Core;
  readonly #root: CoreNode;
  readonly #home: CoreNode;
  readonly #nodes = new Map<string, CoreNode>();
  #made = 0;

  constructor(core: Core, root: CoreNode) {
    this.#core = core;
    this.#root = root;
    const fco = this.#node('FCO', { parent: root, base: null, relid: '1' });
    this.#core.setAttributeMeta(fco, 'name', { type: 'string' });
    this.#home = this.#node('Metamodel', { parent: root, base: fco, relid: METAMODEL_RELID });
    this.#core.setChildMeta(this.#home, fco);
  }

  concept(concept: Concept, base: string | undefined) {
    const node = this.#inHome(concept.name, base ?? 'FCO');
    for (const [name, field] of Object.entries(concept.fields)) {
      this.#attribute(
        node,
        name,
        ruleOf(field),
        name === 'name' ? undefined : encodeField(field, defaultOf(field)),
      );
    }
  }

  relations(concept: Concept) {
    const node = this.#named(concept.name);
    for (const [name, { to }] of Object.entries(concept.pointers)) {
      if (name === concept.instanceOf) continue;
      this.#core.setPointerMetaLimits(node, name, -1, 1);
      for (const target of to) this.#core.setPointerMetaTarget(node, name, this.#named(target), -1, 1);
    }
    if (documents.has(concept.name)) return;
    for (const child of concept.contains) this.#core.setChildMeta(node, this.#named(child));
  }

  buckets(name: string, contents: readonly string[], owner?: string): CoreNode {
    const node = this.#inHome(name, 'FCO');
    this.#core.setChildMeta(node, node);
    for (const child of contents) this.#core.setChildMeta(node, this.#named(child));
    if (owner) this.#core.setChildMeta(this.#named(owner), node);
    return node;
  }

  folder(contents: string) {
    const base = this.buckets(folderName(contents), [contents]);
    const relid = `f${this.#core.getRelid(base)}`;
    const folder = this.#core.createNode({ parent: this.#root, base, relid, guid: guidOf(relid) });
    this.#core.setAttribute(folder, 'name', contents);
    this.#core.setChildMeta(this.#root, base);
  }

  layerType(type: LayerType) {
    const taken = this.#nodes.has(type.name);
    const node = this.#inHome(taken ? `${type.name} (layer)` : type.name, 'Layer');
    this.#core.setAttribute(node, 'type', type.name);
    if (type.isAbstract || type.isCell) this.#core.setRegistry(node, 'isAbstract', type.isAbstract);
    for (const { name, type: kind, nullable, default: value } of type.arguments) {
      const rule = ruleOfArgument(kind, nullable ?? false);
      const natural = typeof value === 'object' ? undefined : value;
      this.#attribute(node, argumentAttribute(name), rule, fits(rule, natural) ? natural : undefined);
    }
  }

  root() {
    for (const [name, field] of Object.entries(ROOT_CONCEPT.fields)) {
      const value = name === 'metamodel' ? METAMODEL_VERSION : encodeField(field, defaultOf(field));
      this.#attribute(this.#root, name, ruleOf(field), value);
    }
    this.#core.createSet(this.#root, META_SET);
    for (const node of this.#nodes.values()) this.#core.addMember(this.#root, META_SET, node);
  }

  #inHome(name: string, base: string) {
    return this.#node(name, {
      parent: this.#home,
      base: this.#named(base),
      relid: (this.#made++).toString(36),
    });
  }

  #node(name: string, of: { parent: CoreNode; base: CoreNode | null; relid: string }) {
    const node = this.#core.createNode({ ...of, guid: guidOf(name) });
    this.#core.setAttribute(node, 'name', name);
    this.#nodes.set(name, node);
    return node;
  }

  #named(name: string) {
    const node = this.#nodes.get(name);
    if (!node) throw new Error(`No concept is called ${name}`);
    return node;
  }

  #attribute(node: CoreNode, name: string, rule: AttributeRule, value: AttributeValue | undefined) {
    this.#core.setAttributeMeta(node, name, rule);
    if (value !== undefined) this.#core.setAttribute(node, name, value);
  }
}

/** What a base derives from comes first: a step's operation is a step itself, so that steps may derive from it. */
function inOrderOfInheritance(concepts: readonly Concept[]): readonly Concept[] {
  const rank = (concept: Concept) => (userOf(concept, concepts) ? 1 : 0);
  return [...concepts].sort((a, b) => rank(a) - rank(b));
}

/** The concept whose things are instances of this concept's things. */
function userOf(concept: Concept, concepts: readonly Concept[]): string | undefined {
  return concepts.find(
    (user) => user.instanceOf !== undefined && user.pointers[user.instanceOf]?.to.includes(concept.name),
  )?.name;
}

function ruleOfArgument(type: ArgumentType, nullable: boolean): AttributeRule {
  if (nullable) return { type: 'string' };
  switch (type.kind) {
    case 'integer':
    case 'float':
    case 'boolean':
      return { type: type.kind };
    case 'enum':
      return { type: 'string', enum: type.choices };
    default:
      return { type: 'string' };
  }
}

const fits = (rule: AttributeRule, value: unknown) =>
  rule.type === 'string'
    ? typeof value === 'string' && (rule.enum?.includes(value) ?? true)
    : typeof value === (rule.type === 'boolean' ? 'boolean' : 'number');

/** The same concept has the same identity in every project. */
function guidOf(name: string): string {
  const hex = createHash('sha256').update(`deepforge:${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
