import { blank, childrenOf } from '../../../src/domain/state.ts';
import type { Command } from '../../../src/domain/command.ts';
import type { ProjectClient, Run } from '../../../src/sync/client/projectClient.ts';
import { NETWORK } from './editing.ts';

/** Random numbers that a seed repeats (mulberry32). */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

/** An edit that nobody else can make impossible, marked so that it can be looked for in the end. */
export interface Mark {
  readonly layer: string;
  readonly name: string;
  readonly value: number;
}

/** Somebody who edits one network at random. */
export class RandomEditor {
  readonly #client: ProjectClient;
  readonly #name: string;
  readonly #random: Random;
  readonly #network: string;
  readonly runs: Run[] = [];
  /** The marks that must be there in the end: all but those that were taken back. */
  readonly marks = new Map<string, Mark>();
  readonly #takenBack = new Map<string, Mark>();
  #count = 0;

  constructor(client: ProjectClient, name: string, random: Random, network = NETWORK) {
    this.#client = client;
    this.#name = name;
    this.#random = random;
    this.#network = network;
  }

  /** One edit; `kept` are layers that nobody removes, on which each edit leaves a mark of its own. */
  edit(kept: readonly string[]) {
    this.#count += 1;
    const dice = this.#random();
    if (dice < 0.5) this.#mark(kept);
    else if (dice < 0.55) this.#turn('undo');
    else if (dice < 0.58) this.#turn('redo');
    else this.#note(this.#client.run(this.#anything(kept)));
  }

  /** Edits that everybody fights over. */
  #anything(kept: readonly string[]): Command {
    const layers = childrenOf(this.#client.view, this.#network, 'Layer');
    const layer = this.#pick(layers);
    const other = this.#pick(layers);
    const dice = this.#random();
    if (!layer || !other || dice < 0.25) return this.#insert();
    const { id } = layer;
    if (dice < 0.5) return { type: 'assign', values: [{ id, path: ['args', 'units'], value: this.#count }] };
    if (dice < 0.6) return { type: 'assign', values: [{ id, path: ['args', 'units'] }] };
    if (dice < 0.7)
      return {
        type: 'assign',
        values: [{ id, path: ['name'], value: `n${Math.floor(this.#random() * 50)}` }],
      };
    if (dice < 0.8 && !kept.includes(id)) return { type: 'remove', ids: [id], bridge: [crypto.randomUUID()] };
    return {
      type: 'connect',
      id: crypto.randomUUID(),
      parent: this.#network,
      source: id,
      sourcePort: '0',
      target: other.id,
      targetPort: 'inputs',
    };
  }

  #insert(): Command {
    const id = crypto.randomUUID();
    return {
      type: 'insert',
      records: [blank('Layer', { id, parent: this.#network, name: 'dense', type: 'Dense' })],
    };
  }

  #mark(kept: readonly string[]) {
    const layer = this.#pick(kept) ?? '';
    const mark = { layer, name: `${this.#name}_${this.#count}`, value: this.#count };
    this.marks.set(mark.name, mark);
    this.#note(
      this.#client.run({
        type: 'assign',
        values: [{ id: layer, path: ['args', mark.name], value: mark.value }],
      }),
    );
  }

  #turn(way: 'undo' | 'redo') {
    const [, name = ''] = /^Set (p\d+_\d+) of/.exec(this.#client.undoLabel(way) ?? '') ?? [];
    const [from, to] = way === 'undo' ? [this.marks, this.#takenBack] : [this.#takenBack, this.marks];
    const mark = from.get(name);
    if (mark) to.set(name, mark);
    from.delete(name);
    this.#note(way === 'undo' ? this.#client.undo() : this.#client.redo());
  }

  #note(run: Run | undefined) {
    if (run) this.runs.push(run);
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)];
  }
}
