import type { ModelRecord } from '../../../meta/index.ts';
import { modelRecord } from '../record.ts';
import { nameIn } from './configured.ts';
import { MOST_PARTS, partsIn } from './extent.ts';
import type { ImportedArchitecture, ImportOptions } from './imported.ts';
import { importKeras, modelIn } from './keras.ts';
import { tidyName } from './tidyName.ts';

/** A network that a file describes, as records; or the sentence that says why there is none. */
export type NetworkInFile =
  ({ readonly ok: true } & ImportedArchitecture) | { readonly ok: false; readonly fault: string };

export interface NamedImport extends ImportOptions {
  readonly fileName: string;
  /** What the architecture shall be called, whatever the file says. */
  readonly name?: string | undefined;
}

/** The network in a configuration that somebody brought. Nothing in it is believed before it was looked at. */
export function networkFrom(configuration: unknown, options: NamedImport): NetworkInFile {
  const model = modelIn(configuration);
  if (!model) return refuse('it holds no Keras model made of layers');
  if (partsIn(model) > MOST_PARTS) {
    return refuse(`its network has more than ${MOST_PARTS.toLocaleString('en')} layers and connections`);
  }
  const imported = importKeras(model, options);
  if (!imported) return refuse('it holds no Keras model made of layers');
  const name = options.name ?? nameFor(nameIn(model), options.fileName);
  const records = imported.records.map((record) =>
    record.id === imported.architecture ? { ...record, name: tidyName(name) } : record,
  );
  const fault = faultIn(records);
  return fault === undefined ? { ok: true, ...imported, records } : refuse(fault);
}

/** The name of the model; where Keras numbered it by itself, the name of the file says more. */
function nameFor(own: string, fileName: string): string {
  if (!/^(functional|model|sequential)(_\d+)?$/.test(own)) return own;
  return fileName.replace(/^.*[\\/]/, '').replace(/(\.config)?\.(keras|json|h5|hdf5)$/i, '') || own;
}

/** Whatever a file says, what comes of it is as the metamodel describes it. */
function faultIn(records: readonly ModelRecord[]): string | undefined {
  for (const record of records) {
    const what = 'name' in record ? `"${record.name}"` : 'a connection';
    const [issue] = modelRecord.safeParse(record).error?.issues ?? [];
    if (issue) return `${issue.path.map(String).join('.')} of ${what} cannot be kept: ${issue.message}`;
    if (JSON.stringify(record).length > LARGEST_RECORD) return `${what} holds too much`;
  }
  return undefined;
}

/** The store takes documents of 16 MB; a layer with a vocabulary needs one or two. */
const LARGEST_RECORD = 4_000_000;

const refuse = (fault: string): NetworkInFile => ({ ok: false, fault });
