import { isConfigured, type Configured } from '../import/configured.ts';
import { importKeras } from '../import/keras.ts';
import { blank, ProjectState } from '../state.ts';
import { readClip, type Clip } from './clip.ts';
import { copyOf } from './copyOf.ts';

/** A Keras model configuration, a list of layers or one layer, as `get_config` gives them, in our own words. */
export function kerasClip(
  value: unknown,
  newId: () => string,
): { readonly clip: Clip; readonly notices: readonly string[] } | undefined {
  const project = newId();
  const imported = importKeras(modelOf(value), { project, newId });
  if (!imported) return undefined;
  const view = new ProjectState([blank('Project', { id: project, parent: null }), ...imported.records]);
  const layers = view.childrenOf(imported.architecture).filter(({ concept }) => concept === 'Layer');
  const text = copyOf(
    view,
    layers.map(({ id }) => id),
  );
  const read = text === undefined ? undefined : readClip(text);
  if (read?.kind !== 'clip') return undefined;
  return {
    clip: read.clip,
    notices: imported.report.notices.map(({ layer, message }) => `${layer}: ${message}`),
  };
}

function modelOf(value: unknown): unknown {
  if (Array.isArray(value)) return chainOf(value.filter(isConfigured));
  return isConfigured(value) && isLayer(value) ? chainOf([value]) : value;
}

const chainOf = (layers: readonly Configured[]) => ({
  class_name: 'Sequential',
  config: { name: 'pasted', layers },
});

/** Anything that is no model is taken to be a layer; what it is, the import says. */
const isLayer = ({ config }: Configured) =>
  typeof config === 'object' && config !== null && !('layers' in config) && !('model' in config);
