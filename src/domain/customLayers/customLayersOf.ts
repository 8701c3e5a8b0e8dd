import {
  COMMON_ARGUMENTS,
  layerType,
  type ArgumentDescription,
  type InputDescription,
} from '../../../meta/catalogue/index.ts';
import type { CodeRecord } from '../../../meta/index.ts';
import type { ModuleSource } from '../shapes/index.ts';
import { sameItems } from '../sameItems.ts';
import { childrenOf, type ProjectView } from '../state.ts';
import { describeParameter } from './argumentType.ts';
import type { CustomLayer, ModuleProblem } from './customLayer.ts';
import { readDocstring } from './docstring.ts';
import { readModule, type ClassReading, type FunctionReading, type ModuleReading } from './readModule.ts';
import { freeNames, parseShapes, ShapeRuleFault } from './shapeRule.ts';

/** The layer types that the Python modules of a project define. */
export interface CustomLayers {
  /** By module, and in each in the order of the code. */
  readonly layers: readonly CustomLayer[];
  readonly byType: ReadonlyMap<string, CustomLayer>;
  /** The modules of all classes, also of those that are no layers. */
  readonly classes: ReadonlyMap<string, string>;
  readonly problems: readonly ModuleProblem[];
}

/** Read once for each state of the modules: what did not change is the very same value. */
export function customLayersOf(view: ProjectView): CustomLayers {
  const [project] = view.childrenOf(null);
  const modules = project ? childrenOf(view, project.id, 'Code').sort(byModuleName) : [];
  const [first] = modules;
  if (!first) return NOTHING;
  const known = combined.get(first);
  if (known && sameItems(known.modules, modules)) return known.layers;
  const layers = combine(modules);
  combined.set(first, { modules, layers });
  return layers;
}

const NOTHING: CustomLayers = { layers: [], byType: new Map(), classes: new Map(), problems: [] };

/** Code records are values, so what was read of one holds as long as it lives. */
const combined = new WeakMap<
  CodeRecord,
  { readonly modules: readonly CodeRecord[]; readonly layers: CustomLayers }
>();
const readings = new WeakMap<CodeRecord, ModuleReading>();
const made = new WeakMap<ClassReading, { readonly from: readonly unknown[]; readonly layer: CustomLayer }>();

const byModuleName = (a: CodeRecord, b: CodeRecord) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function readingOf(record: CodeRecord): ModuleReading {
  let reading = readings.get(record);
  if (!reading) readings.set(record, (reading = readModule(record.code)));
  return reading;
}

function combine(records: readonly CodeRecord[]): CustomLayers {
  const project = new Modules(records);
  const found = project.modules.flatMap(({ record, reading }) =>
    reading.classes.flatMap((one) => (project.isLayer(record.name, one) ? [{ record, one }] : [])),
  );
  const names = new Map<string, number>();
  for (const { one } of found) names.set(one.name, (names.get(one.name) ?? 0) + 1);
  const layers = found.map(({ record, one }) => {
    const hasNamesake = layerType(one.name) !== undefined || (names.get(one.name) ?? 0) > 1;
    return project.layer(record, one, hasNamesake);
  });
  return {
    layers,
    byType: new Map([...layers].reverse().flatMap(namesOf)),
    classes: new Map(
      project.modules.flatMap(({ record, reading }) =>
        reading.classes.map(({ name }) => [name, record.name]),
      ),
    ),
    problems: [...project.modules.flatMap(faultsOf), ...layers.flatMap(problemsOf)],
  };
}

/** By its module and class; by its class alone the one in the first module counts. */
const namesOf = (layer: CustomLayer): [string, CustomLayer][] => [
  [`${layer.moduleName}.${layer.className}`, layer],
  [layer.className, layer],
];

interface Module {
  readonly record: CodeRecord;
  readonly reading: ModuleReading;
}

const faultsOf = ({ record, reading }: Module): ModuleProblem[] =>
  reading.faults.map((fault) => ({ module: record.id, ...fault }));

function problemsOf({ module, line, className, type, shapes }: CustomLayer): ModuleProblem[] {
  const problems: ModuleProblem[] = [];
  const add = (message: string) => problems.push({ module, line, message: `${className}: ${message}` });
  if (!type.arguments.some(({ name }) => name === 'name')) {
    add(
      'the constructor takes no **kwargs, so Keras cannot be told the name of the layer. Add **kwargs and hand it to super().__init__.',
    );
  }
  const rule = shapes === undefined ? undefined : parseShapes(shapes);
  if (rule instanceof ShapeRuleFault) add(`shapes: ${rule.message}`);
  else if (rule !== undefined) {
    const names = new Set(type.arguments.map(({ name }) => name));
    for (const name of freeNames(rule).filter((free) => !names.has(free))) {
      add(`shapes: ${name} is no dimension of an input, and the constructor has no argument of that name`);
    }
  }
  return problems;
}

