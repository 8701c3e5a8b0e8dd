import { generateNKeysBetween } from 'fractional-indexing';
import { layerType } from '../../../meta/catalogue/index.ts';
import type { ArchitectureRecord, ConnectionRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { graphOf, isNetworkInput } from '../architecture/graph.ts';
import { operationOf } from '../architecture/operations.ts';
import { arriving, linksAt, type Links } from '../rearranging/attach.ts';
import { withBlocks } from '../architecture/withBlocks.ts';
import { customLayersOf, typesWithin } from '../customLayers/index.ts';
import { blank, childrenOf, find, ProjectState, sameJson, type ProjectView } from '../state.ts';
import { readClip, type Clip, type ClipArchitecture, type ClipConnection, type ClipGraph } from './clip.ts';
import { clipArchitecture } from './copyOf.ts';
import { kerasClip } from './kerasClip.ts';

/** Where it is pasted. */
export interface PasteTarget {
  readonly architecture: string;
  /** Where its upper left corner is to be; without it the layout finds places. */
  readonly at?: { readonly x: number; readonly y: number };
  /** The layer that is selected: a single layer is put after it. */
  readonly after?: string;
}

export type Paste =
  | {
      readonly ok: true;
      /** For one `insert`. */
      readonly records: readonly ModelRecord[];
      readonly replaces: readonly string[];
      /** The ids of the layers that are new in the network. */
      readonly layers: readonly string[];
      /** What was left behind, in sentences. */
      readonly notices: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** What a text holds of a network, as records with ids of their own. The text comes from anywhere. */
export function pasteOf(text: string, view: ProjectView, target: PasteTarget, newId: () => string): Paste {
  const read = readClip(text);
  switch (read.kind) {
    case 'foreign':
      return refuse('There are no layers on the clipboard.');
    case 'damaged':
      return refuse(`What is on the clipboard cannot be pasted: ${read.fault}.`);
    case 'clip':
      return pasteClip(read.clip, view, target, newId);
    case 'json': {
      const found = kerasClip(read.value, newId);
      if (!found) return refuse('There are no layers on the clipboard.');
      const paste = pasteClip(found.clip, view, target, newId);
      return paste.ok ? { ...paste, notices: [...found.notices, ...paste.notices] } : paste;
    }
    default:
      return read satisfies never;
  }
}

const refuse = (message: string): Paste => ({ ok: false, message });

function pasteClip(clip: Clip, view: ProjectView, target: PasteTarget, newId: () => string): Paste {
  if (clip.layers.length === 0) return refuse('There are no layers on the clipboard.');
  const pasting = new Pasting(view, clip, newId);
  const circular = pasting.standsFor(target.architecture);
  if (circular !== undefined) {
    const { name = 'the network' } = find(view, 'Architecture', target.architecture) ?? {};
    return refuse(`${circular} stands for ${name} itself, so it cannot be part of it.`);
  }
  const drawn = pasting.graph(clip, target.architecture);
  const isFirst = childrenOf(view, target.architecture, 'Layer').length === 0;
  const whole = isFirst ? drawn.layers : drawn.layers.map(withoutPlaceAmongEnds);
  const links = attached(whole, pasting.architectures, view, target.after, newId);
  // What is part of a chain has its place there.
  const layers = placed(whole, links.connections.length > 0 ? undefined : target.at);
  return {
    ok: true,
    records: [...pasting.architectures, ...layers, ...drawn.connections, ...links.connections],
    replaces: links.replaces,
    layers: layers.map(({ id }) => id),
    notices: customNotices(clip, view),
  };
}

/** One layer follows the selected one; how several would, nobody can tell. */
function attached(
  layers: readonly LayerRecord[],
  architectures: readonly ModelRecord[],
  view: ProjectView,
  after: string | undefined,
  newId: () => string,
): Links {
  const [only, ...others] = layers;
  if (!only || others.length > 0 || after === undefined) return { connections: [], replaces: [] };
  const known = find(view, 'Architecture', only.block) ? view : new ProjectState(architectures);
  return linksAt(view, arriving(known, only), { kind: 'after', layer: after }, newId);
}

/** Of a part of a network nobody said where its inputs and outputs stand among those of another. */
const withoutPlaceAmongEnds = (layer: LayerRecord): LayerRecord => ({
  ...layer,
  inputOrder: '',
  outputOrder: {},
});

/** As they lay to each other, with the upper left corner of all at one point. */
function placed(layers: readonly LayerRecord[], at: PasteTarget['at']): LayerRecord[] {
  const places = layers.flatMap(({ position }) => position ?? []);
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  return layers.map((layer) => ({
    ...layer,
    position:
      at && layer.position ? { x: at.x + layer.position.x - left, y: at.y + layer.position.y - top } : null,
  }));
}

interface DrawnGraph {
  readonly layers: readonly LayerRecord[];
  readonly connections: readonly ConnectionRecord[];
}

class Pasting {
  /** What comes along for blocks to stand for, with all it contains. */
  readonly architectures: readonly ModelRecord[];
  readonly #view: ProjectView;
  readonly #newId: () => string;
  readonly #clip: Clip;
  /** What the architectures of the clip are called, and what they are here. */
  readonly #ids = new Map<string, string>();
  /** The ids of the inputs of what comes along, by the names of architecture and input. */
  readonly #inputs = new Map<string, string>();

  constructor(view: ProjectView, clip: Clip, newId: () => string) {
    this.#view = view;
    this.#newId = newId;
    this.#clip = clip;
    const coming = clip.architectures.filter((architecture) => !this.#isHere(architecture));
    for (const { name } of coming) this.#ids.set(name, newId());
    this.architectures = this.#inside(coming);
  }

  /** The layer that stands for the architecture or for one that contains it. */
  standsFor(architecture: string): string | undefined {
    return this.#clip.layers.find(({ block }) => {
      const id = block === undefined ? undefined : this.#ids.get(block);
      return id !== undefined && withBlocks(this.#view, [id]).includes(architecture);
    })?.name;
  }

  graph({ layers, connections }: ClipGraph, parent: string): DrawnGraph {
    const ids = new Map(layers.map(({ name }) => [name, this.#newId()]));
    const blocks = new Map(layers.map(({ name, block }) => [name, block]));
    const idOf = (name: string) => ids.get(name) ?? '';
    const records = layers.map(({ name, at, shares, block, args, outputOrder, ...fields }) =>
      blank('Layer', {
        ...withoutUndefined(fields),
        id: idOf(name),
        parent,
        name,
        args,
        position: at ?? null,
        shares: shares === undefined ? null : (ids.get(shares) ?? null),
        block: block === undefined ? null : (this.#ids.get(block) ?? null),
        outputOrder: outputOrder ?? {},
      }),
    );
    const keys = generateNKeysBetween(null, null, connections.length);
    return {
      layers: records.toSorted((a, b) => Number(a.shares !== null) - Number(b.shares !== null)),
      connections: connections.map(({ from, output, to, ...end }, index) =>
        blank('Connection', {
          id: this.#newId(),
          parent,
          source: idOf(from),
          sourcePort: String(output),
          target: idOf(to),
          targetPort: this.#inputOf(blocks.get(to), end),
          order: keys[index] ?? 'a0',
        }),
      ),
    };
  }

  /** An architecture that the project has already: the very same, or one of that name that is just the same. */
  #isHere(architecture: ClipArchitecture): boolean {
    const here =
      find(this.#view, 'Architecture', architecture.id) ??
      architecturesOf(this.#view).find(
        (one) => one.name === architecture.name && this.#isSame(one, architecture),
      );
    if (here) this.#ids.set(architecture.name, here.id);
    return here !== undefined;
  }

  #isSame(here: ArchitectureRecord, { id: _id, ...coming }: ClipArchitecture): boolean {
    const inner = withBlocks(this.#view, [here.id]);
    const names = new Map(inner.map((id) => [id, find(this.#view, 'Architecture', id)?.name ?? '']));
    const { id: _own, ...present } = clipArchitecture(this.#view, here, names);
    return sameJson(present, coming);
  }

  /** Those that stand for others come after them. */
  #inside(coming: readonly ClipArchitecture[]): ModelRecord[] {
    const project = this.#view.childrenOf(null)[0]?.id ?? null;
    const heads = coming.map(({ name, description, form }) =>
      blank('Architecture', { id: this.#ids.get(name) ?? '', parent: project, name, description, form }),
    );
    const contents = innermostFirst(coming).flatMap((architecture) => {
      const { layers, connections } = this.graph(architecture, this.#ids.get(architecture.name) ?? '');
      for (const { id, name, type } of layers) {
        if (isNetworkInput(type)) this.#inputs.set(`${architecture.name}\n${name}`, id);
      }
      return [...layers, ...connections];
    });
    return [...heads, ...contents];
  }

  #inputOf(block: string | undefined, { input, port }: Pick<ClipConnection, 'input' | 'port'>): string {
    if (block === undefined) return input;
    const come = this.#inputs.get(`${block}\n${input}`);
    if (come !== undefined) return come;
    // What is here may not be loaded; then the id that the input had is the best that is known.
    const here = graphOf(this.#view, this.#ids.get(block) ?? '').inputs.find(({ name }) => name === input);
    return here?.id ?? port ?? input;
  }
}

/** So that the inputs of what a block stands for are known before the connections that end there. */
function innermostFirst(architectures: readonly ClipArchitecture[]): ClipArchitecture[] {
  const byName = new Map(architectures.map((one) => [one.name, one]));
  const sorted = new Set<ClipArchitecture>();
  const visiting = new Set<ClipArchitecture>();
  const visit = (one: ClipArchitecture) => {
    if (sorted.has(one) || visiting.has(one)) return;
    visiting.add(one);
    for (const { block } of one.layers) {
      const inner = block === undefined ? undefined : byName.get(block);
      if (inner) visit(inner);
    }
    sorted.add(one);
  };
  architectures.forEach(visit);
  return [...sorted];
}

function architecturesOf(view: ProjectView): ArchitectureRecord[] {
  const [project] = view.childrenOf(null);
  return project ? childrenOf(view, project.id, 'Architecture') : [];
}

function customNotices({ layers, architectures, modules }: Clip, view: ProjectView): string[] {
  const types = new Set(
    [layers, ...architectures.map((one) => one.layers)]
      .flat()
      .flatMap(({ type, args = {} }) => [type, ...typesWithin(args)]),
  );
  const { byType } = customLayersOf(view);
  const missing = [...types].filter((type) => !isOfKeras(type) && !byType.has(type));
  if (missing.length === 0) return [];
  const where =
    modules.length > 0 ? ` Copy the module ${modules.join(', ')} from the project it came from.` : '';
  return [`Keras has no layer ${missing.join(', ')}, and no module of this project has one.${where}`];
}

const isOfKeras = (type: string) =>
  type === 'Block' || layerType(type) !== undefined || operationOf(type) !== undefined || KNOWN.has(type);
const KNOWN: ReadonlySet<string> = new Set(['Functional', 'Sequential']);

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> };
}
