import { createHash, type Hash } from 'node:crypto';
import type { Scope } from '../domain/scope.ts';
import type { ObjectReader } from './objects.ts';
import { StoredTree, type Relations } from './storedTree.ts';
import { isDocument, type Tree } from './tree.ts';

/**
 * What a document reads as is told by its own object and by little outside of it: the relations that lead out of the
 * document, which the engine keeps with what contains it, and what these lead to. Where all of this is the same, the
 * records are the same, whoever wrote what else. Of a tree whose project is indexed, with nothing written on top of
 * `root`; undefined where the document has no object of its own there, or points into another document: that reads
 * as a pointer only while the other one is loaded.
 */
export async function fingerprintOf(
  tree: Tree,
  objects: ObjectReader,
  root: string,
  scope: Scope,
): Promise<string | undefined> {
  const stored = new StoredTree(objects, root);
  const path = tree.place(scope)?.path;
  const document = path === undefined ? undefined : await stored.at(path);
  if (path === undefined || !document) return undefined;
  const hash = createHash('sha256').update(JSON.stringify([scope, path, document._id]));
  const ends = { all: new Set<string>(), bases: new Set<string>() };
  for (const above of containersOf(path)) {
    for (const relations of await stored.relationsAt(above)) takeIn(hash, relations, above, path, ends);
  }
  if ([...ends.all].some((end) => liesInADocument(end, tree))) return undefined;
  const inherited = await Promise.all([...ends.bases].map(async (base) => derivation(base, stored, tree)));
  const found = [...ends.all].map((end) => [end, tree.idAt(end)]);
  return hash.update(JSON.stringify([found, inherited])).digest('hex');
}

const containersOf = (path: string): string[] =>
  [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));

const liesInADocument = (path: string, tree: Tree) =>
  containersOf(path).some((above) => {
    const place = tree.place(tree.idAt(above) ?? '');
    return place !== undefined && isDocument(place.concept);
  });

/** Of the relations that the node at `above` keeps, those of what lies in `path`. */
function takeIn(
  hash: Hash,
  relations: Relations,
  above: string,
  path: string,
  ends: { readonly all: Set<string>; readonly bases: Set<string> },
) {
  const itself = path.slice(above.length);
  const inside = `${itself}/`;
  let text = '';
  for (const source in relations) {
    if (!source.startsWith(inside) && source !== itself) continue;
    for (const [name, target] of Object.entries(relations[source] ?? {})) {
      text += `${source} ${name} ${target}\n`;
      ends.all.add(above + target);
      if (name === 'base') ends.bases.add(above + target);
    }
  }
  hash.update(`${above}\n${text}`);
}

/** What something inherits from a base: all that it derives from in turn, and what this makes of it. */
async function derivation(from: string, stored: StoredTree, { metamodel }: Tree) {
  const line = new Map<string, readonly unknown[]>();
  for (let base: string | undefined = from; base !== undefined && !line.has(base);) {
    const object = await stored.at(base);
    line.set(base, [object?._id, metamodel.conceptAt(base), metamodel.isBucketAt(base)]);
    base = await stored.baseOf(base);
  }
  return [...line];
}
