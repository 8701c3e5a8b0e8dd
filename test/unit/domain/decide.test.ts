import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/domain/command.ts';
import { command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { blank, childrenOf, type ProjectState } from '../../../src/domain/state.ts';
import { connection, id, network, NETWORK, PROJECT } from '../network.ts';

const layer = (n: number, name: string, type = 'Dense') =>
  blank('Layer', { id: id(n), parent: NETWORK, name, type });

function run(state: ProjectState, given: Command) {
  const decision = decide(state, command.parse(given));
  if (!decision.ok) throw new Error(decision.problems.map(({ message }) => message).join('; '));
  return { inverse: state.apply(decision.changes), message: decision.message };
}

const problemsOf = (state: ProjectState, given: Command) => {
  const decision = decide(state, given);
  return decision.ok ? [] : decision.problems.map(({ code }) => code);
};

const connect = (n: number, source: number, target: number): Command => ({
  type: 'connect',
  id: id(n),
  parent: NETWORK,
  source: id(source),
  sourcePort: '0',
  target: id(target),
  targetPort: 'inputs',
});

describe('removing neighbours', () => {
  const chain = () =>
    network(
      ...[3, 4, 5, 6].map((n) => layer(n, `layer_${String(n)}`)),
      connection(7, 3, 4),
      connection(8, 4, 5),
      connection(9, 5, 6),
    );

  test('what came before them is connected to what came after', () => {
    const state = chain();
    run(state, { type: 'remove', ids: [id(4), id(5)], bridge: [id(20), id(21)] });
    expect(childrenOf(state, NETWORK, 'Connection')).toMatchObject([{ source: id(3), target: id(6) }]);
  });

  test.each([
    [4, 5],
    [5, 4],
  ])('taking it back brings the connection between them back: %i and %i', (first, second) => {
    const state = chain();
    const before = childrenOf(state, NETWORK, 'Connection');
    const { inverse } = run(state, { type: 'remove', ids: [id(first), id(second)], bridge: [id(20)] });
    run(state, { type: 'revert', changes: [...inverse], label: 'Deleted two' });
    expect(new Set(childrenOf(state, NETWORK, 'Connection'))).toEqual(new Set(before));
  });
});

describe('inserting', () => {
  test('a name that is taken gets a number', () => {
    const state = network(layer(3, 'dense'));
    const { message } = run(state, { type: 'insert', records: [layer(4, 'dense')] });
    expect(childrenOf(state, NETWORK, 'Layer').map(({ name }) => name)).toEqual(['dense', 'dense_2']);
    expect(message).toBe('Added dense_2 (Dense) to Net');
  });

  test('a layer put on a connection takes its place, and one inverse takes it all back', () => {
    const state = network(layer(3, 'first'), layer(4, 'last'), connection(5, 3, 4));
    const before = [...state.all()];
    const records = [layer(6, 'between'), connection(7, 3, 6), connection(8, 6, 4)];
    const { inverse } = run(state, { type: 'insert', records, replaces: [id(5)] });
    expect(childrenOf(state, NETWORK, 'Connection').map((one) => one.id)).toEqual([id(7), id(8)]);
    state.apply(inverse);
    expect([...state.all()]).toEqual(expect.arrayContaining(before));
    expect([...state.all()]).toHaveLength(before.length);
  });

  test('a layer that takes the place of others frees their names, and one inverse brings them back', () => {
    const state = network(layer(3, 'first'), layer(4, 'last'), connection(5, 3, 4));
    const before = [...state.all()];
    const { inverse, message } = run(state, {
      type: 'insert',
      records: [layer(6, 'last', 'GRU'), connection(7, 3, 6)],
      replaces: [id(4)],
    });
    expect(message).toBe('Replaced last (Dense) by last (GRU)');
    expect(childrenOf(state, NETWORK, 'Layer').map(({ name }) => name)).toEqual(['first', 'last']);
    expect(childrenOf(state, NETWORK, 'Connection').map((one) => one.id)).toEqual([id(7)]);
    run(state, { type: 'revert', changes: [...inverse], label: message });
    expect([...state.all()]).toEqual(expect.arrayContaining(before));
    expect([...state.all()]).toHaveLength(before.length);
  });

  test('nothing new can refer to what gives way to it', () => {
    const state = network(layer(3, 'first'));
    const records = [layer(6, 'second'), connection(7, 3, 6)];
    expect(problemsOf(state, { type: 'insert', records, replaces: [id(3)] })).toEqual(['gone']);
  });

  test('only what is drawn gives way: an architecture stays', () => {
    const state = network(layer(3, 'first'));
    run(state, { type: 'insert', records: [layer(6, 'second')], replaces: [NETWORK] });
    expect(childrenOf(state, NETWORK, 'Layer')).toHaveLength(2);
  });

  test('a layer cannot be put into a pipeline', () => {
    const state = network(blank('Pipeline', { id: id(5), parent: PROJECT }));
    const stray = { ...layer(6, 'dense'), parent: id(5) };
    expect(problemsOf(state, { type: 'insert', records: [stray] })).toEqual(['wrong-place']);
  });

  test('people cannot make executions, jobs or artifacts by hand', () => {
    const forged = blank('Artifact', { id: id(7), parent: PROJECT, sha256: 'f'.repeat(64) });
    expect(problemsOf(network(), { type: 'insert', records: [forged] })).toEqual(['read-only']);
  });
});

describe('assigning', () => {
  test('an argument is set, in words a person would use', () => {
    const state = network(layer(3, 'dense'));
    const { message } = run(state, {
      type: 'assign',
      values: [{ id: id(3), path: ['args', 'units'], value: 128 }],
    });
    expect(state.get(id(3))).toMatchObject({ args: { units: 128 } });
    expect(message).toBe('Set units of dense to 128');
  });

  test('an absent value takes the argument back to its default', () => {
    const state = network({ ...layer(3, 'dense'), args: { units: 8 } });
    run(state, { type: 'assign', values: [{ id: id(3), path: ['args', 'units'] }] });
    expect(state.get(id(3))).toMatchObject({ args: {} });
  });

  test.each([
    ['a field that does not exist', ['colour'], 'red', 'wrong-value'],
    ['a prototype of JavaScript', ['__proto__'], 'x', 'wrong-value'],
    ['the type of a layer', ['type'], 'Conv2D', 'read-only'],
    ['an id', ['id'], 'x', 'wrong-value'],
    ['a taken name', ['name'], 'hidden', 'name-taken'],
    ['an empty name', ['name'], ' ', 'name-empty'],
  ] as const)('%s is refused', (_what, path, value, code) => {
    const state = network(layer(3, 'dense'), layer(4, 'hidden'));
    expect(problemsOf(state, { type: 'assign', values: [{ id: id(3), path: [...path], value }] })).toEqual([
      code,
    ]);
  });
});

describe('connecting', () => {
  test('a circle is refused', () => {
    const state = network(
      layer(3, 'a'),
      layer(4, 'b'),
      layer(5, 'c'),
      connection(6, 3, 4),
      connection(7, 4, 5),
    );
    expect(problemsOf(state, connect(8, 5, 3))).toEqual(['cycle']);
  });

  test('an input that takes one connection gives up the one it had', () => {
    const state = network(layer(3, 'a'), layer(4, 'b'), layer(5, 'c'), connection(6, 3, 5));
    run(state, connect(8, 4, 5));
    expect(childrenOf(state, NETWORK, 'Connection').map(({ source }) => source)).toEqual([id(4)]);
  });

  test('the same is connected twice only where several are taken', () => {
    const state = network(layer(3, 'a'), layer(4, 'b'), layer(5, 'square', 'Multiply'), connection(6, 3, 4));
    expect(problemsOf(state, connect(8, 3, 4))).toEqual(['connected']);
    run(state, connect(8, 3, 5));
    expect(problemsOf(state, connect(9, 3, 5))).toEqual([]);
  });

  test('an input that takes many keeps them in order', () => {
    const state = network(layer(3, 'a'), layer(4, 'b'), layer(5, 'sum', 'Add'));
    run(state, connect(8, 4, 5));
    run(state, connect(9, 3, 5));
    const orders = childrenOf(state, NETWORK, 'Connection').sort((a, b) => (a.order < b.order ? -1 : 1));
    expect(orders.map(({ source }) => source)).toEqual([id(4), id(3)]);
  });
});

describe('removing', () => {
  test('connections go with their ends, and a bridge keeps the chain', () => {
    const state = network(
      layer(3, 'a'),
      layer(4, 'b'),
      layer(5, 'c'),
      connection(6, 3, 4),
      connection(7, 4, 5),
    );
    run(state, { type: 'remove', ids: [id(4)], bridge: [id(20)] });
    expect(childrenOf(state, NETWORK, 'Connection')).toMatchObject([{ source: id(3), target: id(5) }]);
  });

  test('an operation that is used somewhere stays', () => {
    const state = network(
      blank('Operation', { id: id(10), parent: PROJECT, name: 'Train' }),
      blank('Pipeline', { id: id(11), parent: PROJECT }),
      blank('Step', { id: id(12), parent: id(11), operation: id(10) }),
    );
    expect(problemsOf(state, { type: 'remove', ids: [id(10)] })).toEqual(['in-use']);
  });

  test('a reference to what goes is emptied', () => {
    const state = network(
      blank('Operation', { id: id(10), parent: PROJECT, name: 'Train' }),
      blank('Pipeline', { id: id(11), parent: PROJECT }),
      blank('Step', { id: id(12), parent: id(11), operation: id(10), references: { model: NETWORK } }),
    );
    run(state, { type: 'remove', ids: [NETWORK] });
    expect(state.get(id(12))).toMatchObject({ references: { model: null } });
  });
});

describe('taking back', () => {
  test('every command and its inverse leave the state as it was', () => {
    const state = network(
      layer(3, 'a'),
      layer(4, 'b'),
      layer(5, 'c'),
      connection(6, 3, 4),
      connection(7, 4, 5),
    );
    const before = [...state.all()].sort((a, b) => (a.id < b.id ? -1 : 1));
    const { inverse, message } = run(state, { type: 'remove', ids: [id(4)], bridge: [id(20)] });
    run(state, { type: 'revert', changes: inverse, label: message });
    expect([...state.all()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(before);
  });

  test('undo leaves alone what somebody else has changed since', () => {
    const state = network(layer(3, 'dense'));
    const set = (value: number): Command => ({
      type: 'assign',
      values: [{ id: id(3), path: ['args', 'units'], value }],
    });
    const { inverse } = run(state, set(64));
    run(state, set(256));
    expect(problemsOf(state, { type: 'revert', changes: inverse, label: 'x' })).toEqual(['changed-since']);
    expect(state.get(id(3))).toMatchObject({ args: { units: 256 } });
  });

  test('undo leaves alone the argument that somebody set after it was reset', () => {
    const state = network({ ...layer(3, 'dense'), args: { units: 8 } });
    const set = (value?: number): Command => ({
      type: 'assign',
      values: [{ id: id(3), path: ['args', 'units'], value }],
    });
    const { inverse } = run(state, set());
    run(state, set(256));
    expect(problemsOf(state, { type: 'revert', changes: inverse, label: 'x' })).toEqual(['changed-since']);
  });

  test('one value set twice by one command is taken back the whole way', () => {
    const state = network({ ...layer(3, 'dense'), args: { units: 8 } });
    const { inverse } = run(state, {
      type: 'assign',
      values: [16, 32].map((value) => ({ id: id(3), path: ['args', 'units'], value })),
    });
    run(state, { type: 'revert', changes: inverse, label: 'x' });
    expect(state.get(id(3))).toMatchObject({ args: { units: 8 } });
  });

  test('a changed thing keeps its place among its siblings', () => {
    const state = network(layer(3, 'a'), layer(4, 'b'));
    run(state, { type: 'assign', values: [{ id: id(3), path: ['note'], value: 'here' }] });
    expect(childrenOf(state, NETWORK, 'Layer').map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('the name of a module', () => {
  const module = (name: string): Command => ({
    type: 'insert',
    records: [blank('Code', { id: id(9), parent: PROJECT, name })],
  });

  test.each(['keras', 'numpy', 'json', 'operation', 'deepforge', '__init__', '__main__'])(
    'is not %s, which jobs import themselves',
    (name) => {
      expect(problemsOf(network(), module(name))).toEqual(['name-hides']);
      const state = network(blank('Code', { id: id(9), parent: PROJECT, name: 'mine' }));
      const renamed: Command = { type: 'assign', values: [{ id: id(9), path: ['name'], value: name }] };
      expect(problemsOf(state, renamed)).toEqual(['name-hides']);
    },
  );

  test.each(['my layers', '2d', 'class', ''])('is a Python name, which %j is not', (name) => {
    expect(problemsOf(network(), module(name))).not.toEqual([]);
  });

  test.each(['layers', 'keras_layers', '_own', 'größen'])('may be %s', (name) => {
    expect(problemsOf(network(), module(name))).toEqual([]);
  });
});
