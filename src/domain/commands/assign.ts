import type { LayerRecord, ModelRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { faultOfRepeating } from '../architecture/blocks/repeating.ts';
import type { Assign } from '../command.ts';
import type { Change } from '../change.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import {
  containerName,
  isPythonName,
  isTakenByPython,
  kindOf,
  mustBePython,
  mustBeUnique,
  nameOf,
  namesUnder,
} from '../names.ts';
import { faultOfArgument } from '../pipeline/arguments.ts';
import { problem, type Problem } from '../problem.ts';
import { faultOfValue } from '../record.ts';
import { pointersOf, sameJson, valueAt, type ProjectView } from '../state.ts';
import { mayPeopleSet } from './protect.ts';

type Assignment = Assign['values'][number];

/** Gives values; all of them or, when one cannot be, none. */
export function decideAssign(view: ProjectView, { values }: Assign): Decision {
  const problems = values.flatMap((value) => faultOf(view, value) ?? []);
  if (problems.length > 0) return refuse(...problems);
  const changes = values.flatMap((value) => toChange(view, value));
  return accept(changes, describeAssign(view, values));
}

function toChange(view: ProjectView, { id, path, value }: Assignment): Change[] {
  const record = view.get(id);
  if (record && sameJson(valueAt(record, path), value)) return [];
  return [{ op: 'set', id, path, value: value as Json | undefined }];
}

function faultOf(view: ProjectView, { id, path, value }: Assignment): Problem | undefined {
  const record = view.get(id);
  const part = path.at(-1) ?? '';
  if (!record) return problem('gone', { at: id }, 'What you changed');
  const where = { at: id, part };
  if (!mayPeopleSet(record, path[0])) return problem('read-only', where, nameOf(record));
  const fault = faultOfValue(record.concept, path, value);
  if (fault) return problem('wrong-value', where, `${part} of ${nameOf(record)}`, fault);
  if (path[0] === 'name') return faultOfName(view, record, value as string);
  const dangling = pointersOf({
    ...record,
    [path[0]]: path[1] ? { [path[1]]: value } : value,
  }).find((target) => target === value && !view.get(target));
  if (dangling) return problem('gone', where, `What ${part} should refer to`);
  if (record.concept === 'Layer' && path[0] === 'repeat') return faultOfRepeat(view, record, Number(value));
  return record.concept === 'Step' && path[0] === 'args' && value !== undefined
    ? faultOfArgument(view, record, part, value)
    : undefined;
}

function faultOfRepeat(view: ProjectView, layer: LayerRecord, repeat: number): Problem | undefined {
  const fault = repeat > 1 ? faultOfRepeating(view, layer) : undefined;
  return fault === undefined ? undefined : problem('not-repeatable', { at: layer.id, part: 'repeat' }, fault);
}

function faultOfName(view: ProjectView, record: ModelRecord, name: string): Problem | undefined {
  const where = { at: record.id, part: 'name' };
  if (name.trim() === '') return problem('name-empty', where, kindOf(record));
  if (mustBePython(record.concept) && !isPythonName(name)) return problem('name-not-python', where, name);
  if (record.concept === 'Code' && isTakenByPython(name)) return problem('name-hides', where, name);
  if (record.parent === null || !mustBeUnique(record.concept) || name === nameOf(record)) return undefined;
  return namesUnder(view, record.parent, record.concept).has(name)
    ? problem('name-taken', where, name, kindOf(record))
    : undefined;
}

function describeAssign(view: ProjectView, values: readonly Assignment[]): string {
  const [first] = values;
  const record = first && view.get(first.id);
  if (!record) return 'Changed nothing';
  const nodes = new Set(values.map(({ id }) => id));
  if (values.every(({ path }) => path[0] === 'position')) {
    return nodes.size === 1 ? `Moved ${nameOf(record)}` : `Moved ${String(nodes.size)} ${kindOf(record)}s`;
  }
  if (values.length > 1) return `Changed ${String(values.length)} values of ${nodesInWords(view, nodes)}`;
  return describeOne(view, record, first);
}

function describeOne(view: ProjectView, record: ModelRecord, { path, value }: Assignment): string {
  const [field, entry] = path;
  const name = nameOf(record);
  if (field === 'name' && typeof value === 'string') return `Renamed ${name} to ${value}`;
  if (field === 'code') return `Edited the code of ${name}`;
  if (field === 'note') return `Edited the comment on ${name}`;
  if (field === 'references') {
    const target = typeof value === 'string' ? view.get(value) : undefined;
    return `Set ${entry ?? field} of ${name} to ${target ? nameOf(target) : 'nothing'}`;
  }
  const owner = ['Port', 'Attribute', 'Reference'].includes(record.concept)
    ? `${name} of ${containerName(view, record)}`
    : name;
  return value === undefined
    ? `Reset ${entry ?? field} of ${owner} to its default`
    : `Set ${entry ?? field} of ${owner} to ${inWords(value)}`;
}

function inWords(value: Json): string {
  const text = typeof value === 'string' ? value : value === null ? 'None' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function nodesInWords(view: ProjectView, nodes: ReadonlySet<string>): string {
  const [only] = nodes;
  const record = nodes.size === 1 && only !== undefined ? view.get(only) : undefined;
  return record ? nameOf(record) : `${String(nodes.size)} things`;
}
