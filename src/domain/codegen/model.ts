import type {
  ArgumentDescription,
  ArgumentValue,
  LayerType,
  NestedLayerValue,
} from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import { isNetworkInput, type ArchitectureGraph } from '../architecture/graph.ts';
import { operationOf, type Operation } from '../architecture/operations.ts';
import { argumentsOf, inputsOf, outputsOf, ownerOf } from '../architecture/ports.ts';
import { CUSTOM_CATEGORY } from '../customLayers/index.ts';
import { formatIndex, parseIndex, type Index } from '../shapes/indexing.ts';
import type { ProjectView } from '../state.ts';
import { argumentList, literal, type Values } from './arguments.ts';
import type { Imports } from './imports.ts';
import { orderOfLayers } from './order.ts';
import { partFor, type Part } from './parts.ts';
import {
  assignment,
  call,
  identifierFrom,
  keyword,
  list,
  render,
  text,
  type Call,
  type Expression,
  type Identifiers,
} from './python.ts';
import type { Statement } from './statement.ts';

interface Writing {
  readonly view: ProjectView;
  readonly part: Part;
  readonly parts: readonly Part[];
  readonly imports: Imports;
  readonly identifiers: Identifiers;
}

interface Body {
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}

/** The parameters and statements of the function that makes one architecture. */
export function modelBody(writing: Writing): Body {
  const { part } = writing;
  const body = new FunctionBody(writing);
  if (part.kind === 'block') return { parameters: [...body.inputs, 'name: str'], body: body.block() };
  const parameters = part.kind === 'model' ? ['name: str'] : [];
  const chain = part.form === 'sequential' ? chainOf(part.graph) : undefined;
  return { parameters, body: chain ? body.sequence(chain) : body.functional() };
}

/** The layers in a row, where they are a chain that a Sequential can hold. */
function chainOf({ layers, incoming, inputs, outputs }: ArchitectureGraph): LayerRecord[] | undefined {
  const [input] = inputs;
  if (!input || inputs.length !== 1 || outputs.length !== 1 || outputs[0]?.index !== 0) return undefined;
  const after = new Map<string, LayerRecord>();
  for (const layer of layers) {
    const [connection, ...others] = incoming.get(layer.id) ?? [];
    if (isNetworkInput(layer.type)) continue;
    const isPlain = layer.shares === null && layer.type !== 'Block' && !Object.hasOwn(layer.args, 'training');
    if (!connection || others.length > 0 || !isPlain || connection.sourcePort !== '0') return undefined;
    after.set(connection.source, layer);
  }
  const chain: LayerRecord[] = [];
  for (let layer: LayerRecord | undefined = input; layer; layer = after.get(layer.id)) chain.push(layer);
  return chain.length === layers.length && chain.length > 1 ? chain : undefined;
}

const INDENT = 4;

/** Writes the statements of one function. */
class FunctionBody {
  readonly #writing: Writing;
  readonly #order: readonly LayerRecord[];
  readonly #variables: ReadonlyMap<string, readonly string[]>;
  /** The variables that hold layers which are called more than once, or to which something is done before. */
  readonly #callables = new Map<string, string>();
  readonly #made = new Set<string>();

