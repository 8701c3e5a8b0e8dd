import { layerOutputs, layerType, type ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { ConnectionRecord, LayerRecord } from '../../../meta/index.ts';
import { isNetworkInput, layerInputs } from '../architecture/ports.ts';
import { inOrder } from '../commands/connect.ts';
import { childrenOf, find, type ProjectView } from '../state.ts';
import { argumentList } from './arguments.ts';
import { compareNames, topologicalOrder } from './order.ts';
import { call, Identifiers, text } from './python.ts';

/** A Python module, and which of its lines (from 1, inclusive) each layer stands on. */
export interface GeneratedCode {
  readonly code: string;
  readonly lines: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
}

interface Node {
  readonly id: string;
  readonly name: string;
  readonly layer: LayerRecord;
  readonly inputs: readonly string[];
  readonly incoming: readonly ConnectionRecord[];
}

/**
 * Keras 3 functional code for an architecture: a module whose `build_model()` returns the network as a
 * `keras.Model`. Importing it does nothing. Layers come in topological order, named as on screen, with
 * arguments that differ from the defaults.
 */
export function generateKeras(view: ProjectView, architecture: string): GeneratedCode {
  const name = find(view, 'Architecture', architecture)?.name ?? 'Network';
  const nodes = topologicalOrder(nodesOf(view, architecture));
  const variables = nameOutputs(nodes);
  const statements = nodes.map((node) => ({ id: node.id, source: statementFor(node, variables) }));
  return assemble(name, statements, modelStatement(name, nodes, variables));
}

function nodesOf(view: ProjectView, architecture: string): Node[] {
  const layers = childrenOf(view, architecture, 'Layer');
  const present = new Set(layers.map(({ id }) => id));
  const incoming = new Map<string, ConnectionRecord[]>(layers.map(({ id }) => [id, []]));
  for (const connection of childrenOf(view, architecture, 'Connection')) {
    if (present.has(connection.source)) incoming.get(connection.target)?.push(connection);
  }
  return layers.map((layer) => {
    const connections = (incoming.get(layer.id) ?? []).sort(inOrder);
    return {
      id: layer.id,
      name: layer.name,
      layer,
      inputs: connections.map(({ source }) => source),
      incoming: connections,
    };
  });
}

/** For each layer the variables that hold its outputs, by index. */
function nameOutputs(nodes: readonly Node[]): Map<string, readonly string[]> {
  const identifiers = new Identifiers(['keras', 'layers', 'build_model']);
  return new Map(
    nodes.map(({ id, layer }) => {
      const outputs = layerOutputs(layer.type, argsOf(layer));
      if (outputs.length <= 1) return [id, [identifiers.take(layer.name)]];
      return [id, outputs.map((output) => identifiers.take(`${layer.name}_${output.name}`))];
    }),
  );
}

function statementFor(node: Node, variables: ReadonlyMap<string, readonly string[]>): string {
  const { layer } = node;
  const targets = (variables.get(layer.id) ?? []).join(', ');
  const type = layerType(layer.type);
  const args = argumentList(type?.arguments ?? [], { ...argsOf(layer), name: layer.name });
  const inputs = callArguments(node, variables);
  const rest = isNetworkInput(layer.type) ? 0 : inputs.length + 2;
  const callee = isNetworkInput(layer.type) ? 'keras.Input' : `layers.${type?.name ?? 'Layer'}`;
  const constructed = call(callee, args, 4, targets.length + 3 + rest);
  return `${targets} = ${constructed}${isNetworkInput(layer.type) ? '' : `(${inputs})`}`;
}

/** The first input by position, the others by name; an input of several tensors as a list in their order. */
function callArguments(node: Node, variables: ReadonlyMap<string, readonly string[]>): string {
  return layerInputs(node.layer.type)
    .map((input, index) => {
      const tensors = node.incoming
        .filter(({ targetPort }) => targetPort === input.name)
        .map(({ source, sourcePort }) => variables.get(source)?.[Number(sourcePort)] ?? 'None');
      if (tensors.length === 0) return '';
      const value = tensors.length > 1 || input.many ? `[${tensors.join(', ')}]` : (tensors[0] ?? '');
      return index === 0 ? value : `${input.name}=${value}`;
    })
    .filter((argument) => argument !== '')
    .join(', ');
}

function modelStatement(
  name: string,
  nodes: readonly Node[],
  variables: ReadonlyMap<string, readonly string[]>,
): string {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  const inputs = nodes.filter(({ layer }) => isNetworkInput(layer.type)).sort(compareNames);
  const outputs = nodes.filter(({ id }) => !used.has(id)).sort(compareNames);
  const first = ({ id }: Node) => variables.get(id)?.[0] ?? 'None';
  const args = [`inputs=${oneOrList(inputs.map(first))}`, `outputs=${oneOrList(outputs.map(first))}`];
  return `return ${call('keras.Model', [...args, `name=${text(name)}`], 4, 7)}`;
}

const oneOrList = (items: readonly string[]) =>
  items.length === 1 ? (items[0] ?? '') : `[${items.join(', ')}]`;

function assemble(
  name: string,
  statements: readonly { readonly id: string; readonly source: string }[],
  ending: string,
): GeneratedCode {
  const usesLayers = statements.some(({ source }) => source.includes('layers.'));
  const head = [
    docstring(name),
    '',
    'import keras',
    ...(usesLayers ? ['from keras import layers'] : []),
    '',
    '',
    'def build_model() -> keras.Model:',
  ];
  const lines = new Map<string, { from: number; to: number }>();
  const body: string[] = [];
  for (const { id, source } of statements) {
    const from = head.length + body.length + 1;
    body.push(...`    ${source}`.split('\n'));
    lines.set(id, { from, to: head.length + body.length });
  }
  return { code: [...head, ...body, `    ${ending}`, ''].join('\n'), lines };
}

/** A docstring of one line; backslashes, quotes and line breaks of the name cannot end it. */
function docstring(name: string): string {
  const inner = text(`${name}: made by DeepForge from the architecture of that name.`).slice(1, -1);
  return `"""${inner}"""`;
}

/** The reader guarantees JSON; the catalogue's own type for it is narrower, and `literal` refuses the rest. */
const argsOf = (layer: LayerRecord) => layer.args as Readonly<Record<string, ArgumentValue>>;
