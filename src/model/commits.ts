import { hashOf, type CommitObject, type EngineConfig } from './engine.ts';
import type { ObjectReader } from './objects.ts';

export interface Commit {
  readonly hash: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly time: number;
}

/** Commits from one backwards, newest first. Walks the parents, so a page costs its own length and not the project's. */
export async function commitsFrom(objects: ObjectReader, start: string, limit: number): Promise<Commit[]> {
  const found: Commit[] = [];
  const seen = new Set([start]);
  const next = [await objects.load<CommitObject>(start)];
  while (next.length > 0 && found.length < limit) {
    next.sort((a, b) => a.time - b.time);
    const commit = next.pop()!;
    found.push(describe(commit));
    const parents = commit.parents.filter((hash) => hash !== '' && !seen.has(hash));
    for (const hash of parents) seen.add(hash);
    next.push(...(await Promise.all(parents.map((hash) => objects.load<CommitObject>(hash)))));
  }
  return found;
}

export function commitObject(
  of: { root: string; parent: string; author: string; time: number; message: string },
  config: EngineConfig,
): CommitObject {
  const commit = {
    root: of.root,
    parents: [of.parent],
    updater: [of.author],
    time: of.time,
    message: of.message,
    type: 'commit' as const,
    __v: '1.1.0',
  };
  return { ...commit, _id: hashOf(commit, config) };
}

const describe = ({ _id, parents, message, updater, time }: CommitObject): Commit => ({
  hash: _id,
  parents: parents.filter((hash) => hash !== ''),
  message,
  author: updater[0] ?? '',
  time,
});
