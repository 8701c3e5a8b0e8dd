import { generateNKeysBetween } from 'fractional-indexing';
import { layerType, type ArgumentDescription, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord, ModelRecord } from '../../../meta/index.ts';
import type { Json } from '../../../meta/json.ts';
import { operationNamed, operationType } from '../architecture/operations.ts';
import { layerInputs } from '../architecture/ports.ts';
import { customLayerIn, layerTypeIn } from '../customLayers/index.ts';
import { HOLDING_CODE, withoutItsCode } from '../customLayers/holdingCode.ts';
import { freeName, isPythonName } from '../names.ts';
import { isArrayValue } from '../shapes/index.ts';
import { blank, ProjectState, type ProjectView } from '../state.ts';
import {
  configOf,
  isConfigured,
  isObject,
  isOfKeras,
  isOperation,
  nameIn,
  type Configured,
} from './configured.ts';
import { implicitMasks } from './implicitMasks.ts';
import type { ImportOptions } from './imported.ts';
import { callsOf, modelTensors, sortedEntries, type CallInput, type TensorRef } from './nodes.ts';
import { isIndexing, withIndexAsText } from './indexText.ts';
import type { Report } from './report.ts';
import { tidyName } from './tidyName.ts';
import { argumentsFrom, operationArguments, plainArguments } from './values.ts';

interface Imported {
  readonly architecture: string;
  readonly records: readonly ModelRecord[];
  /** The ids of its inputs, in order. */
  readonly inputs: readonly string[];
}

const SEQUENTIAL = new Set(['Sequential']);
const FUNCTIONAL = new Set(['Functional', 'Model']);

/** Whether it is a model made of layers, and not one that a class of its own makes. */
export function isModel(value: Configured): boolean {
  if (SEQUENTIAL.has(value.class_name)) return Array.isArray(value.config) || hasLayers(value);
  return hasLayers(value) && (FUNCTIONAL.has(value.class_name) || 'output_layers' in configOf(value));
}

const hasLayers = (value: Configured) => Array.isArray(configOf(value)['layers']);

export function importModel(model: Configured, options: ImportOptions, report: Report): Imported {
  return SEQUENTIAL.has(model.class_name)
    ? importSequential(model, options, report)
    : importFunctional(model, options, report);
}

function importFunctional(model: Configured, options: ImportOptions, report: Report): Imported {
  const config = configOf(model);
  const entries = asLayers(config['layers']);
  const building = new Building(nameIn(model), 'functional', entries, options, report);
  const calls = new Map(entries.map((entry) => [nameIn(entry), callsIn(entry, entries)]));
  const outputs = modelTensors(config['output_layers']).map(countedFromZero(entries.filter(countsFromOne)));
  const implicit = implicitMasks(entries, calls, outputs);
  for (const entry of entries) {
    if (implicit.has(nameIn(entry))) continue;
    const times = Math.max(calls.get(nameIn(entry))?.length ?? 0, 1);
    building.add(entry, times);
  }
  for (const [name, inputs] of calls) {
    if (implicit.has(name)) continue;
    inputs.forEach((call, node) => {
      const meant = call.filter(({ tensors }) => !tensors.some(({ layer }) => implicit.has(layer)));
      building.connect({ layer: name, node, output: 0 }, meant);
    });
  }
  noteNames(nameIn(model), config, report);
  building.stateInputs(modelTensors(config['input_layers']));
  building.stateOutputs(outputs);
  return building.finished;
}

/** An architecture has its inputs and outputs in a row; Keras also takes and gives them by name, or in lists of lists. */
function noteNames(model: string, config: Readonly<Record<string, unknown>>, report: Report): void {
  for (const [what, value] of [
    ['inputs', config['input_layers']],
    ['outputs', config['output_layers']],
  ] as const) {
    const names = isObject(value) ? sortedEntries(value).map(([name]) => name) : undefined;
    if (names)
      report.note(model, `its ${what} have names (${names.join(', ')}); here they are a list in this order`);
    else if (isNested(value))
      report.note(model, `its ${what} are lists within a list; here they are one list`);
  }
}

