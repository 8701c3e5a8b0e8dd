/*
 * A parent's object lists all its children, so whatever contains many things keeps them in a hidden tree of small
 * buckets: up to 16 leaves at first, then branches of 32 leaves each.
 */

/** A leaf takes new things up to FILL; the room above is for connections, which lie beside what they connect. */
const FILL = 24;
const CAPACITY = 48;
const DIRECT_LEAVES = 16;
const LEAVES_PER_BRANCH = 32;

export interface Leaf {
  readonly path: string;
  count: number;
}

interface Branch {
  readonly path: string;
  leaves: number;
}

/** Where the next leaf is to be made. */
export type Growth =
  { readonly under: 'container' | 'new branch' } | { readonly under: 'branch'; readonly path: string };

type BucketLeaf = readonly [path: string, count: number];

/** The buckets of one container, as plain values. */
export interface Buckets {
  readonly branches: readonly string[];
  readonly leaves: readonly BucketLeaf[];
}

/** How full the buckets of one container are. */
export class Places {
  readonly #leaves = new Map<string, Leaf>();
  readonly #branches: Branch[] = [];
  #direct = 0;
  #open: Leaf | undefined;

  /** For `add` to make the same again. */
  get buckets(): Buckets {
    const leaves = [...this.#leaves.values()].map(({ path, count }): BucketLeaf => [path, count]);
    return { branches: this.#branches.map(({ path }) => path), leaves };
  }

  /** The leaf for something new, beside a neighbour where there is room; undefined when one must be made first. */
  find(neighbours: readonly string[]): Leaf | undefined {
    for (const path of neighbours) {
      const leaf = this.#leaves.get(path);
      if (leaf && leaf.count < CAPACITY) return leaf;
    }
    if (this.#open && this.#open.count < FILL) return this.#open;
    this.#open = [...this.#leaves.values()].find(({ count }) => count < FILL);
    return this.#open;
  }

  growth(): Growth {
    if (this.#direct < DIRECT_LEAVES) return { under: 'container' };
    const branch = this.#branches.find(({ leaves }) => leaves < LEAVES_PER_BRANCH);
    return branch ? { under: 'branch', path: branch.path } : { under: 'new branch' };
  }

  add({ branches, leaves }: Buckets) {
    for (const path of branches) this.addBranch(path);
    for (const [path, count] of leaves) this.addLeaf(path, count);
  }

  addBranch(path: string) {
    this.#branches.push({ path, leaves: 0 });
  }

  addLeaf(path: string, count = 0): Leaf {
    const leaf = { path, count };
    this.#leaves.set(path, leaf);
    const branch = this.#branches.find((candidate) => path.startsWith(`${candidate.path}/`));
    if (branch) branch.leaves += 1;
    else this.#direct += 1;
    return leaf;
  }

  added(leafPath: string) {
    const leaf = this.#leaves.get(leafPath);
    if (leaf) leaf.count += 1;
  }

  removed(leafPath: string) {
    const leaf = this.#leaves.get(leafPath);
    if (leaf) leaf.count -= 1;
  }
}