/** A class as it was found: in a module of the project, or in Keras. */
type Base = { readonly module: string; readonly one: ClassReading } | { readonly keras: string };

const KERAS_BASE = /^(?:tensorflow\.|tf\.)?keras\.(?:src\.)?(?:(?:layers|models)\.(?:\w+\.)*)?(?<name>\w+)$/;
const ROOTS: ReadonlySet<string> = new Set(['Layer', 'Model']);

/** The modules of a project as Python sees them: together. */
class Modules {
  readonly modules: readonly Module[];
  readonly #byName: ReadonlyMap<string, Module>;

  constructor(records: readonly CodeRecord[]) {
    this.modules = records.map((record) => ({ record, reading: readingOf(record) }));
    this.#byName = new Map(this.modules.map((module) => [module.record.name, module]));
  }

  isLayer(module: string, one: ClassReading): boolean {
    return this.#ancestry(module, one).some((base) => 'keras' in base);
  }

  /** The very same value as long as its class, those it derives from and its modules are the same. */
  layer(record: CodeRecord, one: ClassReading, hasNamesake: boolean): CustomLayer {
    const ancestry = this.#ancestry(record.name, one);
    const sources = this.#sources(record.name);
    const from = [
      record.id,
      record.name,
      hasNamesake,
      ...ancestry.flatMap((base): unknown[] => ('keras' in base ? [base.keras] : [base.module, base.one])),
      ...sources.map(({ code }) => code),
    ];
    const known = made.get(one);
    if (known && sameItems(known.from, from)) return known.layer;
    const layer = describe(record, one, ancestry, sources, hasNamesake);
    made.set(one, { from, layer });
    return layer;
  }

