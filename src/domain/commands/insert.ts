import { conceptOf, type ConceptName, type ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../change.ts';
import type { Insert } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import {
  containerName,
  freeName,
  isPythonName,
  isTakenByPython,
  kindOf,
  mustBePython,
  mustBeUnique,
  nameOf,
} from '../names.ts';
import { problem, type Problem } from '../problem.ts';
import { pointersOf, ProjectState, type ProjectView } from '../state.ts';
import { protectedFromPeople } from './protect.ts';
import { removalsOf, withContents } from './remove.ts';

/**
 * Adds records; names that are taken get a number, so that two people adding `dense` at once both succeed. What
 * gives way frees its name first; it is no error when it is gone already.
 */
export function decideInsert(view: ProjectView, { records, replaces = [] }: Insert): Decision {
  const arriving = new ProjectState();
  const givingWay = replaces.flatMap((id) => view.get(id) ?? []).filter(mayGiveWay);
  const doomed = withContents(view, givingWay);
  const names = new TakenNames(view, doomed);
  const problems: Problem[] = [];
  for (const record of records) {
    const found = faultOf(view, arriving, doomed, record);
    if (found) problems.push(found);
    else arriving.apply([{ op: 'put', record: names.settle(record) }]);
  }
  if (problems.length > 0) return refuse(...problems);
  const settled = records.flatMap((record) => arriving.get(record.id) ?? []);
  const additions = settled.map((record): Change => ({ op: 'put', record }));
  return accept([...removalsOf(view, doomed), ...additions], describeInsert(view, settled, givingWay));
}

const mayGiveWay = ({ concept }: ModelRecord) =>
  concept === 'Connection' || concept === 'Layer' || concept === 'Step';

type Doomed = ReadonlyMap<string, ModelRecord>;

function faultOf(
  view: ProjectView,
  arriving: ProjectView,
  doomed: Doomed,
  record: ModelRecord,
): Problem | undefined {
  const at = record.id;
  if (view.get(record.id) ?? arriving.get(record.id)) return problem('exists', { at }, nameOf(record));
  if (protectedFromPeople(record)) return problem('read-only', { at }, nameOf(record));
  const parent =
    record.parent === null ? undefined : (view.get(record.parent) ?? arriving.get(record.parent));
  if (!parent) return problem('gone', { at }, 'What should contain it');
  if (!conceptOf(parent.concept).contains.includes(record.concept)) {
    return problem('wrong-place', { at }, `A ${kindOf(record)}`, `a ${kindOf(parent)}`);
  }
  const missing = pointersOf(record).find(
    (target) => (!view.get(target) || doomed.has(target)) && !arriving.get(target),
  );
  if (missing !== undefined) return problem('gone', { at }, 'What it refers to');
  if ('name' in record && record.name.trim() === '') return problem('name-empty', { at }, kindOf(record));
  if ('name' in record && mustBePython(record.concept) && !isPythonName(record.name)) {
    return problem('name-not-python', { at }, record.name);
  }
  if (record.concept === 'Code' && isTakenByPython(record.name)) {
    return problem('name-hides', { at }, record.name);
  }
  return undefined;
}

/** The names in use under each parent, gathered once and kept up to date while records arrive. */
class TakenNames {
  readonly #view: ProjectView;
  readonly #doomed: Doomed;
  readonly #taken = new Map<string, Set<string>>();

  constructor(view: ProjectView, doomed: Doomed) {
    this.#view = view;
    this.#doomed = doomed;
  }

  settle(record: ModelRecord): ModelRecord {
    if (!('name' in record) || record.parent === null || !mustBeUnique(record.concept)) return record;
    const taken = this.#under(record.parent, record.concept);
    const name = freeName(record.name, taken);
    taken.add(name);
    return name === record.name ? record : { ...record, name };
  }

  #under(parent: string, concept: ConceptName): Set<string> {
    const key = `${parent} ${concept}`;
    let taken = this.#taken.get(key);
    if (!taken) {
      taken = new Set();
      for (const child of this.#view.childrenOf(parent)) {
        if (child.concept === concept && !this.#doomed.has(child.id)) taken.add(nameOf(child));
      }
      this.#taken.set(key, taken);
    }
    return taken;
  }
}

function describeInsert(
  view: ProjectView,
  records: readonly ModelRecord[],
  givingWay: readonly ModelRecord[],
): string {
  const ids = new Set(records.map((record) => record.id));
  const tops = records.filter((record) => record.parent === null || !ids.has(record.parent));
  const things = tops.filter((record) => record.concept !== 'Connection');
  const [first = tops[0]] = things;
  if (!first) return 'Changed nothing';
  const replaced = givingWay.filter((record) => record.concept !== 'Connection');
  if (replaced.length > 0) {
    // With a block comes the architecture that it stands for, which takes the place of nothing.
    const alike = things.filter(({ concept }) => concept === replaced[0]?.concept);
    return `Replaced ${inWords(replaced)} by ${inWords(alike.length > 0 ? alike : things)}`;
  }
  const container = containerName(view, first);
  const where = container === 'the project' ? '' : ` to ${container}`;
  if (things.length <= 1) return `Added ${describe(first)}${where}`;
  return `Added ${String(things.length)} ${kindOf(first)}s${where}`;
}

const inWords = (records: readonly ModelRecord[]) => {
  const [first] = records;
  if (!first) return 'nothing';
  return records.length === 1 ? describe(first) : `${String(records.length)} ${kindOf(first)}s`;
};

const describe = (record: ModelRecord) =>
  record.concept === 'Layer' ? `${record.name} (${record.type})` : `${kindOf(record)} ${nameOf(record)}`;