const isNested = (value: unknown) =>
  Array.isArray(value) &&
  value.some((item) => isObject(item) || (Array.isArray(item) && Array.isArray(item[0])));

/** Among the outputs of a model Keras counts the calls of a nested one from 1, as it begins with a call of its own. */
const countsFromOne = (entry: Configured) =>
  isModel(entry) && (entry.module === undefined || !SEQUENTIAL.has(entry.class_name));

/** Keras 2 does so everywhere. */
function callsIn(entry: Configured, entries: readonly Configured[]): readonly (readonly CallInput[])[] {
  const calls = callsOf(isIndexing(entry) ? withIndexAsText(entry.inbound_nodes) : entry.inbound_nodes);
  if (entry.module !== undefined) return calls;
  const counted = countedFromZero(entries.filter(countsFromOne));
  return calls.map((call) => call.map((input) => ({ ...input, tensors: input.tensors.map(counted) })));
}

function countedFromZero(models: readonly Configured[]): (tensor: TensorRef) => TensorRef {
  const names = new Set(models.map(nameIn));
  return (tensor) => (names.has(tensor.layer) ? { ...tensor, node: Math.max(tensor.node - 1, 0) } : tensor);
}

/** A chain; one that was never told the shape of its input begins with no input. */
function importSequential(model: Configured, options: ImportOptions, report: Report): Imported {
  const name = Array.isArray(model.config) ? 'sequential' : nameIn(model);
  const entries = asLayers(Array.isArray(model.config) ? model.config : configOf(model)['layers']);
  const building = new Building(name, 'sequential', entries, options, report);
  const input = entries[0]?.class_name === 'InputLayer' ? undefined : inputFor(entries[0], model);
  let before: string | undefined;
  for (const entry of input ? [input, ...entries] : entries) {
    building.add(entry, 1);
    const here = nameIn(entry);
    if (before !== undefined) {
      const tensors = [{ layer: before, node: 0, output: 0 }];
      building.connect({ layer: here, node: 0, output: 0 }, [{ at: 0, tensors }]);
    }
    before = here;
  }
  return building.finished;
}

function inputFor(first: Configured | undefined, model: Configured): Configured | undefined {
  const stated = first && configOf(first)['batch_input_shape'];
  const shape = stated ?? configOf(model)['build_input_shape'];
  if (!first || !Array.isArray(shape)) return undefined;
  const dtype = stated === undefined ? 'float32' : (configOf(first)['dtype'] ?? 'float32');
  return { class_name: 'InputLayer', config: { name: `${nameIn(first)}_input`, batch_shape: shape, dtype } };
}

const asLayers = (value: unknown): Configured[] => (Array.isArray(value) ? value.filter(isConfigured) : []);

/** Makes the records of one architecture. */
class Building {
  readonly #id: string;
  readonly #options: ImportOptions;
  readonly #report: Report;
  readonly #before: ModelRecord[] = [];
  readonly #layers = new Map<string, LayerRecord>();
  readonly #connections: ConnectionRecord[] = [];
  readonly #names: Set<string>;
  /** The names that further calls got last: counting goes on from there. */
  readonly #lastNames = new Map<string, string>();
  readonly #keys = new Map<string, string>();
  readonly #inner = new Map<string, readonly string[]>();
  readonly #form: 'functional' | 'sequential';
  readonly #name: string;
  readonly #view: ProjectView;
  #inputs: readonly string[] = [];

  constructor(
    name: string,
    form: 'functional' | 'sequential',
    entries: readonly Configured[],
    options: ImportOptions,
    report: Report,
  ) {
    this.#id = options.newId();
    this.#names = new Set(entries.map(nameIn));
    this.#name = name;
    this.#form = form;
    this.#options = options;
    this.#view = options.view ?? NO_PROJECT;
    this.#report = report;
  }

