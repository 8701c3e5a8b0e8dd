import type { Migration } from './migration.ts';

export type { Migration, StoredThing } from './migration.ts';

/** All migrations, each in a file named for its change, in the order of their versions. */
export const MIGRATIONS: readonly Migration[] = [];
