import { configOf, isConfigured, nameIn, type Configured } from './configured.ts';
import { importModel, isModel } from './model.ts';
import type { ImportedArchitecture, ImportOptions } from './imported.ts';
import { Report } from './report.ts';

/**
 * The architecture that a Keras model configuration describes (as `model.to_json()` gives it, or the `config.json` of
 * a `.keras` file), as records. Nothing in it is executed: a function or class that is not Keras's own is reported.
 */
export function importKeras(
  configuration: unknown,
  options: ImportOptions,
): ImportedArchitecture | undefined {
  const model = modelIn(configuration);
  if (!model) return undefined;
  const report = new Report();
  const { architecture, records } = importModel(model, options, report);
  if (configOf(model)['trainable'] === false)
    report.note(nameIn(model), 'it is frozen as a whole; here that is said of each of its layers');
  return { architecture, records, report: report.finished };
}

/** Keras writes the model itself; what trains it may stand around it. */
export function modelIn(configuration: unknown): Configured | undefined {
  if (!isConfigured(configuration)) return undefined;
  if (isModel(configuration)) return configuration;
  const inner = configuration.config as Readonly<Record<string, unknown>>;
  return isConfigured(inner['model']) ? modelIn(inner['model']) : undefined;
}
