import type { Concept, Field } from '../../meta/concept.ts';
import type { Json } from '../../meta/json.ts';
import { sameJson } from '../domain/state.ts';
import type { AttributeRule, Core, CoreNode } from './engine.ts';
import { argumentAttribute, decodeField, defaultOf, encodeField, encodeValue } from './encoding.ts';

/** Writes fields and free values of nodes; what a node inherits anyway is not written again. */
export class ValueWriter {
  readonly #core: Core;
  readonly #rules = new Map<string, AttributeRule | undefined>();
  readonly #inherited = new Map<string, Json>();

  constructor(core: Core) {
    this.#core = core;
  }

  field(node: CoreNode, concept: Concept, name: string, value: Json | undefined) {
    const field = concept.fields[name]!;
    const stored = encodeField(field, value);
    const needless = name !== 'name' && sameJson(value, this.#inheritedField(node, concept, name, field));
    if (stored !== undefined && !needless) this.#core.setAttribute(node, name, stored);
    else if (this.#core.getOwnAttribute(node, name) !== undefined) this.#core.delAttribute(node, name);
  }

  /** An entry of a map of values; undefined takes it away. */
  entry(node: CoreNode, name: string, value: Json | undefined) {
    const attribute = argumentAttribute(name);
    if (value !== undefined) {
      this.#core.setAttribute(node, attribute, encodeValue(value, this.#rule(node, attribute)));
    } else if (this.#core.getOwnAttribute(node, attribute) !== undefined) {
      this.#core.delAttribute(node, attribute);
    }
  }

  #inheritedField(node: CoreNode, concept: Concept, name: string, field: Field): Json {
    const base = this.#core.getBase(node);
    if (concept.instanceOf || !base) return defaultOf(field);
    const key = `${this.#core.getPath(base)} ${name}`;
    const known = this.#inherited.get(key);
    if (known !== undefined) return known;
    const decoded = decodeField(field, this.#core.getAttribute(base, name));
    const value = decoded.fault === undefined ? decoded.value : defaultOf(field);
    this.#inherited.set(key, value);
    return value;
  }

  #rule(node: CoreNode, attribute: string): AttributeRule | undefined {
    const base = this.#core.getBase(node);
    if (!base) return undefined;
    const key = `${this.#core.getPath(base)} ${attribute}`;
    if (!this.#rules.has(key)) this.#rules.set(key, this.#core.getAttributeMeta(base, attribute));
    return this.#rules.get(key);
  }
}
