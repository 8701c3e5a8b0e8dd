import type { ArgumentValue, LayerType } from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { isNetworkInput } from '../architecture/graph.ts';
import { layerName, newLayer } from '../architecture/newLayer.ts';
import { argumentsOf, layerInputs, outputsOf } from '../architecture/ports.ts';
import { connectionsTo } from '../commands/connect.ts';
import { connectionsFrom } from '../commands/remove.ts';
import { layerTypeIn, outputNamesIn } from '../customLayers/index.ts';
import { nameOf } from '../names.ts';
import { argumentFlaw } from '../shapes/argumentFlaw.ts';
import { find, type ProjectView } from '../state.ts';

/** One edit that puts a layer of another type in the place of a layer, or why that cannot be. */
export type Replacement =
  | {
      readonly ok: true;
      readonly layer: LayerRecord;
      readonly connections: readonly ConnectionRecord[];
      readonly replaces: readonly string[];
      /** What does not carry over, in words. */
      readonly lost: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export function replaceLayer(view: ProjectView, id: string, type: string, newId: () => string): Replacement {
  const old = find(view, 'Layer', id);
  if (!old) return { ok: false, reason: 'The layer is no longer there.' };
  const reason = faultOf(view, old, type);
  if (reason !== undefined) return { ok: false, reason };
  const { args, lost } = argumentsFor(view, old, type);
  const layer: LayerRecord = {
    ...newLayer(type, old.parent ?? '', newId()),
    name: isDefaultName(old) ? layerName(type) : old.name,
    position: old.position,
    note: old.note,
    args,
    inputOrder: isNetworkInput(type) ? old.inputOrder : '',
  };
  const given = givenBy(view, old, layer, newId);
  const taken = takenBy(view, old, layer, newId);
  const outputs = outputNamesIn(view, type, argumentsOf(layer)).length;
  return {
    ok: true,
    layer: { ...layer, outputOrder: upTo(old.outputOrder, outputs) },
    connections: [...taken.connections, ...given.connections],
    replaces: [old.id],
    lost: [...lost, ...taken.lost, ...given.lost],
  };
}

/** In one sentence; undefined where all of it carries over. */
export function lostInWords(layer: LayerRecord, lost: readonly string[]): string | undefined {
  return lost.length === 0
    ? undefined
    : `${layer.name}: ${listed(lost)} did not carry over. Undo brings it back.`;
}

function faultOf(view: ProjectView, old: LayerRecord, type: string): string | undefined {
  if (old.type === type && old.block === null) return `${old.name} is of this type already.`;
  const owner = find(view, 'Layer', old.shares);
  if (owner) return `${old.name} calls ${owner.name} again, with its weights. Replace ${owner.name} instead.`;
  const callers = view.referrersOf(old.id).filter((one) => one.concept === 'Layer' && one.shares === old.id);
  return callers.length === 0
    ? undefined
    : `${old.name} is called again by ${listed(callers.map(nameOf))}. Delete these calls first.`;
}

/** `conv2d`, `conv2d_3`: the name says no more than the type. */
function isDefaultName({ name, type }: LayerRecord): boolean {
  const usual = layerName(type);
  return name === usual || (name.startsWith(`${usual}_`) && /^\d+$/.test(name.slice(usual.length + 1)));
}

interface Carried {
  readonly args: Readonly<Record<string, Json>>;
  readonly lost: readonly string[];
}

/** Arguments of the same name, where the new type takes the value; what it needs besides, it begins with. */
function argumentsFor(view: ProjectView, old: LayerRecord, type: string): Carried {
  const known = layerTypeIn(view, type);
  const lost: string[] = [];
  const kept: Record<string, Json> = {};
  for (const [name, value] of inOrderOfType(view, old)) {
    const fitting = known && formsOf(value).find((form) => takes(known, name, form));
    if (fitting === undefined) lost.push(`${name}=${JSON.stringify(value)}`);
    else kept[name] = fitting as Json;
  }
  return { args: { ...newLayer(type, '', '').args, ...kept }, lost };
}

function inOrderOfType(view: ProjectView, layer: LayerRecord): [string, ArgumentValue][] {
  const names = layerTypeIn(view, layer.type)?.arguments.map(({ name }) => name) ?? [];
  return Object.entries(argumentsOf(layer)).toSorted(([a], [b]) => names.indexOf(a) - names.indexOf(b));
}

/** A value, or the one number that it repeats: a kernel of (3, 3) is one of 3 in one dimension. */
function formsOf(value: ArgumentValue): readonly ArgumentValue[] {
  if (!Array.isArray(value)) return [value];
  const [first, ...others] = value as readonly ArgumentValue[];
  const isUniform = typeof first === 'number' && others.every((item) => item === first);
  return isUniform ? [value, first] : [value];
}

/** The other arguments may be anything; what of them is missing is not the question. */
function takes(type: LayerType, name: string, value: ArgumentValue): boolean {
  const alone = [...type.arguments, ...type.callArguments].filter((argument) => argument.name === name);
  return argumentFlaw({ ...type, arguments: alone, callArguments: [] }, { [name]: value }) === null;
}

interface Kept {
  readonly connections: readonly ConnectionRecord[];
  readonly lost: readonly string[];
}

/** What comes in stays at an input of the same name, or else at the first that has room. */
function takenBy(view: ProjectView, old: LayerRecord, layer: LayerRecord, newId: () => string): Kept {
  const room = new Map(
    (isNetworkInput(layer.type) ? [] : layerInputs(view, layer.type)).map(({ name, many, max }) => [
      name,
      many ? (max ?? Infinity) : 1,
    ]),
  );
  const connections: ConnectionRecord[] = [];
  const lost: string[] = [];
  for (const connection of connectionsTo(view, old.id)) {
    const port = [connection.targetPort, ...room.keys()].find((name) => (room.get(name) ?? 0) > 0);
    if (port === undefined) lost.push(`the connection from ${labelOf(view, connection.source)}`);
    else {
      room.set(port, (room.get(port) ?? 0) - 1);
      connections.push({ ...connection, id: newId(), target: layer.id, targetPort: port });
    }
  }
  return { connections, lost };
}

/** What goes out stays at the output of the same name, or else at that of the same place. */
function givenBy(view: ProjectView, old: LayerRecord, layer: LayerRecord, newId: () => string): Kept {
  const before = outputsOf(view, old);
  const now = outputNamesIn(view, layer.type, argumentsOf(layer));
  const connections: ConnectionRecord[] = [];
  const lost: string[] = [];
  for (const connection of connectionsFrom(view, old.id)) {
    const index = Number(connection.sourcePort);
    const named = now.indexOf(before[index] ?? '');
    const place = named >= 0 ? named : index < now.length ? index : undefined;
    if (place === undefined) lost.push(`the connection to ${labelOf(view, connection.target)}`);
    else connections.push({ ...connection, id: newId(), source: layer.id, sourcePort: String(place) });
  }
  return { connections, lost };
}

const upTo = (order: LayerRecord['outputOrder'], count: number) =>
  Object.fromEntries(Object.entries(order).filter(([index]) => Number(index) < count));

function labelOf(view: ProjectView, id: string): string {
  const record = view.get(id);
  return record ? nameOf(record) : 'something that is gone';
}

function listed(things: readonly string[]): string {
  return things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1) ?? ''}`;
}
