import type { ArgumentDescription, ArgumentType, LayerType } from '../../meta/catalogue/index.ts';
import type { Concept, Field } from '../../meta/concept.ts';
import { CONCEPTS, DOCUMENTS, METAMODEL_VERSION, type ConceptName } from '../../meta/index.ts';
import type { AttributeRule, AttributeValue, Core, CoreNode } from './engine.ts';
import { guidOf, relidOf } from './identity.ts';
import { argumentAttribute, defaultOf, encodeField, ruleOf } from './encoding.ts';

const META_SET = 'MetaAspectSet';
const METAMODEL_RELID = 'M';
const ROOT_CONCEPT: Concept = CONCEPTS.Project;
const documents = new Set<string>(DOCUMENTS);

/** The node of the metamodel that stands for what a concept's folders and buckets are made of. */
const folderName = (concept: string) => `${concept}Folder`;
const contentsName = (concept: string) => `${concept}Contents`;

/** The layer types that are known, by name. */
export type LayerTypes = ReadonlyMap<string, LayerType>;

/** Writes the metamodel and the empty folders into a root; what is there already is kept and brought up to date. */
export function buildMetamodel(core: Core, root: CoreNode) {
  const build = new Builder(core, root);
  const concepts: Concept[] = Object.values(CONCEPTS).filter((concept) => concept !== ROOT_CONCEPT);
  for (const concept of inOrderOfInheritance(concepts)) build.concept(concept, userOf(concept, concepts));
  for (const concept of concepts) build.relations(concept);
  for (const concept of concepts.filter(({ name }) => documents.has(name))) {
    build.buckets(contentsName(concept.name), concept.contains, concept.name);
  }
  for (const name of ROOT_CONCEPT.contains) build.folder(name);
  build.root();
}

/** Where the concepts lie in one project. */
export class Metamodel {
  readonly #core: Core;
  readonly #root: CoreNode;
  readonly #types: LayerTypes;
  readonly #byName = new Map<string, CoreNode>();
  readonly #layers = new Map<string, CoreNode>();
  readonly #concepts = new Map<string, ConceptName>();
  readonly #buckets = new Set<string>();
  readonly #folders = new Map<string, ConceptName>();

  constructor(core: Core, root: CoreNode, types: LayerTypes) {
    this.#core = core;
    this.#root = root;
    this.#types = types;
    const nodes = Object.values(core.getAllMetaNodes(root));
    for (const node of nodes) this.#byName.set(core.getOwnAttribute(node, 'name') as string, node);
    for (const concept of Object.keys(CONCEPTS) as ConceptName[]) this.#find(concept);
    for (const node of nodes) this.#findLayer(node);
  }

  /** Of all that the project knows of, ours or not. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** The node that a record's node derives from; for a layer the node of its type where that is known. */
  baseFor(concept: ConceptName, layerType?: string): CoreNode {
    if (concept !== 'Layer' || layerType === undefined) return this.#named(concept);
    const type = this.#types.get(layerType);
    return this.#layers.get(layerType) ?? (type ? this.#addLayerType(type) : this.#named('Layer'));
  }

  /** What derives from the node at `path`. */
  conceptAt(path: string): ConceptName | undefined {
    return this.#concepts.get(path);
  }

