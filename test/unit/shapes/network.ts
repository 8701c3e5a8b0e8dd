import { readFileSync } from 'node:fs';
import { layerType } from '../../../meta/catalogue/index.ts';
import type { NetworkLayer, PortInputs, Shape } from '../../../src/domain/shapes/index.ts';
import {
  fromLegacyArguments,
  type LegacyLayer,
  type LegacyNotice,
} from '../../../src/domain/shapes/legacy.ts';

export const floats = (...shape: (number | null)[]) => ({ shape, dtype: 'float32' });
export const at = (port: string, ...shapes: Shape[]): PortInputs => ({
  [port]: shapes.map((shape) => ({ shape, dtype: 'float32' })),
});

/** A layer that takes the first outputs of others at its main input; its id is its name. */
export function layer(
  name: string,
  type: string,
  args: NetworkLayer['args'] = {},
  ...from: string[]
): NetworkLayer {
  const port = layerType(type)?.inputs[0]?.name ?? 'inputs';
  return { id: name, name, type, args, inputs: from.map((id) => ({ layer: id, output: 0, port })) };
}

interface FixtureLayer extends LegacyLayer {
  readonly id: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, readonly { layer: string; port: string }[]>>;
  readonly outputs: readonly string[];
  readonly shapes?: readonly Shape[];
}

export interface Fixture {
  readonly name: string;
  readonly layers: readonly FixtureLayer[];
  readonly keras3: { readonly built: boolean; readonly params?: number; readonly error?: string };
}

export function readFixture(name: string): Fixture {
  // By the URL, which means this file in a bundle too.
  const file = new URL(`../../fixtures/architectures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Fixture;
}

/** The network of a fixture, and what was reported when its arguments were made those of Keras 3. */
export function fixtureNetwork(fixture: Fixture) {
  const notices: LegacyNotice[] = [];
  const layers = fixture.layers
    .filter(({ type }) => type !== 'Output')
    .map((one, index): NetworkLayer => {
      const modern = fromLegacyArguments(one);
      notices.push(...modern.notices);
      return {
        id: one.id,
        name: `${one.name}_${index}`,
        type: one.type,
        args: modern.args,
        inputs: edgesOf(one, fixture),
      };
    });
  return { layers, notices };
}

function edgesOf(one: FixtureLayer, fixture: Fixture): NetworkLayer['inputs'] {
  return Object.entries(one.inputs).flatMap(([port, sources]) =>
    sources.map((source) => ({
      layer: source.layer,
      output: fixture.layers.find(({ id }) => id === source.layer)?.outputs.indexOf(source.port) ?? 0,
      port: port === 'inputs' ? (layerType(one.type)?.inputs[0]?.name ?? port) : port,
    })),
  );
}
