import { flawText, type Fix, type Flaw, type FlawCode, type InputRef, type Within } from './flaw.ts';
import type { NetworkEdge, NetworkLayer } from './network.ts';
import { formatShape, type TensorSpec } from './tensor.ts';

/** What is wrong with a layer of a network, in words that name everything as it is named on screen. */
export interface LayerProblem {
  readonly code: FlawCode | GraphProblemCode;
  /** The id of the layer. */
  readonly layer: string;
  readonly argument?: string;
  /** The nested layers that have the argument, outermost first. */
  readonly within?: readonly Within[];
  /** The edges to blame, by their place among the inputs of the layer. */
  readonly edges?: readonly number[];
  readonly message: string;
  readonly expected: string;
  readonly received: string;
  readonly fix?: Fix;
}

const GRAPH_TEXTS = {
  'edge-dangling': () => 'an input comes from a layer that is not there; connect it again',
  'output-missing': (giver: string, output: string, count: string) =>
    `${giver} has no output ${output}; it has ${count}`,
  'not-in-networks': (type: string) =>
    `a slip in Keras keeps ${type} out of networks, since its output is taken for its input; use it on the data`,
  cycle: (names: string) => `is part of a circle: ${names}`,
  'name-taken': (name: string) => `another layer is called "${name}"; names must differ`,
  'name-invalid': (name: string) => `"${name}" cannot be a name: it must not be empty or contain "/"`,
  'shared-unlike': (owner: string, givers: string) =>
    `uses the weights of ${owner}, which were made for inputs of another shape; ${givers}`,
  'shared-missing': () => 'uses the weights of a layer that is not there',
} satisfies Record<string, (...words: string[]) => string>;

export type GraphProblemCode = keyof typeof GRAPH_TEXTS;

export function graphProblem<Code extends GraphProblemCode>(
  code: Code,
  layer: NetworkLayer,
  facts: Partial<Pick<LayerProblem, 'edges' | 'expected' | 'received'>>,
  ...words: Parameters<(typeof GRAPH_TEXTS)[Code]>
): LayerProblem {
  const text: (...words: string[]) => string = GRAPH_TEXTS[code];
  const message = `${layer.name}: ${text(...words)}`;
  return { code, layer: layer.id, expected: '', received: '', ...facts, message };
}

/** A flaw as a problem of this layer, given who gives each of its inputs. */
export function layerProblem(
  flaw: Flaw,
  layer: NetworkLayer,
  nameOf: (edge: NetworkEdge) => string,
  specOf: (edge: NetworkEdge) => TensorSpec | undefined,
): LayerProblem {
  const edges = (flaw.inputs ?? []).map((ref) => edgeIndex(layer, ref)).filter((index) => index >= 0);
  const givers = edges.map((index) => giver(layer.inputs[index], nameOf, specOf)).join(', ');
  return {
    code: flaw.code,
    layer: layer.id,
    ...(flaw.argument === undefined ? {} : { argument: flaw.argument }),
    ...(flaw.within === undefined ? {} : { within: flaw.within }),
    ...(edges.length === 0 ? {} : { edges }),
    message: `${layer.name}: ${flawText(flaw, givers)}`,
    expected: flaw.expected,
    received: flaw.received,
    ...(flaw.fix === undefined ? {} : { fix: flaw.fix }),
  };
}

function edgeIndex(layer: NetworkLayer, { port, index }: InputRef): number {
  const atPort = layer.inputs.map((edge, i) => ({ edge, i })).filter(({ edge }) => edge.port === port);
  return atPort[index]?.i ?? -1;
}

function giver(
  edge: NetworkEdge | undefined,
  nameOf: (edge: NetworkEdge) => string,
  specOf: (edge: NetworkEdge) => TensorSpec | undefined,
): string {
  const spec = edge && specOf(edge);
  return edge && spec ? `${nameOf(edge)} gives ${formatShape(spec.shape)}` : 'nothing is known of it';
}
