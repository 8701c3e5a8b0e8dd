import type { ModelRecord } from '../../../meta/index.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

export const PROJECT = 'project';
export const NETWORK = 'network';

/** A project with these modules; without an import of their own they know `keras`, `layers` and `ops`. */
export function projectWith(modules: Readonly<Record<string, string>>, ...records: ModelRecord[]) {
  const code = Object.entries(modules).map(([name, source]) =>
    blank('Code', { id: `code-${name}`, parent: PROJECT, name, code: withImports(source) }),
  );
  return new ProjectState([
    blank('Project', { id: PROJECT, parent: null }),
    ...code,
    blank('Architecture', { id: NETWORK, parent: PROJECT, name: 'Net' }),
    ...records,
  ]);
}

const withImports = (source: string) =>
  /^(import|from) /m.test(source) ? source : `import keras\nfrom keras import layers, ops\n${source}`;
