import { conceptOf, type ConnectionRecord, type ModelRecord } from '../../../meta/index.ts';
import type { Change } from '../change.ts';
import type { RemoveThings } from '../command.ts';
import { accept, refuse, type Decision } from '../decision.ts';
import { containerName, kindOf, nameOf } from '../names.ts';
import { problem, type Problem } from '../problem.ts';
import { blank, find, pointersOf, type ProjectView } from '../state.ts';
import { connectionsTo } from './connect.ts';
import { mayPeopleRemove } from './protect.ts';

/** Takes things away, with what they contain and the connections that end at them. What is gone already is no error. */
export function decideRemove(view: ProjectView, { ids, bridge = [] }: RemoveThings): Decision {
  const present = ids.flatMap((id) => view.get(id) ?? []);
  if (present.length === 0) return refuse(problem('gone', { at: ids[0] ?? '' }, 'What you removed'));
  const doomed = withContents(view, present);
  const faults = [...doomed.values()].flatMap((record) => faultOf(view, record, doomed, present) ?? []);
  if (faults.length > 0) return refuse(...faults);
  const bridges = bridgesOver(view, present, doomed, bridge);
  return accept([...removalsOf(view, doomed), ...bridges], describeRemove(view, present));
}

/** Takes everything doomed away, after what else refers to it. */
export function removalsOf(view: ProjectView, doomed: ReadonlyMap<string, ModelRecord>): Change[] {
  const all = [...doomed.values()];
  const loosened = all.flatMap((record) => loosen(view, record, doomed));
  return [...loosened, ...connectionsFirst(all.reverse()).map(removalOf)];
}

/** The things and all below them, containers first, each followed by the connections that end at it. */
export function withContents(view: ProjectView, tops: readonly ModelRecord[]): Map<string, ModelRecord> {
  const doomed = new Map<string, ModelRecord>();
  const waiting = [...tops];
  for (let record = waiting.pop(); record; record = waiting.pop()) {
    if (doomed.has(record.id)) continue;
    doomed.set(record.id, record);
    waiting.push(...view.childrenOf(record.id));
    waiting.push(...view.referrersOf(record.id).filter((referrer) => referrer.concept === 'Connection'));
  }
  return doomed;
}

/** So that what takes it back puts the nodes there before what connects them. */
function connectionsFirst(records: readonly ModelRecord[]): readonly ModelRecord[] {
  const isConnection = ({ concept }: ModelRecord) => concept === 'Connection';
  return [...records.filter(isConnection), ...records.filter((record) => !isConnection(record))];
}

const removalOf = ({ id }: ModelRecord): Change => ({ op: 'remove', id });

function faultOf(
  view: ProjectView,
  record: ModelRecord,
  doomed: ReadonlyMap<string, ModelRecord>,
  tops: readonly ModelRecord[],
): Problem | undefined {
  if (tops.includes(record) && !mayPeopleRemove(record))
    return problem('read-only', { at: record.id }, nameOf(record));
  const container = record.parent === null ? undefined : view.get(record.parent);
  if (container?.concept === 'Execution' && !doomed.has(container.id)) {
    return problem('read-only', { at: record.id }, nameOf(record));
  }
  if (record.concept !== 'Operation') return undefined;
  const users = view.referrersOf(record.id).filter((user) => user.concept === 'Step' && !doomed.has(user.id));
  if (users.length === 0) return undefined;
  const where = [...new Set(users.map((user) => containerName(view, user)))].join(', ');
  return problem('in-use', { at: record.id }, nameOf(record), where);
}

/** References to what goes are emptied, so that nothing points at nothing. */
function loosen(view: ProjectView, record: ModelRecord, doomed: ReadonlyMap<string, ModelRecord>): Change[] {
  return view
    .referrersOf(record.id)
    .filter((referrer) => !doomed.has(referrer.id) && referrer.concept !== 'Connection')
    .flatMap((referrer) => emptied(referrer, record.id));
}

function emptied(referrer: ModelRecord, target: string): Change[] {
  if (!pointersOf(referrer).includes(target)) return [];
  const { id } = referrer;
  if (referrer.concept === 'Step') {
    return Object.entries(referrer.references)
      .filter(([, value]) => value === target)
      .map(([name]): Change => ({ op: 'set', id, path: ['references', name], value: null }));
  }
  const held = referrer as unknown as Readonly<Record<string, unknown>>;
  return Object.keys(conceptOf(referrer.concept).pointers)
    .filter((name) => held[name] === target)
    .map((name) => ({ op: 'set', id, path: [name], value: null }));
}

/** For removed layers with one way in and some ways out, connections that keep the chain together. */
function bridgesOver(
  view: ProjectView,
  tops: readonly ModelRecord[],
  doomed: ReadonlyMap<string, ModelRecord>,
  ids: readonly string[],
): Change[] {
  const spare = [...ids];
  return tops.flatMap((top) => {
    const before = find(view, 'Layer', top.id) && wayInto(view, top.id, doomed);
    if (!before) return [];
    return connectionsFrom(view, top.id)
      .filter(({ target }) => !doomed.has(target))
      .flatMap((after) => bridgeBetween(before, after, spare.shift()));
  });
}

/** The one connection that leads into a run of removed layers from outside of it. */
function wayInto(
  view: ProjectView,
  layer: string,
  doomed: ReadonlyMap<string, ModelRecord>,
): ConnectionRecord | undefined {
  const passed = new Set<string>();
  for (let at = layer; !passed.has(at);) {
    passed.add(at);
    const [only, ...others] = connectionsTo(view, at);
    if (!only || others.length > 0) return undefined;
    if (!doomed.has(only.source)) return only;
    at = only.source;
  }
  return undefined;
}

function bridgeBetween(before: ConnectionRecord, after: ConnectionRecord, id: string | undefined): Change[] {
  if (id === undefined) return [];
  const { source, sourcePort, parent } = before;
  const { target, targetPort, order } = after;
  return [
    { op: 'put', record: blank('Connection', { id, parent, source, sourcePort, target, targetPort, order }) },
  ];
}

/** The connections that begin at a node. */
export function connectionsFrom(view: ProjectView, source: string): ConnectionRecord[] {
  return view
    .referrersOf(source)
    .filter(
      (record): record is ConnectionRecord => record.concept === 'Connection' && record.source === source,
    );
}

function describeRemove(view: ProjectView, tops: readonly ModelRecord[]): string {
  const [first] = tops.filter((record) => record.concept !== 'Connection');
  if (!first) return describeDisconnect(view, tops);
  const where = containerName(view, first) === 'the project' ? '' : ` from ${containerName(view, first)}`;
  const others = tops.filter((record) => record.concept !== 'Connection').length - 1;
  return `Deleted ${kindOf(first)} ${nameOf(first)}${others > 0 ? ` and ${String(others)} more` : ''}${where}`;
}

function describeDisconnect(view: ProjectView, tops: readonly ModelRecord[]): string {
  const [first] = tops;
  if (tops.length > 1 || first?.concept !== 'Connection') return `Deleted ${String(tops.length)} connections`;
  const name = (id: string) => {
    const record = view.get(id);
    return record ? nameOf(record) : 'something';
  };
  return `Disconnected ${name(first.source)} from ${name(first.target)}`;
}
