import { useMemo } from 'react';
import type { LayerRecord, ModelRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { insertBlock } from '../../src/domain/architecture/blocks/insertBlock.ts';
import type { Making } from '../../src/domain/architecture/blocks/making.ts';
import { fixCommand } from '../../src/domain/architecture/fixCommand.ts';
import { newLayer } from '../../src/domain/architecture/newLayer.ts';
import type { Assign, Command } from '../../src/domain/command.ts';
import { connectionsTo, faultOfConnection } from '../../src/domain/commands/connect.ts';
import { connectionsFrom } from '../../src/domain/commands/remove.ts';
import type { Fix } from '../../src/domain/shapes/flaw.ts';
import { arriving, linksAt, type Anchor } from '../../src/domain/rearranging/attach.ts';
import {
  addedOutput,
  removedOutput,
  reorderedEnds,
  reorderedInputs,
  type EndSide,
} from '../../src/domain/rearranging/ends.ts';
import { lostInWords, replaceLayer } from '../../src/domain/rearranging/replaceLayer.ts';
import { layerTypeIn } from '../../src/domain/customLayers/index.ts';
import { find, type ProjectView } from '../../src/domain/state.ts';
import type { EdgeEnd, Placement, Selection } from '../graph/index.ts';
import { loadArchitecture, useProject, type Editing } from '../project/index.ts';
import { anchorInRecords, placeOfAnchor } from './anchors.ts';
import { blockItem } from './layerItems.ts';
import { placeOf, recordOf } from './nodePath.ts';
import { readTyped } from './typedLayer.ts';

export const newId = () => crypto.randomUUID();

export type ArchitectureEdits = ReturnType<typeof useArchitectureEdits>;

export interface EditListener {
  /** Nodes that an edit made. */
  readonly onMade: (nodes: readonly string[]) => void;
  /** What the person should know of an edit that could not be made, or not wholly. */
  readonly say: (sentence: string | undefined) => void;
}

/**
 * What a person does to a network, as commands. Nodes and edges are named as they are drawn; what lies in an unfolded
 * block is edited in the architecture of the block.
 */
export function useArchitectureEdits(architecture: string, { run }: Editing, { onMade, say }: EditListener) {
  const project = useProject();
  return useMemo(() => {
    const { view } = project;
    const assign = (values: Assign['values']) => {
      if (values.length > 0) run({ type: 'assign', values });
    };
    const insert = (records: readonly ModelRecord[], replaces: readonly string[]) =>
      run({ type: 'insert', records: [...records], replaces: [...replaces] }).length === 0;
    const carryOut = (making: Making, place: string) => {
      if (!making.ok) say(making.reason);
      else if (insert(making.records, making.replaces)) onMade(making.layers.map((layer) => place + layer));
    };
    return {
      insert,
      /** Makes in one edit what was thought out, in a place such as `outer/`, and shows it. */
      carryOut,
      /** Puts in an item of the palette: a layer with what was typed behind its type, or an architecture of the project. */
      add: (item: string, anchor?: Anchor, typed = '') => {
        const place = placeOfAnchor(anchor);
        const block = blockItem(item);
        const target = {
          architecture: find(view, 'Layer', recordOf(place.slice(0, -1)))?.block ?? architecture,
          anchor: anchor && anchorInRecords(anchor),
        };
        if (!block) carryOut(layerMaking(view, { type: item, typed }, target), place);
        else {
          void loadArchitecture(project, block.block).then((release) => {
            carryOut(insertBlock(view, { ...target, ...block }, newId), place);
            release();
          });
        }
      },
      mend: (layer: string, fix: Fix) => {
        const command = fixCommand(view, layer, fix, newId);
        if (command) run(command);
      },
      replace: (node: string, type: string) => {
        const made = replaceLayer(view, recordOf(node), type, newId);
        if (!made.ok) {
          say(made.reason);
          return;
        }
        if (!insert([made.layer, ...made.connections], made.replaces)) return;
        onMade([placeOf(node) + made.layer.id]);
        say(lostInWords(made.layer, made.lost));
      },
      connect: (source: EdgeEnd, target: EdgeEnd) =>
        run({ type: 'connect', ...between(view, source, target) }),
      canConnect: (source: EdgeEnd, target: EdgeEnd) =>
        placeOf(source.node) === placeOf(target.node)
          ? (faultOfConnection(view, between(view, source, target))?.message ?? true)
          : 'A block is connected by its own inputs and outputs, not through its frame.',
      place: (placements: readonly Placement[]) =>
        assign(placements.map(({ id, x, y }) => ({ id: recordOf(id), path: ['position'], value: { x, y } }))),
      /** Back to where the layout puts them. */
      release: (nodes: readonly string[]) =>
        assign(nodes.map((node) => ({ id: recordOf(node), path: ['position'], value: null }))),
      comment: (id: string, note: string) => assign([{ id, path: ['note'], value: note }]),
      reorderInputs: (edge: string, before: string | undefined) =>
        assign(reorderedInputs(view, recordOf(edge), before === undefined ? undefined : recordOf(before))),
      reorderEnds: (side: EndSide, end: string, before: string | undefined) =>
        assign(reorderedEnds(view, architecture, side, { end, before })),
      /** Whether an output of a layer is one of its network. */
      setOutput: (layer: LayerRecord, index: number, isOutput: boolean) =>
        assign(isOutput ? addedOutput(view, layer, index) : removedOutput(layer, index)),
      remove: (selection: Selection) => {
        const command = removal(view, selection);
        if (command) run(command);
      },
    };
  }, [architecture, run, project, onMade, say]);
}

function layerMaking(
  view: ProjectView,
  { type, typed }: { readonly type: string; readonly typed: string },
  { architecture, anchor }: { readonly architecture: string; readonly anchor: Anchor | undefined },
): Making {
  const position = anchor?.kind === 'place' ? anchor.at : null;
  const layer: LayerRecord = { ...withTyped(view, newLayer(type, architecture, newId()), typed), position };
  const { connections, replaces } = linksAt(view, arriving(view, layer), anchor, newId);
  return { ok: true, records: [layer, ...connections], replaces, layers: [layer.id] };
}

function withTyped(view: ProjectView, layer: LayerRecord, typed: string): LayerRecord {
  const type = layerTypeIn(view, layer.type);
  const read = type && readTyped(type, typed);
  if (!read) return layer;
  const args = { ...layer.args, ...(read.args as Readonly<Record<string, Json>>) };
  return { ...layer, args, name: read.name ?? layer.name };
}

function between(view: ProjectView, source: EdgeEnd, target: EdgeEnd) {
  const from = recordOf(source.node);
  return {
    id: newId(),
    parent: find(view, 'Layer', from)?.parent ?? '',
    source: from,
    sourcePort: source.port,
    target: recordOf(target.node),
    targetPort: target.port,
  };
}

/** The chain stays connected: each way over a removed layer becomes a connection. */
function removal(view: ProjectView, { nodes, edges }: Selection): Command | undefined {
  const layers = [...new Set([...nodes].map(recordOf))];
  const ids = [...layers, ...new Set([...edges].map(recordOf))];
  const ways = layers.flatMap((id) =>
    connectionsTo(view, id).length === 1 ? connectionsFrom(view, id) : [],
  );
  return ids.length === 0 ? undefined : { type: 'remove', ids, bridge: ways.map(newId) };
}
