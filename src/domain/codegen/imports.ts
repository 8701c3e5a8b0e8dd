import { layerType } from '../../../meta/catalogue/index.ts';
import { childrenOf, type ProjectView } from '../state.ts';

/** Layers that the models of keras.applications define for themselves, and where. */
const KERAS_CLASSES: Readonly<Record<string, string>> = {
  CustomScaleLayer: 'keras.src.applications.inception_resnet_v2',
  LayerScale: 'keras.src.applications.convnext',
};

/** Gathers what a module imports while its code is written. */
export class Imports {
  readonly #classes: ReadonlyMap<string, string>;
  readonly #standard = new Set<string>();
  readonly #from = new Map<string, Set<string>>();
  #usesLayers = false;

  constructor(view: ProjectView) {
    this.#classes = classesOf(view);
  }

  /** How a layer type is called: `layers.Dense`, or the class of a module of the project. */
  layer(type: string): string {
    const described = layerType(type);
    const module = described ? undefined : (this.#classes.get(type) ?? own(KERAS_CLASSES, type));
    if (module === undefined) {
      this.#usesLayers = true;
      return `layers.${described?.name ?? asName(type)}`;
    }
    this.#from.set(module, (this.#from.get(module) ?? new Set()).add(type));
    return type;
  }

  /** The names of classes that an import may bring. */
  get classes(): Iterable<string> {
    return [...this.#classes.keys(), ...Object.keys(KERAS_CLASSES)];
  }

  standard(module: string): void {
    this.#standard.add(module);
  }

  /** The lines, grouped as Python groups them. */
  lines(): string[] {
    const standard = [...this.#standard].sort().map((module) => `import ${module}`);
    const keras = ['import keras', ...(this.#usesLayers ? ['from keras import layers'] : [])];
    const modules = [...this.#from].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = modules.map(([module, names]) => `from ${module} import ${[...names].sort().join(', ')}`);
    const isKeras = (line: string) => line.startsWith('from keras.');
    return [standard, [...keras, ...lines.filter(isKeras)], lines.filter((line) => !isKeras(line))]
      .filter((group) => group.length > 0)
      .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
  }
}

/** The classes that the Python modules of the project define, and in which module. */
export function classesOf(view: ProjectView): ReadonlyMap<string, string> {
  const [project] = view.childrenOf(null);
  const modules = project ? childrenOf(view, project.id, 'Code') : [];
  const sorted = modules
    .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(
    sorted.flatMap(({ name, code }) =>
      [...code.matchAll(/^class\s+([A-Za-z_]\w*)/gm)].map((match) => [match[1] ?? '', name] as const),
    ),
  );
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** A type that cannot be the name of a class leads to nothing: building the network then fails, naming it. */
const asName = (type: string) => type.replace(/\W/g, '_').replace(/^(?=\d|$)/, '_');
