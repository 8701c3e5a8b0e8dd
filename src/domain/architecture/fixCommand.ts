import { layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import type { Command } from '../command.ts';
import { connectionsTo } from '../commands/connect.ts';
import type { Fix, InputRef } from '../shapes/flaw.ts';
import { blank, find, type ProjectView } from '../state.ts';
import { newLayer } from './newLayer.ts';
import { argumentsOf, ownerOf } from './ports.ts';

/** The one command that a fix of a layer's problem is; undefined where what it changes is gone. */
export function fixCommand(
  view: ProjectView,
  id: string,
  fix: Fix,
  newId: () => string,
): Command | undefined {
  const layer = find(view, 'Layer', id);
  if (!layer) return undefined;
  switch (fix.kind) {
    case 'set-argument': {
      const target = fix.of ? giverOf(view, layer, fix.of) : ownerOf(view, layer);
      return target && assigned(target.id, [[['args', fix.argument], fix.value]]);
    }
    case 'remove-argument':
      return assigned(ownerOf(view, layer).id, [[['args', fix.argument], undefined]]);
    case 'insert-layer': {
      const connection = connectionAt(view, layer, fix.before);
      return connection && insertion(connection, fix.type, fix.args, newId);
    }
    case 'remove-connection': {
      const connection = connectionAt(view, layer, fix.input);
      return connection && { type: 'remove', ids: [connection.id] };
    }
    case 'connect': {
      const { port: targetPort, from } = fix;
      const ends = { source: from.layer, sourcePort: String(from.output), target: id, targetPort };
      return { type: 'connect', id: newId(), parent: layer.parent ?? '', ...ends };
    }
    case 'rename-layer':
      return assigned(id, [[['name'], fix.name]]);
    case 'own-weights': {
      const args = Object.entries(argumentsOf(ownerOf(view, layer)));
      return assigned(id, [
        ...args.map(([name, value]): Assignment => [['args', name], value]),
        [['shares'], null],
      ]);
    }
    default:
      return fix satisfies never;
  }
}

type Assignment = readonly [path: [string] | [string, string], value: ArgumentValue | undefined];

const assigned = (id: string, values: readonly Assignment[]): Command => ({
  type: 'assign',
  // zod's JSON arrays are mutable, ours are not; the command only reads them.
  values: values.map(([path, value]) => ({ id, path, value: value as never })),
});

const connectionAt = (view: ProjectView, layer: LayerRecord, { port, index }: InputRef) =>
  connectionsTo(view, layer.id, port)[index];

function giverOf(view: ProjectView, layer: LayerRecord, ref: InputRef): LayerRecord | undefined {
  const connection = connectionAt(view, layer, ref);
  return connection && find(view, 'Layer', connection.source);
}

/** The layer takes the place of the connection, which becomes two. */
function insertion(
  { id, parent, source, sourcePort, target, targetPort, order }: ConnectionRecord,
  type: string,
  args: Readonly<Record<string, ArgumentValue>>,
  newId: () => string,
): Command {
  const layer = { ...newLayer(type, parent ?? '', newId()), args: args as LayerRecord['args'] };
  const port = layerType(type)?.inputs[0]?.name ?? 'inputs';
  const before = { source, sourcePort, target: layer.id, targetPort: port };
  const after = { source: layer.id, sourcePort: '0', target, targetPort, order };
  return {
    type: 'insert',
    records: [
      layer,
      blank('Connection', { id: newId(), parent, ...before }),
      blank('Connection', { id: newId(), parent, ...after }),
    ],
    replaces: [id],
  };
}
