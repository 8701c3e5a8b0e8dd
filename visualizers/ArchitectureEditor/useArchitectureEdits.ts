import { useMemo } from 'react';
import type { ModelRecord } from '../../meta/index.ts';
import { newLayer } from '../../src/domain/architecture/newLayer.ts';
import type { Assign } from '../../src/domain/command.ts';
import { connectionsTo, faultOfConnection } from '../../src/domain/commands/connect.ts';
import { connectionsFrom } from '../../src/domain/commands/remove.ts';
import { arriving, linksAt, type Anchor } from '../../src/domain/rearranging/attach.ts';
import { reorderedEnds, reorderedInputs, type EndSide } from '../../src/domain/rearranging/ends.ts';
import { lostInWords, replaceLayer } from '../../src/domain/rearranging/replaceLayer.ts';
import type { EdgeEnd, Placement, Selection } from '../graph/index.ts';
import { useProject, type Editing } from '../project/index.ts';

export const newId = () => crypto.randomUUID();

export type ArchitectureEdits = ReturnType<typeof useArchitectureEdits>;

/** What a person does to a network, as commands. */
export function useArchitectureEdits(
  architecture: string,
  { run }: Editing,
  onAdded: (layer: string) => void,
) {
  const { view } = useProject();
  return useMemo(() => {
    const assign = (values: Assign['values']) => {
      if (values.length > 0) run({ type: 'assign', values });
    };
    const insert = (records: readonly ModelRecord[], replaces: readonly string[]) =>
      run({ type: 'insert', records: [...records], replaces: [...replaces] }).length === 0;
    return {
      insert,
      add: (type: string, anchor?: Anchor) => {
        const position = anchor?.kind === 'place' ? anchor.at : null;
        const layer = { ...newLayer(type, architecture, newId()), position };
        const { connections, replaces } = linksAt(view, arriving(view, layer), anchor, newId);
        if (insert([layer, ...connections], replaces)) onAdded(layer.id);
      },
      /** Answers what the person should know of it. */
      replace: (id: string, type: string): string | undefined => {
        const made = replaceLayer(view, id, type, newId);
        if (!made.ok) return made.reason;
        if (!insert([made.layer, ...made.connections], made.replaces)) return undefined;
        onAdded(made.layer.id);
        return lostInWords(made.layer, made.lost);
      },
      connect: (source: EdgeEnd, target: EdgeEnd) =>
        run({ type: 'connect', id: newId(), parent: architecture, ...ends(source, target) }),
      canConnect: (source: EdgeEnd, target: EdgeEnd) =>
        faultOfConnection(view, { id: newId(), parent: architecture, ...ends(source, target) })?.message ??
        true,
      place: (placements: readonly Placement[]) =>
        assign(placements.map(({ id, x, y }) => ({ id, path: ['position'], value: { x, y } }))),
      /** Back to where the layout puts them. */
      release: (ids: readonly string[]) => assign(ids.map((id) => ({ id, path: ['position'], value: null }))),
      comment: (id: string, note: string) => assign([{ id, path: ['note'], value: note }]),
      reorderInputs: (connection: string, before: string | undefined) =>
        assign(reorderedInputs(view, connection, before)),
      reorderEnds: (side: EndSide, end: string, before: string | undefined) =>
        assign(reorderedEnds(view, architecture, side, { end, before })),
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
