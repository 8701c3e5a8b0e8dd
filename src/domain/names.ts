import type { ConceptName, ModelRecord } from '../../meta/index.ts';
import { childrenOf, find, type ProjectView } from './state.ts';

/** `name`, or the first of `name_2`, `name_3`, ... that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const [, stem = name, number] = /^(.*?)(?:_(\d+))?$/s.exec(name) ?? [];
  for (let next = Number(number ?? 1) + 1; ; next += 1) {
    const candidate = `${stem}_${String(next)}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const byName = new Intl.Collator('en', { numeric: true });

/** Names in the order people expect: `conv_2` before `conv_10`. */
export const compareNames = (a: { name: string; id: string }, b: { name: string; id: string }) =>
  byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

/** The names that siblings of one concept have under a parent. */
export function namesUnder(view: ProjectView, parent: string, concept: ConceptName): Set<string> {
  return new Set(childrenOf(view, parent, concept).map((child) => nameOf(child)));
}

/** The name people know a thing by. */
export function nameOf(record: ModelRecord): string {
  return 'name' in record ? record.name : 'the connection';
}

/** A word for the concept, as used in sentences. */
export function kindOf(record: ModelRecord): string {
  return record.concept === 'Step' ? 'operation' : record.concept.toLowerCase();
}

/** Concepts whose names become Python names. */
const PYTHON_NAMED: ReadonlySet<ConceptName> = new Set([
  'Port',
  'Attribute',
  'Reference',
  'Operation',
  'Code',
]);
/** Concepts whose names must differ from their siblings'. */
const UNIQUELY_NAMED: ReadonlySet<ConceptName> = new Set<ConceptName>([
  'Architecture',
  'Layer',
  'Pipeline',
  'Step',
  'Operation',
  'Code',
  'Execution',
  'Attribute',
  'Reference',
]);

export const mustBePython = (concept: ConceptName) => PYTHON_NAMED.has(concept);
export const mustBeUnique = (concept: ConceptName) => UNIQUELY_NAMED.has(concept);
export const isPythonName = (name: string) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !KEYWORDS.has(name);

/** Whether a module of this name would hide one that Python or Keras needs. */
export const isTakenByPython = (name: string) => PYTHON_MODULES.has(name) || name.startsWith('__');

/** The name of whatever contains `record`, for messages. */
export function containerName(view: ProjectView, record: ModelRecord): string {
  const container = record.parent === null ? undefined : view.get(record.parent);
  return container && !find(view, 'Project', container.id) ? nameOf(container) : 'the project';
}

/** What jobs import, by themselves or through Keras; the other modules of Python are as good a choice as any name. */
const PYTHON_MODULES = new Set(
  (
    'abc argparse ast asyncio base64 builtins collections concurrent contextlib copy csv ctypes dataclasses datetime ' +
    'decimal email enum functools glob gzip hashlib heapq html http importlib inspect io itertools json keyword linecache ' +
    'locale logging math multiprocessing numbers operator os pathlib pickle platform pprint queue random re select ' +
    'shutil signal site socket ssl statistics string struct subprocess sys tarfile tempfile textwrap threading time ' +
    'token tokenize traceback types typing unittest urllib uuid warnings weakref xml zipfile zlib ' +
    'deepforge h5py jax jaxlib keras matplotlib ml_dtypes numpy operation optree pandas PIL rich scipy sklearn tensorflow torch'
  ).split(' '),
);

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
