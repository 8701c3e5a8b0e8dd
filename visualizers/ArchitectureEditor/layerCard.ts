import type { ArgumentValue, LayerType } from '../../meta/catalogue/index.ts';
import type { LayerRecord } from '../../meta/index.ts';
import type { Json } from '../../meta/json.ts';
import { copiesOf } from '../../src/domain/architecture/copies.ts';
import type { ArchitectureProblem } from '../../src/domain/architecture/check.ts';
import { isNetworkInput } from '../../src/domain/architecture/graph.ts';
import { operationForm } from '../../src/domain/architecture/operations.ts';
import { inputsOf, outputsOf, ownerOf } from '../../src/domain/architecture/ports.ts';
import { layerTypeIn } from '../../src/domain/customLayers/index.ts';
import { isArrayValue } from '../../src/domain/shapes/index.ts';
import { find, sameJson, type ProjectView } from '../../src/domain/state.ts';
import { bandOf, layerCategory } from '../drawing/index.ts';
import type { GraphNode, Port } from '../graph/index.ts';
import { kindInWords } from './arguments/operand.ts';
import { writeLiteral } from './arguments/pythonLiteral.ts';
import { counted } from '../words/index.ts';
import { typeLabel } from './layerItems.ts';
import { blockAround } from './nodePath.ts';

export interface DrawnLayer {
  /** The node. */
  readonly path: string;
  readonly isUnfolded: boolean;
  readonly problems: readonly ArchitectureProblem[];
}

/** A layer as it is drawn, with what is known of it. */
export function layerCard(
  view: ProjectView,
  layer: LayerRecord,
  { path, isUnfolded, problems: all }: DrawnLayer,
): GraphNode {
  const around = blockAround(path);
  // What is wrong inside is said there, as soon as that can be seen.
  const problems = all.filter(({ at }) => !isUnfolded || at === path);
  return {
    id: path,
    ...(around === undefined ? {} : { parent: around }),
    label: layer.name,
    subtitle: subtitleOf(view, layer),
    band: bandOf(layerTypeIn(view, layer.type)?.category === 'custom' ? 'custom' : layerCategory(layer.type)),
    ...(layer.block === null ? {} : { shape: 'stack', foldable: true }),
    inputs: inputPorts(view, layer),
    outputs: outputsOf(view, layer).map((label, index) => ({ id: String(index), label })),
    ...(problems.length > 0
      ? { problems: problems.map(({ message }) => ({ severity: 'error' as const, message })) }
      : {}),
    ...(copiesOf(layer) > 1 ? { badge: `×${String(copiesOf(layer))}` } : {}),
    ...(layer.note === '' ? {} : { note: layer.note }),
    ...(layer.position ? { pinned: layer.position } : {}),
  };
}

function inputPorts(view: ProjectView, layer: LayerRecord): Port[] {
  if (isNetworkInput(layer.type)) return [];
  return inputsOf(view, ownerOf(view, layer)).map(({ name, labels, required }) => ({
    id: name,
    label: labels?.[0] ?? name,
    ...(required ? {} : { optional: true }),
  }));
}

const SHOWN_ARGUMENTS = 3;
const LONGEST_ARGUMENT = 18;

/** The type and the few arguments that make this layer what it is; of one called again, whose weights it uses. */
function subtitleOf(view: ProjectView, layer: LayerRecord): string {
  const block = find(view, 'Architecture', layer.block)?.name;
  // What has the name of its architecture need not say it twice.
  const what = block === undefined || block === layer.name ? typeLabel(layer.type) : block;
  if (layer.shares !== null) return `${what} · weights of ${ownerOf(view, layer).name}`;
  const known = layerTypeIn(view, layer.type) ?? operationForm(layer.type);
  const telling = known ? tellingArguments(known, layer.args) : [];
  return [what, telling.join(', ')].filter(Boolean).join(' · ');
}

function tellingArguments({ arguments: all }: LayerType, args: LayerRecord['args']): readonly string[] {
  return all
    .filter(({ name, default: fallback }) => {
      const value = args[name];
      return value !== undefined && !sameJson(value, fallback as Json | undefined);
    })
    .map(({ name, type }) => {
      const value = args[name] as ArgumentValue;
      if (type.kind === 'cell' || type.kind === 'cells') return cellsInWords(value);
      if (type.kind === 'operand') return operandInWords(value);
      const text = writeLiteral(value);
      return type.kind === 'boolean' ? `${name}=${text}` : text;
    })
    .filter((text) => text.length <= LONGEST_ARGUMENT)
    .slice(0, SHOWN_ARGUMENTS);
}

/** `0.003922` for 1/255; of an array its kind and shape. */
function operandInWords(value: ArgumentValue): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  return isArrayValue(value) ? kindInWords(value) : writeLiteral(value);
}

/** `LSTMCell`; of a stack `LSTMCell ×2`, `LSTMCell, GRUCell` or `4 cells`. */
function cellsInWords(value: ArgumentValue): string {
  if (!Array.isArray(value)) return writeLiteral(value);
  const names = value.map(writeLiteral);
  const [first = ''] = names;
  if (names.every((name) => name === first)) return `${first} ×${String(names.length)}`;
  const all = names.join(', ');
  return all.length <= LONGEST_ARGUMENT ? all : counted(names.length, 'cell');
}
