import { blank, ProjectState } from '../../src/domain/state.ts';
import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../meta/index.ts';

/** A layer as a test writes it: `from` names what it takes, `lstm:1` the second output; by input where it has several. */
export interface DrawnLayer extends Partial<Omit<LayerRecord, 'shares' | 'block' | 'name'>> {
  readonly from?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** The names of the layer and of the architecture. */
  readonly shares?: string;
  readonly block?: string;
}

export type DrawnNetwork = Readonly<Record<string, DrawnLayer>>;

const PROJECT = 'project';

/** The id of a layer in the architectures that `projectOf` makes; a slash would make it a way through blocks. */
export const layerIn = (architecture: string, layer: string) => `${architecture}.${layer}`;

/** A project of architectures by name. */
export function projectOf(architectures: Readonly<Record<string, DrawnNetwork>>): ProjectState {
  const names = Object.keys(architectures);
  return new ProjectState([
    blank('Project', { id: PROJECT, parent: null }),
    ...names.map((name) => blank('Architecture', { id: name, parent: PROJECT, name })),
    ...Object.entries(architectures).flatMap(([name, network]) => recordsOf(name, network)),
  ]);
}

function recordsOf(parent: string, network: DrawnNetwork): ModelRecord[] {
  return Object.entries(network).flatMap(([name, { from = [], shares, block, ...fields }]) => [
    blank('Layer', {
      ...fields,
      id: layerIn(parent, name),
      parent,
      name,
      shares: shares === undefined ? null : layerIn(parent, shares),
      block: block ?? null,
    }),
    ...connectionsOf(parent, name, from, block),
  ]);
}

function connectionsOf(
  parent: string,
  target: string,
  from: NonNullable<DrawnLayer['from']>,
  block: string | undefined,
): ConnectionRecord[] {
  const byPort = Array.isArray(from)
    ? { inputs: from as readonly string[] }
    : (from as Record<string, readonly string[]>);
  return Object.entries(byPort).flatMap(([port, sources]) =>
    sources.map((text, index) => {
      const [source = '', output = '0'] = text.split(':');
      return blank('Connection', {
        id: `${parent}/${text}>${target}.${port}.${String(index)}`,
        parent,
        source: layerIn(parent, source),
        sourcePort: output,
        target: layerIn(parent, target),
        targetPort: block === undefined ? port : layerIn(block, port),
        order: `a${String(index)}`,
      });
    }),
  );
}

/** What an architecture holds, by names: `conv <- x, skip.1`. */
export function drawnAs(view: ProjectState, architecture: string): string[] {
  const nameOf = (id: string) => {
    const record = view.get(id);
    return record && 'name' in record ? record.name : id;
  };
  const children = view.childrenOf(architecture);
  return children
    .flatMap((layer) => {
      if (layer.concept !== 'Layer') return [];
      const sources = children
        .flatMap((one) => (one.concept === 'Connection' && one.target === layer.id ? [one] : []))
        .sort((a, b) => (a.order < b.order ? -1 : 1))
        .map(({ source, sourcePort }) => nameOf(source) + (sourcePort === '0' ? '' : `.${sourcePort}`));
      return [`${layer.name} <- ${sources.join(', ')}`];
    })
    .sort();
}
