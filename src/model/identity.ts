import { createHash } from 'node:crypto';
import { relidToInteger, type Core, type CoreNode } from './engine.ts';

const OWN_PART = '_relguid';

/**
 * The identities of nodes. The engine derives them from those of all that contains a node, which for 20,000 nodes
 * takes longer than reading them; here the identity of a bucket is derived once.
 */
export class Identities {
  readonly #core: Core;
  readonly #parents = new Map<string, string>();

  constructor(core: Core) {
    this.#core = core;
  }

  of(node: CoreNode): string {
    const own = this.#core.getOwnAttribute(node, OWN_PART);
    const parent = this.#core.getParent(node);
    if (!parent || typeof own !== 'string' || own.length !== 32) return this.#core.getGuid(node);
    const relid = relidToInteger(this.#core.getRelid(node)).toString(16).padEnd(32, '0');
    return withDashes(combined(own, relid, this.#ofParent(parent)));
  }

  #ofParent(parent: CoreNode): string {
    const path = this.#core.getPath(parent);
    let known = this.#parents.get(path);
    if (known === undefined) {
      known = this.#core.getGuid(parent).replaceAll('-', '');
      this.#parents.set(path, known);
    }
    return known;
  }
}

function combined(...parts: readonly [string, string, string]): string {
  let all = '';
  for (let at = 0; at < 32; at += 8) {
    const [a, b, c] = parts.map((part) => parseInt(part.slice(at, at + 8), 16)) as [number, number, number];
    all += ((a ^ b ^ c) >>> 0).toString(16).padStart(8, '0');
  }
  return all;
}

const withDashes = (hex: string) =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

/** Short, for it stands in the path of every base; the same for the same thing in every project. */
export const relidOf = (guid: string) =>
  parseInt(guid.slice(0, 8), 16).toString(36).slice(-4).padStart(4, '0');

/** What has the same name has the same identity in every project. */
export function guidOf(name: string): string {
  return withDashes(createHash('sha256').update(`deepforge:${name}`).digest('hex').slice(0, 32));
}

/** A place among the children of a node that is free; the first that is tried depends on `guid` alone. */
export function freeRelid(core: Core, parent: CoreNode, guid: string): string {
  const taken = new Set(core.getOwnChildrenRelids(parent));
  let relid = relidOf(guid);
  for (let tries = 0; taken.has(relid); tries += 1) relid = relidOf(guidOf(`${guid} ${String(tries)}`));
  return relid;
}
