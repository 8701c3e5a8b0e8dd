/** How Keras writes an object: its class and what `get_config` gave. */
export interface Configured {
  readonly class_name: string;
  readonly config: unknown;
  readonly module?: unknown;
  readonly registered_name?: unknown;
  readonly name?: unknown;
  readonly inbound_nodes?: unknown;
  readonly build_config?: unknown;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isConfigured = (value: unknown): value is Configured =>
  isObject(value) && typeof value['class_name'] === 'string' && value['config'] !== undefined;

/** Whether it stands for a function of `keras.ops`. */
export const isOperation = (entry: Configured) =>
  typeof entry.module === 'string' && /^keras(\.src)?\.ops\./.test(entry.module);

/** The entries of its configuration; nothing where that is not a table. */
export const configOf = ({ config }: Configured): Readonly<Record<string, unknown>> =>
  isObject(config) ? config : {};

/** The name that the object itself has. */
export function nameIn(value: Configured): string {
  const name = configOf(value)['name'] ?? value.name;
  return typeof name === 'string' && name !== '' ? name : value.class_name.toLowerCase();
}

/** Whether the class is one of Keras's own modules, in any of the versions that wrote such files. */
export function isOfKeras({ module, registered_name: registered }: Configured, part: string): boolean {
  if (typeof module !== 'string') return registered === undefined || registered === null;
  const path = module.replace(
    /^(tensorflow\.python\.|tensorflow\.|tf_)?keras(\.api)?(\._v2\.keras)?(\.src)?(\.|$)/,
    '@.',
  );
  if (!path.startsWith('@.')) return false;
  return path === '@.' || path === `@.${part}` || path.startsWith(`@.${part}.`);
}
