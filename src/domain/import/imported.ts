import type { ModelRecord } from '../../../meta/index.ts';
import type { ProjectView } from '../state.ts';

export interface ImportOptions {
  /** The id of the project that will hold the architecture. */
  readonly project: string;
  readonly newId: () => string;
  /** That project, whose modules may define layers that the file uses. */
  readonly view?: ProjectView;
}

export interface ImportedArchitecture {
  readonly architecture: string;
  /** In the order in which they can be added: what is referred to comes first. */
  readonly records: readonly ModelRecord[];
  readonly report: ImportReport;
}

/** What an import made of a file. */
export interface ImportReport {
  /** Layer types of the catalogue, and how many layers are of each. */
  readonly recognised: Readonly<Record<string, number>>;
  /** Layers of classes that Keras does not have. */
  readonly custom: readonly { readonly layer: string; readonly type: string; readonly reason: string }[];
  /** What could not be taken over as it was. */
  readonly notices: readonly { readonly layer: string; readonly message: string }[];
}
