import { layerType, type LayerType } from '../../../meta/catalogue/index.ts';
import { customLayersOf, type CustomLayers } from '../customLayers/index.ts';
import type { ProjectView } from '../state.ts';

/** Layers that the models of keras.applications define for themselves, and where. */
const KERAS_CLASSES: Readonly<Record<string, string>> = {
  CustomScaleLayer: 'keras.src.applications.inception_resnet_v2',
  LayerScale: 'keras.src.applications.convnext',
};

/** Gathers what a module imports while its code is written. */
export class Imports {
  readonly #custom: CustomLayers;
  readonly #standard = new Set<string>();
  readonly #modules = new Set<string>();
  readonly #from = new Map<string, Set<string>>();
  #usesLayers = false;
  #usesNumpy = false;

  constructor(view: ProjectView) {
    this.#custom = customLayersOf(view);
  }

  /** How a layer type is called: `layers.Dense`, or the class of a module of the project. */
  layer(type: string): string {
    const described = layerType(type);
    const custom = described ? undefined : this.#custom.byType.get(type);
    if (custom?.hasNamesake) {
      this.#modules.add(custom.moduleName);
      return custom.type.name;
    }
    const module = described ? undefined : (this.#custom.classes.get(type) ?? own(KERAS_CLASSES, type));
    if (module === undefined) {
      this.#usesLayers = true;
      return `layers.${described?.name ?? asName(type)}`;
    }
    this.#from.set(module, (this.#from.get(module) ?? new Set()).add(type));
    return type;
  }

  /** What is known of a layer type: of the catalogue, or of a module of the project. */
  described(type: string): LayerType | undefined {
    return layerType(type) ?? this.#custom.byType.get(type)?.type;
  }

  /** The names that an import may bring. */
  get names(): Iterable<string> {
    const { classes, layers } = this.#custom;
    return [...classes.keys(), ...layers.map(({ moduleName }) => moduleName), ...Object.keys(KERAS_CLASSES)];
  }

  standard(module: string): void {
    this.#standard.add(module);
  }

  numpy(): void {
    this.#usesNumpy = true;
  }

  /** The lines, grouped as Python groups them. */
  lines(): string[] {
    const standard = [...this.#standard].sort().map((module) => `import ${module}`);
    const keras = [
      'import keras',
      ...(this.#usesNumpy ? ['import numpy as np'] : []),
      ...(this.#usesLayers ? ['from keras import layers'] : []),
    ];
    const modules = [...this.#from].sort(([a], [b]) => (a < b ? -1 : 1));
    const whole = [...this.#modules].sort().map((module) => `import ${module}`);
    const lines = [
      ...whole,
      ...modules.map(([module, names]) => `from ${module} import ${[...names].sort().join(', ')}`),
    ];
    const isKeras = (line: string) => line.startsWith('from keras.');
    return [standard, [...keras, ...lines.filter(isKeras)], lines.filter((line) => !isKeras(line))]
      .filter((group) => group.length > 0)
      .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
  }
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** A type that cannot be the name of a class leads to nothing: building the network then fails, naming it. */
const asName = (type: string) => type.replace(/\W/g, '_').replace(/^(?=\d|$)/, '_');