  /** What a document or a folder makes its buckets of. */
  bucketFor(container: ConceptName | { readonly folderOf: ConceptName }): CoreNode {
    return this.#named(
      typeof container === 'string' ? contentsName(container) : folderName(container.folderOf),
    );
  }

  isBucketAt(path: string): boolean {
    return this.#buckets.has(path);
  }

  /** The concept that a folder derived from the node at `path` holds. */
  folderConceptAt(path: string): ConceptName | undefined {
    return this.#folders.get(path);
  }

  #find(concept: ConceptName) {
    const path = (name: string) => {
      const node = this.#byName.get(name);
      return node && this.#core.getPath(node);
    };
    const [itself, folder, contents] = [concept, folderName(concept), contentsName(concept)].map(path);
    if (itself) this.#concepts.set(itself, concept);
    if (folder) this.#folders.set(folder, concept);
    for (const bucket of [folder, contents]) if (bucket) this.#buckets.add(bucket);
  }

  #findLayer(node: CoreNode) {
    const base = this.#core.getBase(node);
    const type = this.#core.getOwnAttribute(node, 'type');
    if (!base || typeof type !== 'string' || this.conceptAt(this.#core.getPath(base)) !== 'Layer') return;
    this.#layers.set(type, node);
    this.#concepts.set(this.#core.getPath(node), 'Layer');
  }

  /**
   * A layer type enters the metamodel of a project with its first layer. The root's object lists the metamodel and
   * every edit rewrites it, so the whole catalogue there would cost each edit 6 kB.
   */
  #addLayerType(type: LayerType): CoreNode {
    const core = this.#core;
    const parent = this.#named('Metamodel');
    const name = this.#byName.has(type.name) ? `${type.name} (layer)` : type.name;
    const guid = guidOf(`layer ${type.name}`);
    const node = core.createNode({ parent, base: this.#named('Layer'), relid: relidOf(guid), guid });
    core.setAttribute(node, 'name', name);
    core.setAttribute(node, 'type', type.name);
    for (const argument of type.arguments) declareArgument(core, node, argument);
    core.addMember(this.#root, META_SET, node);
    this.#byName.set(name, node);
    this.#findLayer(node);
    return node;
  }

  #named(name: string): CoreNode {
    const node = this.#byName.get(name);
    if (!node) throw new Error(`the metamodel of this project has no ${name}`);
    return node;
  }
}

class Builder {
  readonly #core: Core;
  readonly #root: CoreNode;
  readonly #home: CoreNode;
  readonly #nodes: Map<string, CoreNode>;

  constructor(core: Core, root: CoreNode) {
    this.#core = core;
    this.#root = root;
    const present = Object.values(core.getAllMetaNodes(root));
    this.#nodes = new Map(present.map((node) => [core.getOwnAttribute(node, 'name') as string, node]));
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
    const isNew = !this.#nodes.has(folderName(contents));
    const base = this.buckets(folderName(contents), [contents]);
    if (!isNew) return;
    const relid = `f${this.#core.getRelid(base)}`;
    const folder = this.#core.createNode({ parent: this.#root, base, relid, guid: guidOf(relid) });
    this.#core.setAttribute(folder, 'name', contents);
    this.#core.setChildMeta(this.#root, base);
  }

  root() {
    for (const [name, field] of Object.entries(ROOT_CONCEPT.fields)) {
      this.#attribute(this.#root, name, ruleOf(field), this.#valueOfRoot(name, field));
    }
    const members = this.#core.getAllMetaNodes(this.#root);
    if (Object.keys(members).length === 0) this.#core.createSet(this.#root, META_SET);
    for (const node of this.#nodes.values()) {
      if (!members[this.#core.getPath(node)]) this.#core.addMember(this.#root, META_SET, node);
    }
  }

  /** The root is the project itself, so what it says of itself already stays. */
  #valueOfRoot(name: string, field: Field): AttributeValue | undefined {
    if (name === 'metamodel') return METAMODEL_VERSION;
    const isSaid = this.#core.getOwnAttribute(this.#root, name) !== undefined;
    return isSaid ? undefined : encodeField(field, defaultOf(field));
  }

  #inHome(name: string, base: string) {
    return this.#node(name, { parent: this.#home, base: this.#named(base), relid: relidOf(guidOf(name)) });
  }

  #node(name: string, of: { parent: CoreNode; base: CoreNode | null; relid: string }) {
    const present = this.#nodes.get(name);
    if (present) return present;
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

function declareArgument(
  core: Core,
  node: CoreNode,
  { name, type, nullable = false, default: value }: ArgumentDescription,
) {
  const rule = ruleOfArgument(type, nullable);
  core.setAttributeMeta(node, argumentAttribute(name), rule);
  if (fits(rule, value)) core.setAttribute(node, argumentAttribute(name), value);
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

const fits = (rule: AttributeRule, value: unknown): value is AttributeValue =>
  rule.type === 'string'
    ? typeof value === 'string' && (rule.enum?.includes(value) ?? true)
    : typeof value === (rule.type === 'boolean' ? 'boolean' : 'number');
