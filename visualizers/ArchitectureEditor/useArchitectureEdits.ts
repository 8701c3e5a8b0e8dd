import { useMemo } from 'react';
import { layerInputs } from '../../src/domain/architecture/ports.ts';
import { connectionsTo, faultOfConnection } from '../../src/domain/commands/connect.ts';
import { connectionsFrom } from '../../src/domain/commands/remove.ts';
import { blank, find } from '../../src/domain/state.ts';
import type { EdgeEnd, Placement, PortRef, Selection } from '../graph/index.ts';
import { useProject, type Editing } from '../project/index.ts';
import { newLayer } from './newLayer.ts';

const newId = () => crypto.randomUUID();

/** What a new layer is put next to. */
export type Anchor =
  { readonly kind: 'port'; readonly port: PortRef } | { readonly kind: 'edge'; readonly edge: string };

/** What a person does to a network, as commands. */
export function useArchitectureEdits(
  architecture: string,
  { run }: Editing,
  onAdded: (layer: string) => void,
) {
  const { view } = useProject();
  return useMemo(() => {
    const connection = (source: EdgeEnd, target: EdgeEnd) =>
      blank('Connection', { id: newId(), parent: architecture, ...ends(source, target) });
    const firstInput = (type: string) => layerInputs(type)[0]?.name;
    const endFor = (id: string, type: string): EdgeEnd | undefined => {
      const port = type === 'InputLayer' ? undefined : firstInput(type);
      return port === undefined ? undefined : { node: id, port };
    };
    const add = (type: string, anchor?: Anchor) => {
      const layer = newLayer(type, architecture, newId());
      const input = endFor(layer.id, type);
      const output = { node: layer.id, port: '0' };
      const edge = anchor?.kind === 'edge' ? find(view, 'Connection', anchor.edge) : undefined;
      const links = edge
        ? [
            ...(input ? [connection({ node: edge.source, port: edge.sourcePort }, input)] : []),
            connection(output, { node: edge.target, port: edge.targetPort }),
          ]
        : anchor?.kind === 'port'
          ? linksTo(anchor.port)
          : [];
      if (edge) run({ type: 'remove', ids: [edge.id] });
      if (run({ type: 'insert', records: [layer, ...links] }).length === 0) onAdded(layer.id);

      function linksTo(port: PortRef) {
        if (port.side === 'input') return [connection(output, port)];
        return input ? [connection(port, input)] : [];
      }
    };
    return {
      add,
      connect: (source: EdgeEnd, target: EdgeEnd) =>
        run({ type: 'connect', id: newId(), parent: architecture, ...ends(source, target) }),
      canConnect: (source: EdgeEnd, target: EdgeEnd) =>
        faultOfConnection(view, { id: newId(), parent: architecture, ...ends(source, target) })?.message ??
        true,
      place: (placements: readonly Placement[]) =>
        run({
          type: 'assign',
          values: placements.map(({ id, x, y }) => ({ id, path: ['position'], value: { x, y } })),
        }),
      /** The chain stays connected: each way over a removed layer becomes a connection. */
      remove: ({ nodes, edges }: Selection) => {
        const ids = [...nodes, ...edges];
        const ways = [...nodes].flatMap((id) =>
          connectionsTo(view, id).length === 1 ? connectionsFrom(view, id) : [],
        );
        if (ids.length > 0) run({ type: 'remove', ids, bridge: ways.map(newId) });
      },
    };
  }, [architecture, run, view, onAdded]);
}

const ends = (source: EdgeEnd, target: EdgeEnd) => ({
  source: source.node,
  sourcePort: source.port,
  target: target.node,
  targetPort: target.port,
});
