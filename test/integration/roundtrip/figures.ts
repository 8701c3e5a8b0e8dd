import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import type { Inference, TensorSpec } from '../../../src/domain/shapes/index.ts';
import { childrenOf, type ProjectView } from '../../../src/domain/state.ts';

/** What Keras says of a model. */
export interface ModelFigures extends Counts {
  readonly layers: readonly LayerFigures[];
}

interface Counts {
  readonly params: number;
  readonly trainable: number;
}

interface LayerFigures extends Counts {
  readonly name: string;
  /** The outputs of each call. */
  readonly calls: readonly (readonly TensorSpec[])[];
  /** A function of `keras.ops`; those that only compute masks are no part of an architecture. */
  readonly isOperation: boolean;
  /** Where the layer is a model itself. */
  readonly model?: ModelFigures;
}

/**
 * Where the checker says anything else than Keras: problems, the shapes and dtypes of every output of every call, the
 * parameters of every layer and of the whole, those that training changes among them, in nested models as well.
 */
export function disagreements(view: ProjectView, architecture: string, figures: ModelFigures): string[] {
  const { problems, totals, results } = checkArchitecture(view, architecture);
  const layers = childrenOf(view, architecture, 'Layer');
  const owners = layers.filter(({ shares }) => shares === null);
  const found: string[] = problems.map(({ message }) => message);
  const compare = (what: string, ours: string, theirs: string) => {
    if (ours !== theirs) found.push(`${what}: the rules say ${ours}, Keras says ${theirs}`);
  };
  const inOrder = (names: readonly string[]) => names.toSorted().join(', ');
  const ours = new Set(owners.map(({ name }) => name));
  const counted = figures.layers.filter(({ name, isOperation }) => !isOperation || ours.has(name));
  compare('layers', inOrder([...ours]), inOrder(counted.map(({ name }) => name)));
  for (const theirs of counted) {
    const owner = owners.find(({ name }) => name === theirs.name);
    if (!owner) continue;
    const calls = layers.filter(({ id, shares }) => id === owner.id || shares === owner.id);
    const inferences = calls.map(({ id }) => results.get(id)?.inference);
    const outputs = inferences.map((one) => (one?.status === 'known' ? specs(one.outputs) : 'unknown'));
    const each = theirs.calls.map(specs).sort();
    compare(`outputs of ${owner.name}`, outputs.toSorted().join('; '), each.join('; '));
    compare(`parameters of ${owner.name}`, countsOf(inferences[0], theirs), counts(theirs));
    if (theirs.model && owner.block !== null) {
      found.push(...disagreements(view, owner.block, theirs.model).map((one) => `${owner.name}: ${one}`));
    }
  }
  const isWhole = totals.params.isComplete && totals.trainable.isComplete;
  const total = counts({ params: totals.params.value, trainable: totals.trainable.value });
  compare('parameters of the whole', isWhole ? total : `at least ${total}`, counts(figures));
  return found;
}

const counts = ({ params, trainable }: Counts) => `${String(params)} (${String(trainable)} trainable)`;

function countsOf(ours: Inference | undefined, { model }: LayerFigures): string {
  if (ours?.status !== 'known' || ours.params === null) return 'unknown';
  const { total, trained, trainable } = ours.params;
  return counts({ params: total, trainable: model ? trained : trainable });
}

const specs = (outputs: readonly TensorSpec[]) =>
  outputs.map(({ shape, dtype }) => `${dtype}(${shape.map((size) => size ?? 'None').join(', ')})`).join(' ');
