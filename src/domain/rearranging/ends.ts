import type { LayerRecord } from '../../../meta/index.ts';
import { graphOf, type NetworkOutput } from '../architecture/graph.ts';
import { outputsOf } from '../architecture/ports.ts';
import type { Assign } from '../command.ts';
import { connectionsTo } from '../commands/connect.ts';
import { find, type ProjectView } from '../state.ts';
import { moved, type Ordered } from './moved.ts';

/** An input or an output of a network, in the order in which `keras.Model` lists them. */
export interface NetworkEnd extends Ordered {
  readonly layer: string;
  /** Which of its outputs; 0 for an input. */
  readonly index: number;
  readonly name: string;
}

export type EndSide = 'inputs' | 'outputs';
type Values = Assign['values'];

export function endsOf(view: ProjectView, architecture: string, side: EndSide): NetworkEnd[] {
  const graph = graphOf(view, architecture);
  return side === 'inputs'
    ? graph.inputs.map((layer) => ({ ...endOf(layer, 0), name: layer.name, order: layer.inputOrder }))
    : numbered(graph.outputs).map(({ layer, index, order, number }) => ({
        ...endOf(layer, index, number),
        name: outputName(view, layer, index),
        order,
      }));
}

const endOf = ({ id }: LayerRecord, index: number, number = 0) => ({
  id: [id, index, ...(number === 0 ? [] : [number])].join(':'),
  layer: id,
  index,
});

/** One tensor may be several outputs; `number` tells them apart. */
function numbered(outputs: readonly NetworkOutput[]): (NetworkOutput & { readonly number: number })[] {
  const seen = new Map<string, number>();
  return outputs.map((output) => {
    const key = `${output.layer.id}:${String(output.index)}`;
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    return { ...output, number };
  });
}

function outputName(view: ProjectView, layer: LayerRecord, index: number): string {
  const names = outputsOf(view, layer);
  return names.length > 1 ? `${layer.name}: ${names[index] ?? String(index)}` : layer.name;
}

/** What puts an end of the network before another one, or last. */
export function reorderedEnds(
  view: ProjectView,
  architecture: string,
  side: EndSide,
  move: { readonly end: string; readonly before: string | undefined },
): Values {
  const ends = endsOf(view, architecture, side);
  return withOrders(view, ends, moved(ends, move.end, move.before), side);
}

/** What makes an output of a layer the last one of its network. */
export function addedOutput(view: ProjectView, layer: LayerRecord, index: number): Values {
  const ends = endsOf(view, layer.parent ?? '', 'outputs');
  const added: NetworkEnd = { ...endOf(layer, index), name: outputName(view, layer, index), order: '' };
  if (ends.some(({ id }) => id === added.id)) return [];
  const all = [added, ...ends];
  return withOrders(view, all, moved(all, added.id, undefined), 'outputs');
}

/** What keeps an output of a layer for the network itself, wherever it is listed. */
export const removedOutput = ({ id, outputOrder }: LayerRecord, index: number): Values => [
  {
    id,
    path: ['outputOrder'],
    value: Object.fromEntries(Object.entries(outputOrder).filter(([key]) => Number(key) !== index)),
  },
];

function withOrders(
  view: ProjectView,
  ends: readonly NetworkEnd[],
  orders: readonly Ordered[],
  side: EndSide,
): Values {
  const changing = new Set(
    ends.filter(({ id }) => orders.some((order) => order.id === id)).map(({ layer }) => layer),
  );
  return [...changing].flatMap((id): Values => {
    const layer = find(view, 'Layer', id);
    if (!layer) return [];
    const own = ends
      .filter((end) => end.layer === id)
      .map((end) => ({ ...end, order: orders.find((order) => order.id === end.id)?.order ?? end.order }));
    return side === 'inputs'
      ? [{ id, path: ['inputOrder'], value: own[0]?.order ?? '' }]
      : [{ id, path: ['outputOrder'], value: { ...layer.outputOrder, ...byIndex(own) } }];
  });
}

function byIndex(ends: readonly NetworkEnd[]): Record<string, string> {
  const places: Record<string, string> = {};
  for (const { index, order } of ends) {
    const before = places[index];
    places[index] = before === undefined ? order : `${before} ${order}`;
  }
  return places;
}

/** What puts a connection before another one of the same input, or last among them. */
export function reorderedInputs(view: ProjectView, connection: string, before: string | undefined): Values {
  const record = find(view, 'Connection', connection);
  if (!record) return [];
  const present = connectionsTo(view, record.target, record.targetPort);
  return moved(present, connection, before).map(({ id, order }) => ({ id, path: ['order'], value: order }));
}
