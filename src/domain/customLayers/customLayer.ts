import type { LayerDocumentation, LayerType } from '../../../meta/catalogue/index.ts';
import type { ModuleSource } from '../shapes/index.ts';

/** A layer type that a Python class of the project makes. */
export interface CustomLayer {
  /** As the catalogue describes its own; the name is what layers of the network have as their type. */
  readonly type: LayerType;
  readonly className: string;
  /** The id of the module that the class stands in. */
  readonly module: string;
  readonly moduleName: string;
  /** Where the class begins, from 1. */
  readonly line: number;
  readonly documentation: LayerDocumentation;
  /** The names of its outputs, as far as its code tells. */
  readonly outputs: readonly string[];
  /** The text of its shape rule. */
  readonly shapes?: string;
  /** The modules that Python needs to make it: its own, and what that imports of the project. */
  readonly sources: readonly ModuleSource[];
  /** Keras has a layer of the same name, or another module of the project has. */
  readonly hasNamesake: boolean;
}

/** Something in a module that keeps a class from being a layer, or a layer from being used. */
export interface ModuleProblem {
  /** The id of the module. */
  readonly module: string;
  readonly line: number;
  readonly message: string;
}
