import type { Model } from '../model/index.ts';
import type { BranchStore, BranchTree } from '../sync/server/branchStore.ts';

/** One branch of the model as a session needs it. `onOpen` is told whenever the session begins anew on the branch. */
export function branchStore(model: Model, project: string, branch: string, onOpen: () => void): BranchStore {
  return {
    openTree: async () => {
      const tree = await model.openTree(project, { branch });
      setImmediate(onOpen);
      return asBranchTree(tree, branch);
    },
    head: async () => model.head(project, branch),
    restore: async (commit, author) => {
      const message = `Restored the state of ${await describeCommit(model, project, commit)}`;
      await model.restore(project, branch, commit, author, message);
    },
  };
}

type ModelTree = Awaited<ReturnType<Model['openTree']>>;

function asBranchTree(tree: ModelTree, branch: string): BranchTree {
  return {
    get head() {
      return tree.commitHash;
    },
    loadScope: async (scope) => tree.loadScope(scope),
    write: async (changes) => tree.write(changes),
    commit: async ({ message, author }) => tree.commit({ message, author, branch }),
    keep: async (scope, records) => tree.keep(scope, records),
  };
}

/** A commit as people know it: by what it says and when it was. */
async function describeCommit(model: Model, project: string, commit: string): Promise<string> {
  const [found] = await model.history(project, { from: commit, limit: 1 });
  if (!found) return commit.slice(0, 8);
  return `${new Date(found.time).toISOString().slice(0, 16).replace('T', ' ')} (${found.message})`;
}
