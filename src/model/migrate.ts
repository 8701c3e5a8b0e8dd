import type { Migration, StoredThing } from '../../meta/migrations/index.ts';
import type { CoreNode } from './engine.ts';
import { ModelError } from './faults.ts';
import { buildMetamodel } from './metamodel.ts';
import type { Tree } from './tree.ts';

/** Brings a project that was written with an older metamodel up to `version`, in memory. */
export async function migrate(tree: Tree, migrations: readonly Migration[], version: number) {
  const from = tree.metamodelVersion;
  if (from > version) {
    throw new ModelError('too-new', `This project was written by a newer DeepForge (metamodel ${from}).`);
  }
  const steps = migrations.filter(({ to }) => to > from && to <= version).sort((a, b) => a.to - b.to);
  for (const { node, concept } of await tree.things()) {
    for (const step of steps) migrateNode(tree, node, concept, step);
  }
  buildMetamodel(tree.core, tree.root);
  tree.core.setAttribute(tree.root, 'metamodel', version);
}

function migrateNode({ core }: Tree, node: CoreNode, concept: string, step: Migration) {
  const names = core.getOwnAttributeNames(node);
  const attributes = Object.fromEntries(names.map((name) => [name, core.getOwnAttribute(node, name)]));
  const thing: StoredThing = { concept, attributes };
  for (const [name, value] of Object.entries(step.migrate(thing) ?? {})) {
    if (value !== undefined) core.setAttribute(node, name, value);
    else if (names.includes(name)) core.delAttribute(node, name);
  }
}
