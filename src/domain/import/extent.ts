import { configOf, isConfigured, isObject, type Configured } from './configured.ts';

/** As many records as one command may add, and five times the largest network that the editor is made for. */
export const MOST_PARTS = 50_000;

/**
 * How many layers, calls and tensors a model has, those of nested models too: about as many records come of it. A few
 * bytes in a file can stand for a call, so this is counted before anything is made.
 */
export function partsIn(model: Configured): number {
  const { layers, input_layers: inputs, output_layers: outputs } = configOf(model);
  const entries: unknown[] = Array.isArray(model.config) ? model.config : Array.isArray(layers) ? layers : [];
  let parts = listsIn(inputs) + listsIn(outputs);
  for (const entry of entries) {
    if (!isConfigured(entry)) continue;
    parts += 1 + listsIn(entry.inbound_nodes) + partsIn(entry);
  }
  return parts;
}

/** Each call and each tensor is written as a list or an object of its own. */
function listsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const items: unknown[] = Array.isArray(value) ? value : isObject(value) ? tensorsOf(value) : [];
  let count = 0;
  for (const item of items) {
    if (Array.isArray(item) || isObject(item)) count += 1 + listsIn(item);
  }
  return count;
}

/** What Keras writes around a tensor is no part of its own. */
function tensorsOf(value: Readonly<Record<string, unknown>>): unknown[] {
  return value['class_name'] === '__keras_tensor__' ? [] : Object.values(value);
}
