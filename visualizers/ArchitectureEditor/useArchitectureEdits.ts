import { generateKeyBetween } from 'fractional-indexing';
import { useMemo } from 'react';
import type { ConnectionRecord, LayerRecord } from '../../meta/index.ts';
import { newLayer } from '../../src/domain/architecture/newLayer.ts';
import { inputsOf, layerInputs } from '../../src/domain/architecture/ports.ts';
import { connectionsTo, faultOfConnection } from '../../src/domain/commands/connect.ts';
import { connectionsFrom } from '../../src/domain/commands/remove.ts';
import { blank, find, type ProjectView } from '../../src/domain/state.ts';
import type { EdgeEnd, Placement, Point, PortRef, Selection } from '../graph/index.ts';
import { useProject, type Editing } from '../project/index.ts';

const newId = () => crypto.randomUUID();

/** What a new layer is put next to, or where. */
export type Anchor =
  | { readonly kind: 'port'; readonly port: PortRef }
  | { readonly kind: 'edge'; readonly edge: string }
  | { readonly kind: 'place'; readonly at: Point };

export type ArchitectureEdits = ReturnType<typeof useArchitectureEdits>;

/** What a person does to a network, as commands. */
export function useArchitectureEdits(
  architecture: string,
  { run }: Editing,
  onAdded: (layer: string) => void,
) {
  const { view } = useProject();
  return useMemo(() => {
    const connection = (source: EdgeEnd, target: EdgeEnd, order = lastPlace(view, target)) =>
      blank('Connection', { id: newId(), parent: architecture, ...ends(source, target), order });
    const add = (type: string, anchor?: Anchor) => {
      const position = anchor?.kind === 'place' ? anchor.at : null;
      const layer = { ...newLayer(type, architecture, newId()), position };
      const { links, replaces } = linksOf(layer, anchor);
      const refused = run({ type: 'insert', records: [layer, ...links], replaces });
      if (refused.length === 0) onAdded(layer.id);
    };
    const linksOf = ({ id, type }: LayerRecord, anchor: Anchor | undefined): Links => {
      const port = type === 'InputLayer' ? undefined : layerInputs(type)[0]?.name;
      const input = port === undefined ? undefined : { node: id, port };
      const output = { node: id, port: '0' };
      if (anchor?.kind === 'edge') {
        const edge = find(view, 'Connection', anchor.edge);
        if (!edge) return NO_LINKS;
        const source = { node: edge.source, port: edge.sourcePort };
        const target = { node: edge.target, port: edge.targetPort };
        const before = input ? [connection(source, input)] : [];
        return { links: [...before, connection(output, target, edge.order)], replaces: [edge.id] };
      }
      if (anchor?.kind !== 'port') return NO_LINKS;
      const { port: from } = anchor;
      if (from.side === 'output') return { links: input ? [connection(from, input)] : [], replaces: [] };
      return { links: [connection(output, from)], replaces: givingWay(view, from) };
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

interface Links {
  readonly links: readonly ConnectionRecord[];
  readonly replaces: string[];
}

const NO_LINKS: Links = { links: [], replaces: [] };

/** Behind the connections that end there already. */
function lastPlace(view: ProjectView, { node, port }: EdgeEnd): string {
  const last = connectionsTo(view, node, port).at(-1)?.order;
  return generateKeyBetween(last ?? null, null);
}

/** What an input that takes only one gives up for a new connection. */
function givingWay(view: ProjectView, { node, port }: EdgeEnd): string[] {
  const layer = find(view, 'Layer', node);
  const many = layer !== undefined && inputsOf(view, layer).some((one) => one.name === port && one.many);
  return many ? [] : connectionsTo(view, node, port).map(({ id }) => id);
}

const ends = (source: EdgeEnd, target: EdgeEnd) => ({
  source: source.node,
  sourcePort: source.port,
  target: target.node,
  targetPort: target.port,
});
