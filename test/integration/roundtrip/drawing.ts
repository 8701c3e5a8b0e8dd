import { generateNKeysBetween } from 'fractional-indexing';
import { layerType } from '../../../meta/catalogue/index.ts';
import type { LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { graphOf } from '../../../src/domain/architecture/graph.ts';
import { operationOf } from '../../../src/domain/architecture/operations.ts';
import type { NetworkLayer } from '../../../src/domain/shapes/index.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

export interface DrawnLayer extends NetworkLayer {
  /** The id of the architecture that it stands for; its ports are the ids of that architecture's inputs. */
  readonly block?: string;
}

/** One architecture as plain values, its layers each after those that it takes values from. */
export interface Drawn {
  readonly id: string;
  readonly name: string;
  readonly form: 'functional' | 'sequential';
  readonly layers: readonly DrawnLayer[];
  /** The layers whose outputs are stated as outputs of the network, in order. */
  readonly outputs: readonly (readonly [layer: string, output: number])[];
}

/** Architectures, of which the last one is the network and holds the others. */
export type Drawing = readonly Drawn[];

const PROJECT = 'project';

/** The drawing as records in a project of its own. */
export function projectFrom(drawing: Drawing) {
  const project = blank('Project', { id: PROJECT, parent: null });
  const view = new ProjectState([project, ...drawing.flatMap(recordsOf)]);
  return { view, architecture: drawing.at(-1)?.id ?? '' };
}

function recordsOf(drawn: Drawn): ModelRecord[] {
  const { id: architecture, name, form } = drawn;
  const inputOrders = generateNKeysBetween(null, null, drawn.layers.length);
  const layers = drawn.layers.map((layer, index) =>
    blank('Layer', {
      id: layer.id,
      parent: architecture,
      name: layer.name,
      type: layer.type,
      args: layer.args as unknown as LayerRecord['args'],
      shares: layer.shares ?? null,
      block: layer.block ?? null,
      outputOrder: orderedOutputs(drawn, layer.id),
      ...(layer.type === 'InputLayer' ? { inputOrder: inputOrders[index] ?? '' } : {}),
    }),
  );
  const connections = drawn.layers.flatMap((layer) => {
    const orders = generateNKeysBetween(null, null, layer.inputs.length);
    return layer.inputs.map(({ layer: source, output, port }, index) =>
      blank('Connection', {
        id: `${layer.id} ${String(index)}`,
        parent: architecture,
        source,
        sourcePort: String(output),
        target: layer.id,
        targetPort: port,
        order: orders[index] ?? 'a0',
      }),
    );
  });
  return [
    blank('Architecture', { id: architecture, parent: PROJECT, name, form }),
    ...layers,
    ...connections,
  ];
}

function orderedOutputs({ outputs }: Drawn, layer: string): LayerRecord['outputOrder'] {
  const orders = generateNKeysBetween(null, null, outputs.length);
  return Object.fromEntries(
    outputs.flatMap(([id, output], index) => (id === layer ? [[String(output), orders[index] ?? '']] : [])),
  );
}

/** The drawing in the words of `draw.py`: which tensors go where, and nothing to be worked out there. */
export function forKeras(drawing: Drawing) {
  const { view } = projectFrom(drawing);
  return drawing.map(({ id, name, form, layers }) => {
    const { inputs, outputs } = graphOf(view, id);
    return {
      ...{ id, name, form },
      inputs: inputs.map((input) => input.id),
      outputs: outputs.map(({ layer, index }) => [layer.id, index]),
      layers: layers.map((layer) => ({
        ...layer,
        ...(layer.type.startsWith('ops.') ? { function: operationOf(layer.type)?.function } : {}),
        inputs: portsOf(layer),
      })),
    };
  });
}

function portsOf({ type, block, inputs }: DrawnLayer) {
  return [...new Set(inputs.map(({ port }) => port))].map((port) => {
    const from = inputs.filter((edge) => edge.port === port).map(({ layer, output }) => [layer, output]);
    const many = layerType(type)?.inputs.find(({ name }) => name === port)?.many === true;
    return { port, many: block === undefined && many, from };
  });
}
