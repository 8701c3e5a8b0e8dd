import { generateKeras } from '../../src/domain/codegen/keras.ts';
import { identifierFrom } from '../../src/domain/codegen/python.ts';
import { withBlocks } from '../../src/domain/architecture/withBlocks.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { find, type ProjectView } from '../../src/domain/state.ts';
import { DeepForgePlugin, type PluginOutcome, type PluginRequest } from '../../src/model/index.ts';
import metadata from './metadata.json' with { type: 'json' };

/** Writes the architecture it is started on as a Keras 3 module; the model stays as it is. */
export class GenerateKeras extends DeepForgePlugin {
  readonly metadata = metadata;

  override scopes(view: ProjectView, { active }: PluginRequest): readonly Scope[] {
    return withBlocks(view, [active]);
  }

  compute(view: ProjectView, { active }: PluginRequest): PluginOutcome {
    const architecture = find(view, 'Architecture', active);
    if (!architecture) throw new Error('Expected to be started on an architecture.');
    const { code, lines } = generateKeras(view, architecture.id);
    return {
      changes: [],
      message: '',
      result: { code, lines: Object.fromEntries(lines) },
      files: [{ name: `${identifierFrom(architecture.name)}.py`, content: code }],
    };
  }
}
