import type { Change } from '../../../../../src/domain/change.ts';
import { blank, childrenOf, type ProjectView } from '../../../../../src/domain/state.ts';
import {
  DeepForgePlugin,
  forEngine,
  type PluginOutcome,
  type PluginRequest,
} from '../../../../../src/model/plugin.ts';
import metadata from './metadata.json' with { type: 'json' };

const EVERY = 100;

/** Writes relations all over a network, so that the engine must hold many of them until it persists. */
export class InsertLayers extends DeepForgePlugin {
  readonly metadata = metadata;

  compute(view: ProjectView, { active }: PluginRequest): PluginOutcome {
    const connections = childrenOf(view, active, 'Connection').filter((_, at) => at % EVERY === 0);
    const changes = connections.flatMap((taken): Change[] => {
      const layer = blank('Layer', { id: crypto.randomUUID(), parent: active, name: 'noise', type: 'ReLU' });
      const before = { ...taken, id: crypto.randomUUID(), target: layer.id };
      const after = { ...taken, id: crypto.randomUUID(), source: layer.id };
      const records = [layer, before, after];
      return [{ op: 'remove', id: taken.id }, ...records.map((record) => ({ op: 'put' as const, record }))];
    });
    return { changes, message: 'Inserted layers', result: { inserted: connections.length } };
  }
}

export default forEngine(new InsertLayers());
