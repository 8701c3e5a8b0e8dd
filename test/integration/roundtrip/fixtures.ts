import { randomUUID } from 'node:crypto';
import { generateNKeysBetween } from 'fractional-indexing';
import { layerType } from '../../../meta/catalogue/index.ts';
import type { LayerRecord, ModelRecord } from '../../../meta/index.ts';
import type { NetworkLayer } from '../../../src/domain/shapes/index.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

/** A network as records in a project of its own. */
export function projectOf(layers: readonly NetworkLayer[], name = 'Network') {
  const project = blank('Project', { id: randomUUID(), parent: null });
  const architecture = blank('Architecture', { id: randomUUID(), parent: project.id, name });
  const ids = new Map(layers.map(({ id }) => [id, randomUUID() as string]));
  const idOf = (id: string) => ids.get(id) ?? '';
  const records: ModelRecord[] = [project, architecture];
  for (const layer of layers) {
    const type = layerType(layer.type)?.name ?? layer.type;
    const args = layer.args as unknown as LayerRecord['args'];
    const shares = layer.shares === undefined ? null : idOf(layer.shares);
    records.push(
      blank('Layer', { id: idOf(layer.id), parent: architecture.id, name: layer.name, type, args, shares }),
    );
  }
  for (const layer of layers) {
    const orders = generateNKeysBetween(null, null, layer.inputs.length);
    layer.inputs.forEach(({ layer: source, output, port }, index) => {
      records.push(
        blank('Connection', {
          id: randomUUID(),
          parent: architecture.id,
          source: idOf(source),
          sourcePort: String(output),
          target: idOf(layer.id),
          targetPort: port,
          order: orders[index] ?? 'a0',
        }),
      );
    });
  }
  return { view: new ProjectState(records), architecture: architecture.id };
}
