import { generateKeras } from '../../src/domain/codegen/keras.ts';
import { identifierFrom } from '../../src/domain/codegen/python.ts';
import { find, type ProjectView } from '../../src/domain/state.ts';
import { DeepForgePlugin, type PluginOutcome, type PluginRequest } from '../../src/model/index.ts';
import metadata from './metadata.json' with { type: 'json' };

/** Writes the architecture it is started on as a Keras 3 module; the model stays as it is. */
export class GenerateKeras extends DeepForgePlugin {
  readonly metadata = metadata;

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
