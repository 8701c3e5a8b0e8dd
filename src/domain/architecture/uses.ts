import type { NetworkLayer } from '../shapes/index.ts';
import type { ArchitectureGraph } from './graph.ts';
import type { Giver, PlacedFault } from './placed.ts';

/** What decides, with the graphs of all that stands in it, what one use of an architecture becomes. */
export interface Setting {
  readonly architecture: string;
  readonly prefix: string;
  readonly sharedPath: string | undefined;
  /** What its inputs get. */
  readonly bound: readonly (Giver | undefined)[];
}

/** One use of an architecture, at the top or as what a block stands for, and what it became. */
export interface Use {
  readonly setting: Setting;
  /** Its own graph and those of all that stands in it, by architecture. */
  readonly graphs: ReadonlyMap<string, ArchitectureGraph>;
  /** Its own layers by id, without those of the blocks in it. */
  readonly own: ReadonlyMap<string, NetworkLayer>;
  readonly layers: readonly NetworkLayer[];
  readonly faults: readonly PlacedFault[];
  /** Where among these lies what a layer became, by the path of the layer. */
  readonly stretches: ReadonlyMap<string, Stretch>;
  /** The paths of the uses in it. */
  readonly inner: readonly string[];
}

export interface Stretch {
  readonly layers: readonly [from: number, to: number];
  readonly faults: readonly [from: number, to: number];
}

export const isSameSetting = (a: Setting, b: Setting): boolean =>
  a.architecture === b.architecture &&
  a.prefix === b.prefix &&
  a.sharedPath === b.sharedPath &&
  a.bound.length === b.bound.length &&
  a.bound.every((giver, index) => isSameGiver(giver, b.bound[index]));

const isSameGiver = (a: Giver | undefined, b: Giver | undefined) =>
  a === b || (a?.layer === b?.layer && a?.output === b?.output);

/** Gathers what a use becomes. */
export class UseInMaking {
  readonly setting: Setting;
  readonly graphs: Map<string, ArchitectureGraph>;
  readonly own = new Map<string, NetworkLayer>();
  readonly layers: NetworkLayer[] = [];
  readonly faults: PlacedFault[] = [];
  readonly stretches = new Map<string, Stretch>();
  readonly inner: string[] = [];

  constructor(setting: Setting, graph: ArchitectureGraph) {
    this.setting = setting;
    this.graphs = new Map([[setting.architecture, graph]]);
  }

  add(layer: NetworkLayer): void {
    this.own.set(layer.id, layer);
    this.layers.push(layer);
  }

  include(path: string, use: Use): void {
    const [layers, faults] = this.here;
    for (const [id, graph] of use.graphs) this.graphs.set(id, graph);
    for (const layer of use.layers) this.layers.push(layer);
    for (const fault of use.faults) this.faults.push(fault);
    for (const [at, stretch] of use.stretches) this.stretches.set(at, moved(stretch, layers, faults));
    this.inner.push(path, ...use.inner);
  }

  /** How many layers and faults there are by now. */
  get here(): readonly [layers: number, faults: number] {
    return [this.layers.length, this.faults.length];
  }

  /** All since then is what a layer became. */
  mark(path: string, [layers, faults]: readonly [number, number]): void {
    this.stretches.set(path, {
      layers: [layers, this.layers.length],
      faults: [faults, this.faults.length],
    });
  }
}

const moved = ({ layers, faults }: Stretch, byLayers: number, byFaults: number): Stretch => ({
  layers: [layers[0] + byLayers, layers[1] + byLayers],
  faults: [faults[0] + byFaults, faults[1] + byFaults],
});
