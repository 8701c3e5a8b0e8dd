import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { dissolveBlock } from '../../../src/domain/architecture/blocks/dissolveBlock.ts';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { generateKeras } from '../../../src/domain/codegen/keras.ts';
import { decide } from '../../../src/domain/decide.ts';
import { childrenOf, type ProjectState } from '../../../src/domain/state.ts';
import { projectOf } from '../../doubles/networks.ts';
import type { ModelFigures } from '../roundtrip/figures.ts';
import { kerasOfFile } from '../roundtrip/kerasOfFile.ts';
import { NETWORKS } from './networks.ts';

const keras = kerasOfFile();

const LIMIT = 120_000;

/** What there is, by name: layers of nested models as `model.layer`. */
interface Facts {
  readonly layers: Readonly<Record<string, string>>;
  readonly params: number;
}

function ours(view: ProjectState): Facts {
  const { network, inference, totals, problems } = checkArchitecture(view, 'Main');
  expect(problems).toEqual([]);
  const owners = network.layers.filter(({ shares }) => shares === undefined);
  const layers = owners.map(({ id, name }) => {
    const found = inference.layers.get(id)?.inference;
    const outputs = found?.status === 'known' ? found.outputs : [];
    const params = found?.status === 'known' ? found.params?.total : undefined;
    return [name, inWords(outputs[0]?.shape ?? [], params)] as const;
  });
  return { layers: Object.fromEntries(layers), params: totals.params.value };
}

function theirs(figures: ModelFigures): Facts {
  const listed = (model: ModelFigures, prefix: string): (readonly [string, string])[] =>
    model.layers.flatMap((layer): (readonly [string, string])[] => {
      if (layer.model) {
        // What an inner model begins with is the tensor that it is called with.
        const inner = layer.model.layers.filter(({ name }) => name !== 'x');
        return listed({ ...layer.model, layers: inner }, `${prefix}${layer.name}.`);
      }
      return [[prefix + layer.name, inWords(layer.calls[0]?.[0]?.shape ?? [], layer.params)]];
    });
  return { layers: Object.fromEntries(listed(figures, '')), params: figures.params };
}

const inWords = (shape: readonly (number | null)[], params: number | undefined) =>
  `(${shape.join(', ')}), ${String(params)} parameters`;

function dissolveAll(view: ProjectState): void {
  const next = () => childrenOf(view, 'Main', 'Layer').find(({ type }) => type === 'Block');
  for (let block = next(); block; block = next()) {
    const making = dissolveBlock(view, block.id, randomUUID);
    if (!making.ok) throw new Error(making.reason);
    const { records, replaces } = making;
    const decision = decide(view, { type: 'insert', records: [...records], replaces: [...replaces] });
    if (!decision.ok) throw new Error(decision.problems[0]?.message);
    view.apply(decision.changes);
  }
}

test.each(Object.keys(NETWORKS))(
  '%s: names, shapes and parameters are those of Keras, and the same without blocks',
  async (name) => {
    const view = projectOf(NETWORKS[name] ?? {});
    const { code } = generateKeras(view, 'Main');
    const { figures, error } = await keras.ask({ source: code });
    expect(error, code).toBeUndefined();
    if (figures) expect(theirs(figures)).toEqual(ours(view));
    dissolveAll(view);
    const written = generateKeras(view, 'Main').code;
    expect(await keras.ask({ code: written, run: true }), `${code}\n${written}`).toMatchObject({
      differences: [],
      outputs: 'identical',
    });
  },
  LIMIT,
);
