import { Readable } from 'node:stream';
import JSZip from 'jszip';
import * as z from 'zod';
import { hashOf, type CommitObject, type EngineConfig, type StoredObject } from './engine.ts';
import { ModelError } from './faults.ts';
import type { ObjectStore } from './objects.ts';
import { isHash } from './storedTree.ts';

/** A file that travels with a project, such as the content of an artifact. */
export interface PackageFile {
  readonly name: string;
  readonly content: Buffer;
}

const PROJECT_FILE = 'project.json';
const FILES = 'files/';
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;
const LARGEST_PACKAGE = 2 ** 30;
const LARGEST_PROJECT = 2 ** 27;
/** A few kilobytes of zip can hold millions of empty lists, each of which costs far more memory than it takes in the file. */
const MOST_VALUES = 8_000_000;
const MOST_FILES = 10_000;

const hash = z.string().refine(isHash);
const projectFile = z.object({
  rootHash: hash,
  projectId: z.string().max(500).optional(),
  objects: z.array(z.unknown()).min(1),
});
const storedObject = z.looseObject({ _id: hash });

/** The engine's format: project.json with all objects of the tree, in a zip. */
export async function packProject(of: {
  readonly projectId: string;
  readonly kind: string;
  readonly commit: CommitObject;
  readonly objects: ObjectStore;
  readonly files: readonly PackageFile[];
}): Promise<Buffer> {
  const objects = await collectObjects(of.objects, of.commit.root);
  const zip = new JSZip();
  const content = {
    rootHash: of.commit.root,
    projectId: of.projectId,
    kind: of.kind,
    commitHash: of.commit._id,
    hashes: { objects: objects.map(({ _id }) => _id), assets: [] },
    objects,
  };
  // The same state makes the same file, whenever it is packed.
  const date = new Date(of.commit.time);
  zip.file(PROJECT_FILE, JSON.stringify(content), { date });
  for (const { name, content } of of.files) zip.file(FILES + name, content, { date, createFolders: false });
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' });
}

/** Checks and opens a package; nothing in it is believed before it was looked at. */
export async function unpackProject(content: Buffer, config: EngineConfig) {
  if (content.length > LARGEST_PACKAGE) throw new ModelError('too-large', 'The file is larger than 1 GiB.');
  const zip = await JSZip.loadAsync(content).catch(() => {
    throw bad('it is not a zip archive');
  });
  const entries = Object.values(zip.files).filter(({ dir }) => !dir);
  if (entries.length > MOST_FILES) throw new ModelError('too-large', `It has more than ${MOST_FILES} files.`);
  const main = zip.file(PROJECT_FILE);
  if (!main) throw bad(`it has no ${PROJECT_FILE}`);
  const text = await readLimited(main, LARGEST_PROJECT);
  const { rootHash, objects } = parseProject(text);
  checkObjects(rootHash, objects, config);
  const files: PackageFile[] = [];
  let left = LARGEST_PACKAGE;
  for (const entry of entries.filter(({ name }) => name.startsWith(FILES))) {
    const name = entry.name.slice(FILES.length);
    if (!FILE_NAME.test(name)) throw bad(`the name of the file "${entry.name.slice(0, 100)}" is not allowed`);
    const file = { name, content: await readLimited(entry, left) };
    left -= file.content.length;
    files.push(file);
  }
  const { atr } = objects.find(({ _id }) => _id === rootHash) as { atr?: { name?: unknown } };
  return {
    rootHash,
    objects,
    files,
    name: typeof atr?.name === 'string' && atr.name ? atr.name : 'Imported project',
  };
}

function parseProject(text: Buffer) {
  if (bracketsIn(text) > MOST_VALUES)
    throw new ModelError('too-large', `Its ${PROJECT_FILE} holds too much.`);
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch {
    throw bad(`its ${PROJECT_FILE} is not JSON`);
  }
  const parsed = projectFile.safeParse(value);
  if (parsed.success) {
    const { rootHash, objects } = parsed.data;
    // One fault is enough to know: a list of millions of them would fill the memory.
    const strange = objects.findIndex((object) => !storedObject.safeParse(object).success);
    if (strange >= 0) throw bad(`its ${PROJECT_FILE} is malformed at objects.${String(strange)}`);
    return { rootHash, objects: objects as StoredObject[] };
  }
  const [issue] = parsed.error.issues;
  throw bad(`its ${PROJECT_FILE} is malformed at ${issue?.path.join('.') || 'the top'}: ${issue?.message}`);
}

const OPENING = new Set([...Buffer.from('[{')]);

function bracketsIn(text: Buffer): number {
  let found = 0;
  for (let at = 0; at < text.length; at += 1) if (OPENING.has(text[at] ?? 0)) found += 1;
  return found;
}

/** Every object is what its hash says, and all that the tree refers to is there. */
function checkObjects(rootHash: string, objects: readonly StoredObject[], config: EngineConfig) {
  const present = new Set(objects.map(({ _id }) => _id));
  if (!present.has(rootHash)) throw bad('the root of the project is missing');
  for (const object of objects) {
    if (hashFor(object, config) !== object._id) throw bad(`the object ${object._id} was altered`);
    const missing = referencesOf(object).find((reference) => !present.has(reference));
    if (missing) throw bad(`the object ${missing} is missing`);
  }
}

function hashFor(object: StoredObject, config: EngineConfig): string {
  try {
    return hashOf({ ...object, _id: '' }, config);
  } catch (error) {
    if (error instanceof RangeError) throw bad(`the object ${object._id} nests too deep`);
    throw error;
  }
}

async function collectObjects(store: ObjectStore, rootHash: string): Promise<StoredObject[]> {
  const found = new Map<string, StoredObject>();
  for (let wanted = [rootHash]; wanted.length > 0;) {
    const objects = await Promise.all(wanted.map((one) => store.load(one)));
    for (const object of objects) found.set(object._id, object);
    wanted = [...new Set(objects.flatMap(referencesOf))].filter((reference) => !found.has(reference));
  }
  return [...found.values()];
}

/** The objects that an object refers to: children and shards of overlays. */
function referencesOf(object: StoredObject): string[] {
  const { _id, ovr, ...children } = object as StoredObject & { readonly ovr?: Record<string, unknown> };
  const shards = ovr?.sharded === true ? Object.values(ovr) : [];
  return [...Object.values(children), ...shards].filter(isHash);
}

async function readLimited(entry: JSZip.JSZipObject, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // jszip's streams are older than async iteration.
    for await (const chunk of new Readable().wrap(entry.nodeStream()) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit)
        throw new ModelError('too-large', `The file "${entry.name.slice(0, 100)}" is too large.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ModelError ? error : bad(`"${entry.name.slice(0, 100)}" cannot be unpacked`);
  }
  return Buffer.concat(chunks);
}

const bad = (why: string) => new ModelError('bad-package', `This is not a project file: ${why}.`);
