import type { ConnectionRecord, LayerRecord } from '../../../../meta/index.ts';
import { connectionsFrom } from '../../commands/remove.ts';
import { nameOf } from '../../names.ts';
import { blank, childrenOf, find, type ProjectView } from '../../state.ts';
import { copiesOf } from '../copies.ts';
import { graphOf, isNetworkInput, type ArchitectureGraph } from '../graph.ts';
import { refuse, type Making } from './making.ts';
import { standsFor } from './recursion.ts';

/**
 * The layers that a block or nested model stands for take its place, as often as it is repeated. They are called what
 * Keras calls them: the name of the block before their own. The architecture itself stays in the project.
 */
export function dissolveBlock(view: ProjectView, id: string, newId: () => string): Making {
  const block = find(view, 'Layer', id);
  if (!block) return refuse('The block is no longer there.');
  const fault = faultOf(view, block);
  return fault === undefined ? new Dissolving(view, block, newId).making : refuse(fault);
}

function faultOf(view: ProjectView, block: LayerRecord): string | undefined {
  const inner = find(view, 'Architecture', block.block);
  if (!inner) return `${block.name} stands for no architecture.`;
  if (standsFor(view, inner.id, block.parent ?? '')) return `${block.name} is part of itself.`;
  if (childrenOf(view, inner.id, 'Layer').length === 0) return `${inner.name} is empty.`;
  const owner = find(view, 'Layer', block.shares);
  if (owner) return `${block.name} uses the weights of ${owner.name}, which layers by themselves could not.`;
  const caller = view.referrersOf(block.id).find((one) => one.concept === 'Layer' && one.shares === block.id);
  return caller && `${nameOf(caller)} uses the weights of ${block.name}. Delete it first.`;
}

/** A value: an output of a layer that is there afterwards. */
interface Value {
  readonly source: string;
  readonly sourcePort: string;
}

class Dissolving {
  readonly #view: ProjectView;
  readonly #block: LayerRecord;
  readonly #newId: () => string;
  readonly #inner: ArchitectureGraph;
  readonly #outer: readonly ConnectionRecord[];
  /** For each copy the new ids. */
  readonly #ids: readonly ReadonlyMap<string, string>[];

  constructor(view: ProjectView, block: LayerRecord, newId: () => string) {
    this.#view = view;
    this.#block = block;
    this.#newId = newId;
    this.#inner = graphOf(view, block.block ?? '');
    this.#outer = graphOf(view, block.parent ?? '').incoming.get(block.id) ?? [];
    const inside = this.#inside;
    this.#ids = Array.from({ length: copiesOf(block) }, () => new Map(inside.map(({ id }) => [id, newId()])));
  }

  get making(): Making {
    const layers = this.#ids.flatMap((_, copy) => this.#inside.map((layer) => this.#layer(layer, copy)));
    const connections = this.#ids.flatMap((_, copy) => this.#connections(copy));
    const owners = layers.toSorted((a, b) => Number(a.shares !== null) - Number(b.shares !== null));
    return {
      ok: true,
      records: [...owners, ...connections, ...this.#outgoing()],
      replaces: [this.#block.id],
      layers: layers.map(({ id }) => id),
    };
  }

  get #inside(): readonly LayerRecord[] {
    return this.#inner.layers.filter(({ type }) => !isNetworkInput(type));
  }

  #layer(layer: LayerRecord, copy: number): LayerRecord {
    const { name, parent } = this.#block;
    const number = this.#ids.length > 1 ? `_${String(copy + 1)}` : '';
    return {
      ...layer,
      id: this.#idOf(layer.id, copy),
      parent,
      name: `${name}${number}_${layer.name}`,
      shares: layer.shares === null ? null : this.#idOf(layer.shares, copy),
      position: null,
      outputOrder: this.#outputOrder(layer, copy),
    };
  }

  #idOf(layer: string, copy: number): string {
    return this.#ids[copy]?.get(layer) ?? '';
  }

  /** Those outputs of the last copy that the block had among the outputs of the network. */
  #outputOrder(layer: LayerRecord, copy: number): Record<string, string> {
    if (copy < this.#ids.length - 1) return {};
    const places = this.#inner.outputs.flatMap((output, port) => {
      const order = this.#block.outputOrder[String(port)];
      return output.layer.id === layer.id && order !== undefined ? [[String(output.index), order]] : [];
    });
    return Object.fromEntries(places) as Record<string, string>;
  }

  #connections(copy: number): ConnectionRecord[] {
    const all = this.#inside.flatMap(({ id }) => this.#inner.incoming.get(id) ?? []);
    return all.flatMap((connection) => {
      const value = this.#value(connection.source, connection.sourcePort, copy);
      const target = this.#idOf(connection.target, copy);
      const parent = this.#block.parent;
      return value ? [{ ...connection, ...value, id: this.#newId(), parent, target }] : [];
    });
  }

  #outgoing(): ConnectionRecord[] {
    return connectionsFrom(this.#view, this.#block.id).flatMap((connection) => {
      const value = this.#output(Number(connection.sourcePort), this.#ids.length - 1);
      return value ? [blank('Connection', { ...connection, ...value, id: this.#newId() })] : [];
    });
  }

  #output(port: number, copy: number): Value | undefined {
    const output = this.#inner.outputs[port];
    return output && this.#value(output.layer.id, String(output.index), copy);
  }

  /** An input stands for what comes in: from the copy before, or from outside. */
  #value(source: string, sourcePort: string, copy: number): Value | undefined {
    const index = this.#inner.inputs.findIndex(({ id }) => id === source);
    if (index < 0) return { source: this.#idOf(source, copy), sourcePort };
    if (copy > 0 && index < this.#inner.outputs.length) return this.#output(index, copy - 1);
    const outer = this.#outer.find(({ targetPort }) => targetPort === source);
    return outer && { source: outer.source, sourcePort: outer.sourcePort };
  }
}
