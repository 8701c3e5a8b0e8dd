import type { ProjectTree } from './projectTree.ts';
import type { Tree } from './tree.ts';

export async function migrateProject(
  _tree: Tree,
  _project: ProjectTree,
  _branch: string | undefined,
): Promise<'done' | 'overtaken'> {
  return 'done';
}