  constructor(writing: Writing) {
    this.#writing = writing;
    this.#order = orderOfLayers(writing.part.graph);
    this.#variables = this.#nameOutputs();
    const shared = new Set(this.#order.map(({ shares }) => shares));
    for (const layer of this.#order) {
      if (shared.has(layer.id) || isFrozenModel(layer))
        this.#callables.set(layer.id, writing.identifiers.take(`${layer.name}_layer`));
    }
  }

  /** The variables of the inputs. */
  get inputs(): string[] {
    return this.#writing.part.graph.inputs.map(({ id }) => this.#variable(id, 0));
  }

  functional(): Statement[] {
    const name = this.#writing.part.kind === 'main' ? text(this.#writing.part.name) : 'name';
    const model = call(
      'keras.Model',
      keyword('inputs', oneOrList(this.inputs)),
      keyword('outputs', oneOrList(this.#outputs())),
      keyword('name', name),
    );
    return [...this.#order.flatMap((layer) => this.#statements(layer)), returning(model)];
  }

  block(): Statement[] {
    const inner = this.#order.filter(({ type }) => !isNetworkInput(type));
    const outputs = this.#outputs().join(', ') || 'None';
    return [...inner.flatMap((layer) => this.#statements(layer)), { source: `    return ${outputs}` }];
  }

  sequence(chain: readonly LayerRecord[]): Statement[] {
    const name = this.#writing.part.kind === 'main' ? text(this.#writing.part.name) : 'name';
    const margin = ' '.repeat(INDENT * 3);
    const items = chain.map((layer) => ({
      source: `${margin}${render(this.#callables.get(layer.id) ?? this.#constructed(layer), INDENT * 3, INDENT * 3, 1)},`,
      layer: layer.id,
    }));
    return [
      ...chain.flatMap((layer) => this.#madeFor(layer)),
      { source: '    return keras.Sequential(\n        [' },
      ...items,
      { source: `        ],\n        name=${name},\n    )` },
    ];
  }

  #statements(layer: LayerRecord): Statement[] {
    const at = (source: string) => ({ source: ' '.repeat(INDENT) + source, layer: layer.id });
    const targets = this.#variables.get(layer.id) ?? [];
    if (partFor(layer, this.#writing.parts)?.kind === 'block') {
      return this.#blockStatements(layer, targets).map(at);
    }
    const called = this.#called(layer);
    const value = hasStatesInLists(layer) ? call('keras.tree.flatten', called) : called;
    return [...this.#madeFor(layer), at(assignment(targets, value, INDENT))];
  }

  /** A layer that is called more than once is made before its first call, and so is a model that is frozen. */
  #madeFor(call: LayerRecord): Statement[] {
    const owner = ownerOf(this.#writing.view, call);
    const callable = this.#callables.get(owner.id);
    if (callable === undefined || this.#made.has(callable)) return [];
    this.#made.add(callable);
    const sources = [
      assignment([callable], this.#constructed(owner), INDENT),
      ...(isFrozenModel(owner) ? this.#frozen(owner, callable) : []),
    ];
    return sources.map((source) => ({ source: ' '.repeat(INDENT) + source, layer: owner.id }));
  }

  /** All in it is frozen with it, but for what somebody has let learn again. */
  #frozen(model: LayerRecord, callable: string): string[] {
    const layers = partFor(model, this.#writing.parts)?.graph.layers ?? [];
    const learning = layers.filter(
      ({ type, block, shares, args }) =>
        block === null &&
        shares === null &&
        args['trainable'] !== false &&
        !isNetworkInput(type) &&
        !operationOf(type),
    );
    return [
      `${callable}.trainable = False`,
      ...learning.map(({ name }) => `${callable}.get_layer(${text(name)}).trainable = True`),
    ];
  }

  /** The tensors that a layer makes. */
  #called(layer: LayerRecord): Expression {
    if (isNetworkInput(layer.type)) return this.#constructed(layer);
    const operation = operationOf(layer.type);
    if (operation) return this.#operation(layer, operation);
    const callable = this.#callables.get(layer.shares ?? layer.id);
    return call(callable ?? this.#constructed(layer), ...this.#inputs(layer), ...this.#callArguments(layer));
  }

  /** The layer itself. */
  #constructed(layer: LayerRecord): Call {
    const { imports, parts } = this.#writing;
    const name = keyword('name', this.#nameOf(layer));
    const part = partFor(layer, parts);
    if (part) return call(part.function, name);
    const type = imports.described(layer.type);
    const flags = new Set((type?.callArguments ?? CALL_ARGUMENTS).map((argument) => argument.name));
    const args = entriesOf(
      argumentsOf(layer),
      (key) => key !== 'name' && key !== 'training' && !flags.has(key),
    );
    const described = (type?.arguments ?? []).filter((argument) => argument.name !== 'name');
    const callee = isNetworkInput(layer.type) ? 'keras.Input' : imports.layer(layer.type);
    return call(
      callee,
      ...argumentList(described, args, imports),
      ...(type && !takesName(type) ? [] : [name]),
    );
  }

  #operation(layer: LayerRecord, operation: Operation): Expression {
    const args = argumentsOf(layer);
    const { imports } = this.#writing;
    const index = operation.function === 'get_item' ? parseIndex(args['key']) : undefined;
    if (index) return this.#part(layer, index);
    const inputs = operation.inputs.map(({ name, many }) => {
      const tensors = this.#tensors(layer, name);
      return many ? list(tensors) : (tensors[0] ?? literal({ kind: 'scalar' }, args[name] ?? null, imports));
    });
    const taken = new Set(operation.inputs.map(({ name }) => name));
    const rest = argumentList(
      operation.arguments,
      entriesOf(args, (key) => !taken.has(key)),
      imports,
    );
    if (!this.#isTaken(layer)) {
      const [first, others] = operation.beginsWith ? [rest.slice(0, 1), rest.slice(1)] : [[], rest];
      const given = inputs.filter((input, index) => input !== 'None' || index === 0);
      return call(
        `keras.ops.${operation.function}`,
        ...first,
        ...(operation.isOpen ? given : inputs),
        ...others,
      );
    }
    return call(this.#operationClass(layer, operation, rest), ...inputs);
  }

  /** `x[:, 0]` */
  #part(layer: LayerRecord, index: Index): Expression {
    const [tensor = 'None'] = this.#tensors(layer, 'x');
    const operation = operationOf(layer.type);
    const key = formatIndex(index);
    if (!operation || !this.#isTaken(layer)) return `${tensor}[${key}]`;
    this.#writing.imports.numpy();
    return call(this.#operationClass(layer, operation, []), tensor, `np.s_[${key}]`);
  }

  #operationClass(layer: LayerRecord, { module }: Operation, args: readonly Expression[]): Call {
    const kind = `keras.src.ops.${module}.${classOf(layer)}`;
    return call(kind, ...args, keyword('name', this.#nameOf(layer)));
  }

  /** Keras names the functions of `keras.ops` itself, and does not look at the names that layers were given. */
  #isTaken(operation: LayerRecord): boolean {
    const stem = identifierFrom(classOf(operation));
    const { layers } = this.#writing.part.graph;
    return layers.some(({ name, type }) => !operationOf(type) && name.replace(/_\d+$/, '') === stem);
  }

  /**
   * Required inputs by position, the others by name; an input of several tensors as a list in their order. Where a later
   * one was connected before, both are given by name: Keras follows names in their order, and numbers layers as it goes.
   */
  #inputs(layer: LayerRecord): Expression[] {
    const { view, part, parts } = this.#writing;
    const owner = ownerOf(view, layer);
    const inputs = inputsOf(view, owner);
    if (owner.block !== null) {
      const tensors = inputs.flatMap(({ name }) => this.#tensors(layer, name));
      return partFor(owner, parts)?.kind === 'block' ? tensors : [oneOrList(tensors)];
    }
    const incoming = part.graph.incoming.get(layer.id) ?? [];
    const all = [...inputs, ...extraInputs(incoming, inputs)];
    const firsts = all.map(({ name }) => incoming.find(({ targetPort }) => targetPort === name)?.order);
    let isGap = false;
    return all.flatMap(({ name, required, many }, index) => {
      const tensors = this.#tensors(layer, name);
      if (tensors.length === 0) {
        isGap = true;
        return [];
      }
      const value = tensors.length > 1 || many ? list(tensors) : (tensors[0] ?? 'None');
      const own = firsts[index] ?? '';
      isGap ||= firsts.slice(index + 1).some((order) => order !== undefined && order < own);
      const isPositional = !isGap && (index === 0 || required === true || name.startsWith('#'));
      return [isPositional ? value : keyword(name.replace(/\W/g, '_'), value)];
    });
  }

  #callArguments(layer: LayerRecord): Expression[] {
    const owner = ownerOf(this.#writing.view, layer);
    const described = [
      ...(this.#writing.imports.described(owner.type)?.callArguments ?? []),
      ...CALL_ARGUMENTS,
    ];
    const names = new Set(described.map(({ name }) => name));
    const given = entriesOf({ ...argumentsOf(owner), ...argumentsOf(layer) }, (key) => names.has(key));
    return argumentList(described, given, this.#writing.imports);
  }

  /** A block is applied as often as it says, each time to what it gave before. */
  #blockStatements(layer: LayerRecord, targets: readonly string[]): string[] {
    const part = partFor(layer, this.#writing.parts);
    const inputs = this.#inputs(layer);
    const callee = part?.function ?? '';
    if (layer.repeat <= 1) {
      return [assignment(targets, call(callee, ...inputs, keyword('name', this.#nameOf(layer))), INDENT)];
    }
    const first = targets.map((target, index) => assignment([target], inputs[index] ?? 'None', INDENT));
    const fed = inputs.map((input, index) => targets[index] ?? input);
    const name = keyword('name', this.#nameOf(layer, true));
    const inner = INDENT * 2;
    return [
      ...first,
      `for number in range(1, ${String(Math.floor(layer.repeat) + 1)}):`,
      ' '.repeat(INDENT) + assignment(targets, call(callee, ...fed, name), inner),
    ];
  }

  #nameOf({ name }: LayerRecord, isNumbered = false): string {
    const isInside = this.#writing.part.kind === 'block';
    const number = isNumbered ? '_{number}' : '';
    if (!isInside && !isNumbered) return text(name);
    if (/^[\w .-]*$/.test(name)) return `f"${isInside ? '{name}_' : ''}${name}${number}"`;
    const parts = [
      ...(isInside ? ['name', text(`_${name}`)] : [text(name)]),
      ...(isNumbered ? ['f"_{number}"'] : []),
    ];
    return parts.join(' + ');
  }

  #tensors(layer: LayerRecord, port: string): string[] {
    const { incoming } = this.#writing.part.graph;
    return (incoming.get(layer.id) ?? [])
      .filter(({ targetPort }) => targetPort === port)
      .map(({ source, sourcePort }) => this.#variable(source, Number(sourcePort)));
  }

  #outputs(): string[] {
    return this.#writing.part.graph.outputs.map(({ layer, index }) => this.#variable(layer.id, index));
  }

  #variable(layer: string, output: number): string {
    return this.#variables.get(layer)?.[output] ?? 'None';
  }

  /** For each layer the variables that hold its outputs, by index. */
  #nameOutputs(): Map<string, readonly string[]> {
    const { view, identifiers } = this.#writing;
    return new Map(
      this.#order.map((layer) => {
        const outputs = outputsOf(view, layer);
        if (outputs.length <= 1) return [layer.id, [identifiers.take(layer.name)]];
        return [layer.id, outputs.map((output) => identifiers.take(`${layer.name}_${output}`))];
      }),
    );
  }
}

/** Of stacked cells Keras gives the states of each cell in a list of their own. */
function hasStatesInLists(layer: LayerRecord): boolean {
  const args = argumentsOf(layer);
  const { layer: held } = args;
  const { cell, return_state: givesState } =
    layer.type === 'Bidirectional' && isNestedLayer(held) ? held.args : args;
  return (
    givesState === true && (Array.isArray(cell) || (isNestedLayer(cell) && cell.layer === 'StackedRNNCells'))
  );
}

const isNestedLayer = (value: ArgumentValue | undefined): value is NestedLayerValue =>
  typeof value === 'object' && value !== null && 'layer' in value;

/** A model within this one that is not to learn. */
const isFrozenModel = ({ block, type, args }: LayerRecord) =>
  block !== null && type !== 'Block' && args['trainable'] === false;

/** The class of a module may take no name; Keras then makes one. */
const takesName = ({ category, arguments: all }: LayerType) =>
  category !== CUSTOM_CATEGORY || all.some(({ name }) => name === 'name');

const classOf = ({ type }: LayerRecord) => type.slice(type.indexOf('.') + 1);

const CALL_ARGUMENTS: readonly ArgumentDescription[] = [
  { name: 'training', type: { kind: 'boolean' }, default: null, nullable: true },
];

/** Inputs that a class of which nothing is known is called with besides the first. */
function extraInputs(
  incoming: readonly ConnectionRecord[],
  known: readonly { readonly name: string }[],
): { name: string; required?: boolean; many?: boolean }[] {
  const names = new Set(incoming.map(({ targetPort }) => targetPort));
  for (const { name } of known) names.delete(name);
  return [...names].sort().map((name) => ({ name }));
}

function returning(value: Expression): Statement {
  return { source: `    return ${render(value, INDENT, INDENT + 7, 0)}` };
}

const oneOrList = (items: readonly string[]): Expression =>
  items.length === 1 ? (items[0] ?? 'None') : list(items);

const entriesOf = (values: Values, isWanted: (key: string) => boolean): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => isWanted(key)));
