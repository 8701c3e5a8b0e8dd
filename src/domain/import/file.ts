import { unpack } from './archive.ts';
import { LARGEST_TEXT, readConfigurationText, type Configuration } from './configurationText.ts';
import type { FileContent } from './content.ts';

/** The text of the configuration in a file; or the sentence that says why there is none. */
export type FileText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly fault: string };

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const CONFIG = 'config.json';

/** What kind of file it is, by its first bytes. */
export async function kindOfFile(file: FileContent): Promise<'keras' | 'h5' | 'json'> {
  const first = await file.read(0, Math.min(file.size, HDF5.length));
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => first[index] === byte);
  if (begins(ZIP)) return 'keras';
  return begins(HDF5) ? 'h5' : 'json';
}

/** The configuration in a `.keras` file or a Keras JSON file. Only text is read; weights are left where they are. */
export async function readModelFile(file: FileContent): Promise<Configuration> {
  const found = await configurationTextIn(file);
  if (!found.ok) return found;
  return readConfigurationText(found.text, (await kindOfFile(file)) === 'json' ? NO_MODEL : undefined);
}

/** That text alone is enough to import a network: the rest of a file need not travel. */
export async function configurationTextIn(file: FileContent): Promise<FileText> {
  switch (await kindOfFile(file)) {
    case 'h5':
      return refuse('it is an HDF5 file, which needs Python to be read');
    case 'keras': {
      const unpacked = await unpack(file, CONFIG, LARGEST_TEXT);
      return unpacked.ok ? decode(unpacked.content) : unpacked;
    }
    case 'json':
      if (file.size === 0) return refuse('it is empty');
      if (file.size > LARGEST_TEXT)
        return refuse('it is no .keras or .h5 file, and too large for a configuration');
      return decode(await file.read(0, file.size));
  }
}

function decode(bytes: Uint8Array): FileText {
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refuse(NO_MODEL);
  }
}

/** Said of a text, a picture or an archive of another kind, whatever the file is called. */
const NO_MODEL =
  'it is no model of Keras, neither a .keras archive nor .h5 nor a JSON configuration; ' +
  'save the model with model.save("name.keras") and take that file';

const refuse = (fault: string): FileText => ({ ok: false, fault });
