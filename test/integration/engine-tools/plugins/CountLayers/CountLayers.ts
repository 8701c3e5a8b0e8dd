import { childrenOf, find, type ProjectView } from '../../../../../src/domain/state.ts';
import {
  DeepForgePlugin,
  forEngine,
  type PluginOutcome,
  type PluginRequest,
} from '../../../../../src/model/plugin.ts';
import metadata from './metadata.json' with { type: 'json' };

/** A plugin as small as can be, to prove that both worlds run it. */
export class CountLayers extends DeepForgePlugin {
  readonly metadata = metadata;

  compute(view: ProjectView, { active, config }: PluginRequest): PluginOutcome {
    const architecture = find(view, 'Architecture', active);
    if (!architecture) return { changes: [], message: '', result: null };
    const count = childrenOf(view, active, 'Layer').length;
    const value = `${count} ${config.unit as string}`;
    return {
      changes: [{ op: 'set', id: active, path: ['description'], value }],
      message: `Counted ${value} in ${architecture.name}`,
      result: { count },
    };
  }
}

export default forEngine(new CountLayers());
