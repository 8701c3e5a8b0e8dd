import { graphOf, type ArchitectureGraph } from '../architecture/graph.ts';
import type { LayerRecord } from '../../../meta/index.ts';
import { find, type ProjectView } from '../state.ts';
import { identifierFrom, Identifiers } from './python.ts';

/** An architecture that becomes a function of the module. */
export interface Part {
  /** `main`: build_model; `model`: a nested model; `block`: layers put in place. */
  readonly kind: 'main' | 'model' | 'block';
  readonly architecture: string;
  readonly name: string;
  readonly form: 'functional' | 'sequential';
  /** The name of the function. */
  readonly function: string;
  readonly graph: ArchitectureGraph;
}

/** The architecture and all that it is made of, each after what it uses. */
export function partsOf(view: ProjectView, architecture: string): Part[] {
  const identifiers = new Identifiers([
    'build_model',
    'keras',
    'layers',
    'np',
    'functools',
    'name',
    'number',
  ]);
  const parts: Part[] = [];
  const visit = (id: string, kind: Part['kind'], above: readonly string[]) => {
    const record = find(view, 'Architecture', id);
    const graph = graphOf(view, id);
    if (above.includes(id) || parts.some((part) => part.architecture === id && part.kind === kind)) return;
    for (const layer of graph.layers.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (layer.block !== null) visit(layer.block, kindOf(layer), [...above, id]);
    }
    const name = record?.name ?? 'Network';
    const form = record?.form ?? 'functional';
    parts.push({
      kind,
      architecture: id,
      name,
      form,
      graph,
      function: functionName(kind, name, identifiers),
    });
  };
  visit(architecture, 'main', []);
  return parts;
}

/** The part that a layer stands for; undefined where it is not at hand or is what the layer itself belongs to. */
export function partFor(layer: LayerRecord, parts: readonly Part[]): Part | undefined {
  if (layer.block === null) return undefined;
  return parts.find((part) => part.architecture === layer.block && part.kind === kindOf(layer));
}

const kindOf = ({ type }: LayerRecord): Part['kind'] => (type === 'Block' ? 'block' : 'model');

function functionName(kind: Part['kind'], name: string, identifiers: Identifiers): string {
  if (kind === 'main') return 'build_model';
  return identifiers.take(kind === 'model' ? `build_${identifierFrom(name)}` : name);
}
