import { describe, expect, test } from 'vitest';
import { arriving, linksAt, type Anchor } from '../../../src/domain/rearranging/attach.ts';
import { childrenOf } from '../../../src/domain/state.ts';
import { connection, id, layer, network, newId, NETWORK } from '../network.ts';

const chain = () =>
  network(
    layer(3, 'Dense'),
    layer(4, 'Dense'),
    layer(5, 'Dense'),
    connection(13, 3, 4),
    connection(14, 4, 5),
  );

/** What goes where, after a layer was put there. */
function put(state: ReturnType<typeof chain>, type: string, anchor: Anchor): string[] {
  const links = linksAt(state, arriving(state, layer(9, type)), anchor, newId);
  const kept = childrenOf(state, NETWORK, 'Connection').filter((one) => !links.replaces.includes(one.id));
  return [...kept, ...links.connections]
    .map(({ source, target }) => `${source.slice(-1)} > ${target.slice(-1)}`)
    .sort();
}

const after = (n: number): Anchor => ({ kind: 'after', layer: id(n) });

describe('a layer put after another one', () => {
  test('in the middle of a chain goes between the two', () => {
    expect(put(chain(), 'ReLU', after(3))).toEqual(['3 > 9', '4 > 5', '9 > 4']);
  });

  test('keeps the place that the connection had among several', () => {
    const state = network(
      layer(3, 'Dense'),
      layer(4, 'Dense'),
      layer(5, 'Add'),
      connection(13, 3, 5, { order: 'a0' }),
      connection(14, 4, 5, { order: 'a1' }),
    );
    const links = linksAt(state, arriving(state, layer(9, 'ReLU')), after(3), newId);
    expect(links.connections.at(-1)).toMatchObject({ source: id(9), target: id(5), order: 'a0' });
  });

  test('at the end of a chain follows it', () => {
    expect(put(chain(), 'ReLU', after(5))).toEqual(['3 > 4', '4 > 5', '5 > 9']);
  });

  test('where the network branches becomes one more branch', () => {
    const state = network(
      ...[3, 4, 5].map((n) => layer(n, 'Dense')),
      connection(13, 3, 4),
      connection(14, 3, 5),
    );
    expect(put(state, 'ReLU', after(3))).toEqual(['3 > 4', '3 > 5', '3 > 9']);
  });

  test('that takes no input is not connected', () => {
    expect(put(chain(), 'InputLayer', after(3))).toEqual(['3 > 4', '4 > 5']);
  });
});

describe('a layer put after several', () => {
  const joined = (type: string, ...layers: number[]) => {
    const state = network(...[3, 4, 5, 6].map((n) => layer(n, 'Dense')), connection(13, 3, 4));
    const anchor: Anchor = { kind: 'join', layers: layers.map(id) };
    const { connections, replaces } = linksAt(state, arriving(state, layer(9, type)), anchor, newId);
    expect(replaces).toEqual([]);
    return connections
      .toSorted((a, b) => (a.order < b.order ? -1 : 1))
      .map(({ source, targetPort }) => `${source.slice(-1)} > ${targetPort}`);
  };

  test('takes them all, in the order in which they were chosen', () => {
    expect(joined('Concatenate', 5, 3, 4)).toEqual(['5 > inputs', '3 > inputs', '4 > inputs']);
  });

  test('takes one at each of its inputs', () => {
    expect(joined('MultiHeadAttention', 4, 3)).toEqual(['4 > query', '3 > value']);
  });

  test('is not connected where it takes fewer', () => {
    expect(joined('Dense', 3, 4)).toEqual([]);
  });
});

describe('a connection drawn to an empty place', () => {
  test('from an output is a branch of its own, also in a chain', () => {
    const port = { node: id(3), port: '0', side: 'output' } as const;
    expect(put(chain(), 'ReLU', { kind: 'port', port })).toEqual(['3 > 4', '3 > 9', '4 > 5']);
  });

  test('from an input that takes one replaces the connection that is there', () => {
    const port = { node: id(4), port: 'inputs', side: 'input' } as const;
    expect(put(chain(), 'ReLU', { kind: 'port', port })).toEqual(['4 > 5', '9 > 4']);
  });
});

test('a layer put on a connection takes its place', () => {
  expect(put(chain(), 'ReLU', { kind: 'edge', edge: id(14) })).toEqual(['3 > 4', '4 > 9', '9 > 5']);
});