  /** A layer, and one more for each further time that it is called. */
  add(entry: Configured, times: number): void {
    const name = nameIn(entry);
    const owner = this.#layer(entry, name);
    this.#put(owner, name, 0);
    for (let node = 1; node < times; node += 1) {
      const again = blank('Layer', { id: this.#options.newId(), parent: this.#id, name, type: owner.type });
      this.#put({ ...again, shares: owner.id, block: owner.block }, name, node);
    }
  }

  connect(target: TensorRef, call: readonly CallInput[]): void {
    const layer = this.#find(target);
    if (!layer) return;
    const count = call.reduce((sum, { tensors }) => sum + tensors.length, 0);
    const orders = generateNKeysBetween(null, null, count);
    for (const input of [...call].sort(asFlattened)) {
      const port = this.#portOf(layer, input.at);
      this.#noteLost(layer, port, input);
      if (input.tensors.length > 0)
        this.#connectAll(layer, port, input.tensors, orders.splice(0, input.tensors.length));
      else if (input.value !== undefined && input.value !== null) this.#give(layer, port, input.value);
    }
    if (layer.shares !== null) this.#sayNothing(layer.id, layer.shares);
  }

  /** What the first call was told, and this one was not: what is told to a layer holds for all its calls else. */
  #sayNothing(id: string, owner: string): void {
    const [own, first] = [this.#layers.get(id), this.#layers.get(owner)];
    if (!own || !first) return;
    const called = layerTypeIn(this.#view, first.type)?.callArguments ?? [];
    for (const { name, default: usual = null } of [TRAINING, ...called]) {
      if (!Object.hasOwn(first.args, name) || Object.hasOwn(this.#layers.get(id)?.args ?? {}, name)) continue;
      this.#change(id, { args: { ...this.#layers.get(id)?.args, [name]: usual as Json } });
    }
  }

  stateInputs(tensors: readonly TensorRef[]): void {
    const inputs = tensors.flatMap((tensor) => this.#find(tensor) ?? []);
    this.#inputs = inputs.map(({ id }) => id);
    if (inputs.length < 2) return;
    const orders = generateNKeysBetween(null, null, inputs.length);
    inputs.forEach(({ id }, index) => this.#change(id, { inputOrder: orders[index] ?? '' }));
  }

  /** What nobody takes a value from is an output by itself; only other outputs, or several, are stated. */
  stateOutputs(tensors: readonly TensorRef[]): void {
    const taken = new Set(this.#connections.map(({ source }) => source));
    const [only] = tensors;
    const single = tensors.length === 1 && only?.output === 0 ? this.#find(only) : undefined;
    if (single && !taken.has(single.id)) return;
    const orders = generateNKeysBetween(null, null, tensors.length);
    const stated = new Map<string, Record<string, string>>();
    tensors.forEach((tensor, index) => {
      const layer = this.#find(tensor);
      if (!layer) return;
      const { [tensor.output]: before, ...others } = stated.get(layer.id) ?? {};
      const places = before === undefined ? orders[index] : `${before} ${orders[index] ?? ''}`;
      stated.set(layer.id, { ...others, [tensor.output]: places ?? 'a0' });
    });
    for (const [id, own] of stated) this.#change(id, { outputOrder: own });
  }

  get finished(): Imported {
    const { project } = this.#options;
    const architecture = blank('Architecture', {
      id: this.#id,
      parent: project,
      name: tidyName(this.#name),
      form: this.#form,
    });
    const layers = [...this.#layers.values()];
    const inputs = layers.filter(({ type }) => type === 'InputLayer').map(({ id }) => id);
    return {
      architecture: this.#id,
      records: [...this.#before, architecture, ...layers, ...this.#connections],
      inputs: this.#inputs.length > 0 ? this.#inputs : inputs,
    };
  }

  #layer(entry: Configured, name: string): LayerRecord {
    const id = this.#options.newId();
    const own = { id, parent: this.#id, name };
    const note = (message: string) => this.#report.note(name, message);
    if (isModel(entry)) return this.#nested(entry, own);
    const operation = isOperation(entry) ? operationNamed(entry.class_name) : undefined;
    if (operation) {
      const type = operationType(entry.class_name);
      this.#report.recognise(type);
      return blank('Layer', { ...own, type, args: asArgs(operationArguments(operation, entry, note)) });
    }
    const described = isOfKeras(entry, 'layers') ? layerType(entry.class_name) : undefined;
    if (described && !HOLDING_CODE.has(described.name)) {
      this.#report.recognise(described.name);
      if (described.name === 'InputLayer')
        return blank('Layer', { ...own, type: described.name, args: inputArguments(entry) });
      return blank('Layer', {
        ...own,
        type: described.name,
        args: asArgs(argumentsFrom(described.name, entry, note)),
      });
    }
    const type = customType(entry);
    const known = customLayerIn(this.#view, type);
    if (known) {
      this.#report.recognise(type);
      const args = argumentsFrom(type, entry, note, known.type.arguments);
      return blank('Layer', { ...own, type: known.type.name, args: asArgs(args) });
    }
    this.#report.custom(name, type, reasonOf(entry));
    return blank('Layer', { ...own, type, args: asArgs(plainArguments(entry, note)) });
  }

  #nested(entry: Configured, own: { id: string; parent: string; name: string }): LayerRecord {
    const isFrozen = configOf(entry)['trainable'] === false;
    const imported = importModel(entry, this.#options, this.#report);
    this.#before.push(...imported.records);
    this.#inner.set(imported.architecture, imported.inputs);
    const type = SEQUENTIAL.has(entry.class_name) ? 'Sequential' : 'Functional';
    this.#report.recognise(type);
    return blank('Layer', {
      ...{ ...own, type, block: imported.architecture },
      ...(isFrozen ? { args: { trainable: false } } : {}),
    });
  }

  #put(layer: LayerRecord, name: string, node: number): void {
    const own = this.#ownName(layer.name, node);
    this.#names.add(own);
    this.#layers.set(layer.id, { ...layer, name: own });
    this.#keys.set(`${name}\n${String(node)}`, layer.id);
  }

  /** The first call has the name of the layer itself, which is reserved already; each further one the next number. */
  #ownName(name: string, node: number): string {
    const tidy = tidyName(name);
    if (node === 0 && tidy === name) return name;
    const own = freeName(this.#lastNames.get(name) ?? tidy, this.#names);
    this.#lastNames.set(name, own);
    if (node === 0)
      this.#report.note(
        own,
        `it was called ${JSON.stringify(name.slice(0, 200))}, which is no name for a layer of Keras 3`,
      );
    return own;
  }

  #find({ layer, node }: TensorRef): LayerRecord | undefined {
    return this.#layers.get(this.#keys.get(`${layer}\n${String(node)}`) ?? '');
  }

  #change(id: string, values: Partial<LayerRecord>): void {
    const layer = this.#layers.get(id);
    if (layer) this.#layers.set(id, { ...layer, ...values });
  }

  #portOf(layer: LayerRecord, at: number | string): string {
    if (typeof at === 'string') return at;
    if (layer.block !== null) return '';
    return layerInputs(this.#view, layer.type)[at]?.name ?? `#${String(at)}`;
  }

  #connectAll(
    layer: LayerRecord,
    port: string,
    tensors: readonly TensorRef[],
    orders: readonly string[],
  ): void {
    const inner = layer.block === null ? undefined : this.#inner.get(layer.block);
    if (inner && port === 'mask') {
      this.#report.note(
        layer.name,
        'mask is left out: a nested model is given none here, only what Keras computes',
      );
      return;
    }
    tensors.forEach((tensor, index) => {
      const source = this.#find(tensor);
      const targetPort = inner ? inner[index] : port;
      if (!source || targetPort === undefined) {
        this.#report.note(layer.name, `an input from ${tensor.layer} could not be connected`);
        return;
      }
      this.#connections.push(
        blank('Connection', {
          id: this.#options.newId(),
          parent: this.#id,
          source: source.id,
          sourcePort: String(tensor.output),
          target: layer.id,
          targetPort,
          order: orders[index] ?? 'a0',
        }),
      );
    });
  }

  #noteLost({ name, block, type }: LayerRecord, port: string, { tensors, lost }: CallInput): void {
    const isNone = lost === 'None' && tensors.length === 0;
    if (lost === undefined || (port === 'mask' && (block !== null || isNone))) return;
    // To give a layer of Keras nothing by name is to say nothing: `mask=None` stands in every BatchNormalization.
    if (isNone && port !== '' && layerType(type)) return;
    const what = port === '' ? 'an input' : port;
    const message =
      tensors.length > 0
        ? `${what} was also given ${lost}, for which there is no layer to connect, and which is left out`
        : `${what} is left out: it was given ${lost} when the layer was called`;
    this.#report.note(name, message);
  }

  /** A value given when the layer is called. */
  #give(layer: LayerRecord, port: string, value: ArgumentValue): void {
    if (port === 'training' && value === false && !LEARNS_UNLESS_TOLD.has(layer.type)) return;
    if (layer.block !== null && port === 'mask') return; // Of these inputs none has a mask.
    const described = layerTypeIn(this.#view, layer.type)?.callArguments.find(({ name }) => name === port);
    if (described?.default === value) return;
    const isOperation = layer.type.startsWith('ops.');
    const isKnown = described !== undefined || port === 'training' || isOperation;
    if (!isKnown || (isArrayValue(value) && !isOperation)) {
      const what = isArrayValue(value) ? 'an array' : 'a value';
      this.#report.note(layer.name, `${port} is left out: it was given ${what} when the layer was called`);
      return;
    }
    this.#change(layer.id, { args: { ...this.#layers.get(layer.id)?.args, [port]: value as Json } });
  }
}

/** What was given by place comes first, then the rest by name: so Keras follows a call, and numbers what it meets. */
function asFlattened({ at: a }: CallInput, { at: b }: CallInput): number {
  if (typeof a === 'number' || typeof b === 'number')
    return (typeof a === 'number' ? a : Infinity) - (typeof b === 'number' ? b : Infinity);
  return a < b ? -1 : 1;
}

const NO_PROJECT = new ProjectState();

/** Every layer can be told when it is called. */
const TRAINING: Pick<ArgumentDescription, 'name' | 'default'> = { name: 'training', default: null };

/** For all others Keras writes `training=False` because that is the default of their call. */
const LEARNS_UNLESS_TOLD: ReadonlySet<string> = new Set(['BatchNormalization', 'Functional', 'Sequential']);

function inputArguments(entry: Configured): LayerRecord['args'] {
  const { batch_shape, batch_input_shape, shape, dtype, sparse, optional } = configOf(entry);
  const batch = [batch_shape, batch_input_shape].find(Array.isArray) as Json[] | undefined;
  const [size = null, ...rest] = batch ?? [];
  return {
    ...(batch ? { shape: rest } : Array.isArray(shape) ? { shape: shape as Json[] } : {}),
    ...(size === null ? {} : { batch_size: size }),
    ...(typeof dtype === 'string' && dtype !== 'float32' ? { dtype } : {}),
    ...(sparse === true ? { sparse } : {}),
    ...(optional === true ? { optional } : {}),
  };
}

/** A class of somebody's own; never mistaken for a layer of Keras that has the same name. */
function customType(entry: Configured): string {
  const name = entry.class_name.replace(/\W/g, '_').slice(0, LONGEST_CLASS);
  if (isOperation(entry)) return `${name}Operation`;
  return layerType(name) || name === 'Block' || !isPythonName(name) ? withoutItsCode(name) : name;
}

const LONGEST_CLASS = 100;

function reasonOf(entry: Configured): string {
  if (HOLDING_CODE.has(entry.class_name) && isOfKeras(entry, 'layers')) {
    return `${entry.class_name} holds code, and nothing in a file is executed; write it as a layer class`;
  }
  const from = typeof entry.module === 'string' && entry.module !== '' ? ` from ${entry.module}` : '';
  return isOperation(entry)
    ? `keras.ops has ${entry.class_name}, but no layer stands for it`
    : `${entry.class_name}${from} is not a layer of Keras; give the project a class of this name`;
}

/** Argument values are JSON. */
const asArgs = (values: Readonly<Record<string, ArgumentValue>>) => values as unknown as LayerRecord['args'];
