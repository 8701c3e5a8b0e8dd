/** A file with a network in it, read; or the sentence that says why it cannot be. */
export type ModelFile =
  { readonly ok: true; readonly configuration: unknown } | { readonly ok: false; readonly fault: string };

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const HDF5 = [0x89, 0x48, 0x44, 0x46];
const CONFIG = 'config.json';
const LARGEST_CONFIG = 200_000_000;

/** What kind of file it is, by its first bytes. */
export function kindOfFile(content: Uint8Array): 'keras' | 'h5' | 'json' {
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => content[index] === byte);
  if (begins(ZIP)) return 'keras';
  return begins(HDF5) ? 'h5' : 'json';
}

/** The configuration in a `.keras` file or a Keras JSON file. Only text is read; weights are left where they are. */
export async function readModelFile(content: Uint8Array): Promise<ModelFile> {
  if (kindOfFile(content) === 'h5') return refuse('it is an HDF5 file, which needs Python to be read');
  if (kindOfFile(content) === 'json') return parse(new TextDecoder().decode(content));
  const { default: zip } = await import('jszip');
  const archive = await zip.loadAsync(content).catch(() => undefined);
  const entry = archive?.file(CONFIG);
  if (!entry) return refuse(archive ? `the archive has no ${CONFIG}` : 'the archive is damaged');
  const text = await entry.async('string').catch(() => undefined);
  if (text === undefined) return refuse('the archive is damaged');
  return text.length > LARGEST_CONFIG ? refuse(`its ${CONFIG} is too large`) : parse(text);
}

/** Python also writes numbers that JSON does not have. */
function parse(text: string): ModelFile {
  const configuration =
    asJson(text) ?? asJson(text.replace(/(?<=[[:,]\s*)-?(?:Infinity|NaN)(?=\s*[,\]}])/g, 'null'));
  return configuration === undefined ? refuse('it is not JSON') : { ok: true, configuration };
}

function asJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // `to_json` saved with json.dump is JSON inside a JSON text.
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
  } catch {
    return undefined;
  }
}

const refuse = (fault: string): ModelFile => ({ ok: false, fault });