  /** The classes that count, nearest first: itself, what it derives from, up to a layer of Keras. */
  #ancestry(module: string, one: ClassReading, above: readonly ClassReading[] = []): Base[] {
    if (above.includes(one)) return [];
    for (const written of one.bases) {
      const base = this.#find(module, written);
      if (base === undefined) continue;
      if ('keras' in base) return [{ module, one }, base];
      const further = this.#ancestry(base.module, base.one, [...above, one]);
      if (further.length > 0) return [{ module, one }, ...further];
    }
    return [];
  }

  /** What a dotted name means in a module. */
  #find(module: string, written: string): Base | undefined {
    const reading = this.#byName.get(module)?.reading;
    if (!reading) return undefined;
    const own = reading.classes.find(({ name }) => name === written);
    if (own) return { module, one: own };
    const [head = '', ...rest] = written.split('.');
    const meanings = [reading.names.get(head) ?? head, ...reading.stars.map((star) => `${star}.${head}`)];
    for (const meaning of meanings) {
      const found = this.#named([meaning, ...rest].join('.'));
      if (found) return found;
    }
    return undefined;
  }

  #named(path: string): Base | undefined {
    const dot = path.lastIndexOf('.');
    const module = this.#byName.get(path.slice(0, Math.max(dot, 0)));
    const one = module?.reading.classes.find(({ name }) => name === path.slice(dot + 1));
    if (module && one) return { module: module.record.name, one };
    const keras = KERAS_BASE.exec(path)?.groups?.['name'];
    return keras !== undefined && (ROOTS.has(keras) || layerType(keras)) ? { keras } : undefined;
  }

  #sources(module: string): ModuleSource[] {
    const wanted = new Set<string>();
    const waiting = [module];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const found = this.#byName.get(name);
      if (!found || wanted.has(name)) continue;
      wanted.add(name);
      waiting.push(...found.reading.imports);
    }
    return [...wanted].sort().map((name) => ({ name, code: this.#byName.get(name)?.record.code ?? '' }));
  }
}

/** Of a class that derives from `Layer` itself `keras` is empty: the catalogue has it, but as something that takes nothing. */
function describe(
  record: CodeRecord,
  one: ClassReading,
  ancestry: readonly Base[],
  sources: readonly ModuleSource[],
  hasNamesake: boolean,
): CustomLayer {
  const classes = ancestry.flatMap((base) => ('one' in base ? [base.one] : []));
  const root = ancestry.flatMap((base) => ('keras' in base ? [base.keras] : []))[0] ?? 'Layer';
  const keras = ROOTS.has(root) ? '' : root;
  const documentation = readDocstring(one.doc);
  const docs: Record<string, string> = {};
  for (const { doc } of classes.toReversed()) Object.assign(docs, readDocstring(doc).arguments);
  const call = classes.find((each) => each.call)?.call;
  const shapes = classes.find((each) => each.shapes !== undefined)?.shapes;
  const type = {
    name: hasNamesake ? `${record.name}.${one.name}` : one.name,
    category: CUSTOM_CATEGORY,
    aliases: [],
    arguments: argumentsOf(classes, keras, docs),
    callArguments: call ? callArgumentsOf(call) : (layerType(keras)?.callArguments ?? []),
    inputs: call ? inputsOf(call) : (layerType(keras)?.inputs ?? [{ name: 'inputs', required: true }]),
    isAbstract: false,
    isCell: false,
  };
  return {
    type,
    className: one.name,
    module: record.id,
    moduleName: record.name,
    line: one.line,
    documentation: { doc: documentation.doc, arguments: docs },
    outputs: outputsOf(call, shapes),
    ...(shapes === undefined ? {} : { shapes }),
    sources,
    hasNamesake,
  };
}

export const CUSTOM_CATEGORY = 'custom';

/** Own arguments first; with `**kwargs` also those of the class that it derives from, as far as it does not give them. */
function argumentsOf(
  [one, ...rest]: readonly ClassReading[],
  keras: string,
  docs: Readonly<Record<string, string>>,
): ArgumentDescription[] {
  if (!one) return [...(layerType(keras)?.arguments ?? COMMON_ARGUMENTS)];
  if (!one.init) return argumentsOf(rest, keras, docs);
  const { parameters, takesMore, passedOn } = one.init;
  const own = parameters.map(
    (parameter) => common(parameter.name) ?? describeParameter(parameter, docs[parameter.name]),
  );
  if (!takesMore) return own.sort(commonLast);
  const given = new Set([...own.map(({ name }) => name), ...passedOn.names]);
  const inherited = argumentsOf(rest, keras, docs).slice(passedOn.places);
  return [...own, ...inherited.filter(({ name }) => !given.has(name))].sort(commonLast);
}

const common = (name: string) => COMMON_ARGUMENTS.find((argument) => argument.name === name);
const commonLast = (a: ArgumentDescription, b: ArgumentDescription) =>
  Number(common(a.name) !== undefined) - Number(common(b.name) !== undefined);

/** Keras gives these to a call by itself. */
const GIVEN_BY_KERAS: ReadonlySet<string> = new Set(['training', 'mask']);
const FLAGS: ReadonlySet<string> = new Set(['boolean', 'integer', 'float', 'string', 'enum']);

const isFlag = (parameter: FunctionReading['parameters'][number]) => {
  if (parameter.defaultText === undefined || parameter.default === undefined) return false;
  return FLAGS.has(describeParameter(parameter).type.kind);
};

function inputsOf(call: FunctionReading): InputDescription[] {
  return call.parameters
    .filter((parameter) => !GIVEN_BY_KERAS.has(parameter.name) && !isFlag(parameter))
    .map(({ name, hint, defaultText }) => {
      const count = call.unpacked.get(name);
      const isMany =
        count !== undefined || /^["']?(typing\.)?(list|tuple|sequence|iterable)\b/i.test(hint ?? '');
      return {
        name,
        ...(defaultText === undefined ? { required: true } : {}),
        ...(isMany ? { many: true } : {}),
        ...(count === undefined ? {} : { min: count, max: count }),
      };
    });
}

function callArgumentsOf(call: FunctionReading): ArgumentDescription[] {
  return call.parameters
    .filter((parameter) => parameter.name === 'training' || isFlag(parameter))
    .map((parameter) =>
      parameter.name === 'training'
        ? { name: 'training', type: { kind: 'boolean' }, default: null, nullable: true }
        : describeParameter(parameter),
    );
}

/** As many as the shape rule states, else as every `return` gives; named by what is returned. */
function outputsOf(call: FunctionReading | undefined, shapes: string | undefined): string[] {
  const rule = shapes === undefined ? undefined : parseShapes(shapes);
  const stated = rule === undefined || rule instanceof ShapeRuleFault ? undefined : rule.outputs.length;
  const [first = []] = call?.returns ?? [];
  const isSteady = call?.returns.every(({ length }) => length === first.length) === true;
  const count = stated ?? (isSteady && first.length > 1 ? first.length : 1);
  if (count === 1) return ['output'];
  const names = Array.from(
    { length: count },
    (_, index) => (isSteady ? first[index] : undefined) || `output_${String(index + 1)}`,
  );
  return new Set(names).size === count ? names : names.map((_, index) => `output_${String(index + 1)}`);
}
