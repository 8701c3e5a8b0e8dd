/** Layers of Keras that compute what Python code says which they hold; of a file that code is not taken over. */
export const HOLDING_CODE: ReadonlySet<string> = new Set([
  'Lambda',
  'TFSMLayer',
  'TorchModuleWrapper',
  'JaxLayer',
  'FlaxLayer',
]);

/** What such a layer becomes on the way in: one of a class that the project is to have. */
export const withoutItsCode = (type: string) => `Custom${type}`;

/** Whether a layer needs code that an architecture cannot hold. */
export const needsCode = (type: string): boolean =>
  HOLDING_CODE.has(type) || HOLDING_CODE.has(type.replace(/^Custom/, ''));
