import { layerType, type LayerType } from '../../../meta/catalogue/index.ts';
import type { Arguments, ModuleSource } from '../shapes/index.ts';
import type { ProjectView } from '../state.ts';
import type { CustomLayer } from './customLayer.ts';
import { customLayersOf } from './customLayersOf.ts';

/** A layer that only Keras knows all about: its class is one of the project, or it holds layers of such classes. */
export interface LayerWithCustom {
  readonly type: LayerType;
  /** Its own class, where that is one of the project. */
  readonly own: CustomLayer | undefined;
  /** The layers of the project in its arguments, as `TimeDistributed` may have one, by the names used there. */
  readonly held: ReadonlyMap<string, CustomLayer>;
}

/** Undefined for a layer in which there is nothing of the project. */
export function layerWithCustom(
  view: ProjectView,
  name: string,
  args: Arguments,
): LayerWithCustom | undefined {
  const keras = layerType(name);
  const names = keras && !holdsLayers(keras) ? [] : typesWithin(args).filter(isNotOfKeras);
  if (keras && names.length === 0) return undefined;
  const { byType } = customLayersOf(view);
  const own = keras ? undefined : byType.get(name);
  const type = keras ?? own?.type;
  const held = new Map(names.flatMap((inner) => entryOf(inner, byType.get(inner))));
  return type && (own || held.size > 0) ? { type, own, held } : undefined;
}

const isNotOfKeras = (name: string) => !layerType(name);
const entryOf = <T>(name: string, value: T | undefined): [string, T][] =>
  value === undefined ? [] : [[name, value]];

/** Of one class the very list that it has, so that it is known again. */
export function sourcesOf(customs: readonly CustomLayer[]): readonly ModuleSource[] {
  const [first, ...others] = customs;
  if (first && others.length === 0) return first.sources;
  const all = new Map(customs.flatMap(({ sources }) => sources.map((source) => [source.name, source])));
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const HOLDING: ReadonlySet<string> = new Set(['layer', 'layers', 'cell', 'cells', 'function', 'python']);

const holdsLayers = (type: LayerType) => type.arguments.some((argument) => HOLDING.has(argument.type.kind));

/** The types of all layers that arguments hold, also of those inside others. */
export function typesWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(typesWithin);
  return 'layer' in value && 'args' in value ? [String(value.layer), ...inner] : inner;
}
