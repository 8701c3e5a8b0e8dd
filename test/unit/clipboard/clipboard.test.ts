import { describe, expect, test } from 'vitest';
import type { LayerRecord, ModelRecord } from '../../../meta/index.ts';
import { copyOf } from '../../../src/domain/clipboard/copyOf.ts';
import { pasteOf, type Paste, type PasteTarget } from '../../../src/domain/clipboard/pasteOf.ts';
import { command } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import { blank, childrenOf, type ProjectState } from '../../../src/domain/state.ts';
import { copyDocument } from '../../../visualizers/project/copyDocument.ts';
import { connection, id, network, NETWORK, newId, PROJECT } from '../network.ts';

const OTHER = id(3);

const layer = (n: number, name: string, given: Partial<LayerRecord> = {}, parent = NETWORK) =>
  blank('Layer', { id: id(n), parent, name, type: 'Dense', ...given });

const project = (...records: ModelRecord[]) =>
  network(blank('Architecture', { id: OTHER, parent: PROJECT, name: 'Other' }), ...records);

function copied(state: ProjectState, ...layers: number[]): string {
  const text = copyOf(state, layers.map(id));
  if (text === undefined) throw new Error('Expected something to be copied.');
  return text;
}

/** Pastes as a person does: what it gives is one command, which the project accepts. */
function paste(text: string, state: ProjectState, target: Partial<PasteTarget> = {}) {
  const given = pasteOf(text, state, { architecture: OTHER, ...target }, newId);
  if (!given.ok) throw new Error(given.message);
  const decision = decide(
    state,
    command.parse({ type: 'insert', records: given.records, replaces: given.replaces }),
  );
  if (!decision.ok) throw new Error(decision.problems.map(({ message }) => message).join(' '));
  state.apply(decision.changes);
  return given;
}

const messageOf = (given: Paste) => (given.ok ? 'pasted' : given.message);
const namesIn = (state: ProjectState, parent = OTHER) =>
  childrenOf(state, parent, 'Layer').map(({ name }) => name);
const linksIn = (state: ProjectState, parent = OTHER) =>
  childrenOf(state, parent, 'Connection').map(({ source, target }) =>
    [source, target].map((end) => (state.get(end) as LayerRecord).name).join(' > '),
  );

describe('copied and pasted', () => {
  test('layers keep their arguments and comments and the connections among them, and no others', () => {
    const state = project(
      layer(10, 'first'),
      layer(11, 'second', { args: { units: 3 }, note: 'why' }),
      layer(12, 'third'),
      connection(20, 10, 11),
      connection(21, 11, 12),
    );
    const { layers } = paste(copied(state, 11, 12), state);
    expect(layers.map((one) => state.get(one))).toMatchObject([
      { name: 'second', type: 'Dense', args: { units: 3 }, note: 'why', parent: OTHER },
      { name: 'third' },
    ]);
    expect(linksIn(state)).toEqual(['second > third']);
  });

  test('the order of several connections of one input is kept', () => {
    const many = (n: number, source: number, order: string) => connection(n, source, 12, { order });
    const state = project(
      layer(10, 'left'),
      layer(11, 'right'),
      layer(12, 'both', { type: 'Concatenate' }),
      many(20, 11, 'a1'),
      many(21, 10, 'a0'),
    );
    paste(copied(state, 10, 11, 12), state);
    const sources = childrenOf(state, OTHER, 'Connection').toSorted((a, b) => (a.order < b.order ? -1 : 1));
    expect(sources.map(({ source }) => (state.get(source) as LayerRecord).name)).toEqual(['left', 'right']);
  });

  test('names that are taken get a number', () => {
    const state = project(layer(10, 'dense'));
    paste(copied(state, 10), state, { architecture: NETWORK });
    expect(namesIn(state, NETWORK)).toEqual(['dense', 'dense_2']);
  });

  test('the text is JSON that a person can read', () => {
    const state = project(layer(10, 'dense', { args: { units: 3 } }));
    expect(copied(state, 10).split('\n')).toEqual([
      '{ "format": "deepforge-layers", "version": 1,',
      '  "layers": [',
      '    {"name":"dense","type":"Dense","args":{"units":3}}],',
      '  "connections": [],',
      '  "architectures": [],',
      '  "modules": [] }',
    ]);
  });

  test('nodes lie to each other as they lay, with their corner where it is wanted', () => {
    const state = project(layer(10, 'first'), layer(11, 'second'));
    const places = new Map([
      [id(10), { x: 40, y: 10 }],
      [id(11), { x: 0, y: 100 }],
    ]);
    const text = copyOf(state, [id(10), id(11)], places) ?? '';
    paste(text, state, { at: { x: 500, y: 500 } });
    expect(childrenOf(state, OTHER, 'Layer').map(({ position }) => position)).toEqual([
      { x: 540, y: 500 },
      { x: 500, y: 590 },
    ]);
  });

  test('without a place the layout finds one', () => {
    const state = project(layer(10, 'first', { position: { x: 1, y: 2 } }));
    paste(copied(state, 10), state);
    expect(childrenOf(state, OTHER, 'Layer').map(({ position }) => position)).toEqual([null]);
  });

  test('one layer is put after the selected one, within its chain', () => {
    const state = project(layer(10, 'first'), layer(11, 'last'), layer(12, 'spare'), connection(20, 10, 11));
    const { layers } = paste(copied(state, 12), state, {
      architecture: NETWORK,
      after: id(10),
      at: { x: 500, y: 0 },
    });
    expect(linksIn(state, NETWORK)).toEqual(['first > spare_2', 'spare_2 > last']);
    expect(state.get(layers[0] ?? '')).toMatchObject({ position: null });
  });

  test('several layers are not attached', () => {
    const state = project(layer(10, 'first'), layer(11, 'last'), connection(20, 10, 11));
    paste(copied(state, 10, 11), state, { architecture: NETWORK, after: id(11) });
    expect(linksIn(state, NETWORK)).toEqual(['first > last', 'first_2 > last_2']);
  });

  test('inputs and outputs keep their stated order in an empty network, and only there', () => {
    const ends = layer(10, 'end', { outputOrder: { 0: 'a5' } });
    const state = project(ends, layer(11, 'x', {}, id(3)));
    const text = copied(state, 10);
    paste(text, state);
    expect(childrenOf(state, OTHER, 'Layer')).toMatchObject([{ name: 'x' }, { outputOrder: {} }]);
    const empty = project();
    paste(text, empty);
    expect(childrenOf(empty, OTHER, 'Layer')).toMatchObject([{ outputOrder: { 0: 'a5' } }]);
  });
});

describe('shared layers', () => {
  const shared = () =>
    project(layer(10, 'owner', { args: { units: 9 } }), layer(11, 'again', { shares: id(10) }));

  test('copied with the layer that they call, they call its copy', () => {
    const state = shared();
    const { layers } = paste(copied(state, 11, 10), state);
    const pasted = layers.map((one) => state.get(one) as LayerRecord);
    expect(pasted.map(({ name, shares }) => [name, shares])).toEqual([
      ['owner', null],
      ['again', pasted[0]?.id],
    ]);
  });

  test('copied alone they become layers of their own', () => {
    const state = shared();
    paste(copied(state, 11), state);
    expect(childrenOf(state, OTHER, 'Layer')).toMatchObject([
      { name: 'again', shares: null, args: { units: 9 } },
    ]);
  });

  test('the copy of a whole document shares within itself', () => {
    const state = shared();
    const architecture = state.get(NETWORK);
    if (architecture?.concept !== 'Architecture') throw new Error('Expected the network.');
    const copies = copyDocument(state, architecture, newId);
    const layers = copies.filter((record) => record.concept === 'Layer');
    expect(layers.map(({ shares }) => shares)).toEqual([null, layers[0]?.id]);
    expect(copies.map(({ id: own }) => own)).not.toContain(id(10));
  });
});

describe('blocks', () => {
  const BLOCK = id(4);
  const withBlock = () =>
    project(
      blank('Architecture', { id: BLOCK, parent: PROJECT, name: 'residual' }),
      layer(30, 'x', { type: 'InputLayer' }, BLOCK),
      layer(31, 'inner', {}, BLOCK),
      blank('Connection', {
        ...connection(40, 30, 31),
        parent: BLOCK,
      }),
      layer(10, 'first'),
      layer(11, 'body', { type: 'Block', block: BLOCK, repeat: 3 }),
      connection(20, 10, 11, { targetPort: id(30) }),
    );

  test('in the same project stand for the same architecture', () => {
    const state = withBlock();
    paste(copied(state, 10, 11), state);
    expect(childrenOf(state, PROJECT, 'Architecture')).toHaveLength(3);
    expect(childrenOf(state, OTHER, 'Layer')[1]).toMatchObject({ block: BLOCK, repeat: 3 });
    expect(childrenOf(state, OTHER, 'Connection')).toMatchObject([{ targetPort: id(30) }]);
  });

  test('bring what they stand for along into another project, once', () => {
    const text = copied(withBlock(), 10, 11);
    const elsewhere = project();
    paste(text, elsewhere);
    const [block] = childrenOf(elsewhere, PROJECT, 'Architecture').filter(({ name }) => name === 'residual');
    expect(namesIn(elsewhere, block?.id)).toEqual(['x', 'inner']);
    const [input] = childrenOf(elsewhere, block?.id ?? '', 'Layer');
    expect(childrenOf(elsewhere, OTHER, 'Connection')).toMatchObject([{ targetPort: input?.id }]);
    paste(text, elsewhere);
    expect(childrenOf(elsewhere, PROJECT, 'Architecture')).toHaveLength(3);
    expect(new Set(childrenOf(elsewhere, OTHER, 'Layer').map(({ block: stands }) => stands))).toEqual(
      new Set([null, block?.id]),
    );
  });

  test('a block cannot be pasted into what it stands for', () => {
    const state = withBlock();
    expect(messageOf(pasteOf(copied(state, 11), state, { architecture: BLOCK }, newId))).toBe(
      'body stands for residual itself, so it cannot be part of it.',
    );
  });
});

describe('custom layers', () => {
  const code = blank('Code', {
    id: id(50),
    parent: PROJECT,
    name: 'scaling',
    code: 'from keras.layers import Layer\n\nclass Scale(Layer):\n  pass',
  });

  test('name the module of their class, which is asked for where it is missing', () => {
    const state = project(code, layer(10, 'scale', { type: 'Scale' }));
    const text = copied(state, 10);
    expect(paste(text, state).notices).toEqual([]);
    expect(paste(text, project()).notices).toEqual([
      'Keras has no layer Scale, and no module of this project has one. Copy the module scaling from the project it came from.',
    ]);
  });
});

describe('what Keras writes', () => {
  const dense = (name: string) => ({ class_name: 'Dense', config: { name, units: 4 } });

  test.each([
    ['a model', { class_name: 'Sequential', config: { name: 's', layers: [dense('a'), dense('b')] } }],
    ['a list of layers', [dense('a'), dense('b')]],
  ])('%s is pasted as layers', (_what, value) => {
    const state = project();
    paste(JSON.stringify(value), state);
    expect(namesIn(state)).toEqual(['a', 'b']);
    expect(linksIn(state)).toEqual(['a > b']);
    expect(childrenOf(state, PROJECT, 'Architecture')).toHaveLength(2);
  });

  test('one layer is pasted after the selected one', () => {
    const state = project(layer(10, 'first'));
    paste(JSON.stringify(dense('a')), state, { architecture: NETWORK, after: id(10) });
    expect(linksIn(state, NETWORK)).toEqual(['first > a']);
  });
});

describe('what is no network', () => {
  const ours = { format: 'deepforge-layers', version: 1, layers: [{ name: 'a', type: 'Dense' }] };
  const deep = '['.repeat(5000) + ']'.repeat(5000);

  test.each([
    ['a sentence', 'hello'],
    ['JSON of something else', '{"a": 1}'],
    ['a list of something else', '[1, 2]'],
    ['half of a JSON text', '{"a": '],
    ['no layers at all', JSON.stringify({ ...ours, layers: [] })],
  ])('%s is left alone', (_what, text) => {
    expect(messageOf(pasteOf(text, project(), { architecture: OTHER }, newId))).toBe(
      'There are no layers on the clipboard.',
    );
  });

  test.each([
    ['half a clip', '{ "format": "deepforge-layers", ', /it is not JSON/],
    ['a newer version', JSON.stringify({ ...ours, version: 2 }), /newer DeepForge/],
    ['layers that are none', JSON.stringify({ ...ours, layers: [7] }), /layers\.0 is not right/],
    ['fields that nobody knows', JSON.stringify({ ...ours, run: 'rm' }), /run/],
    [
      'two layers of one name',
      JSON.stringify({ ...ours, layers: [...ours.layers, ...ours.layers] }),
      /same name/,
    ],
    [
      'connections to nothing',
      JSON.stringify({ ...ours, connections: [{ from: 'a', to: 'b', input: 'inputs' }] }),
      /speaks of b/,
    ],
    ['endless nesting', deep, /nests too deep/],
    ['endless text', `{${' '.repeat(10_000_001)}}`, /longer than any network/],
  ])('%s is refused with a reason', (_what, text, reason) => {
    expect(messageOf(pasteOf(text, project(), { architecture: OTHER }, newId))).toMatch(reason);
  });

  test('a name that means something to JavaScript is a name like any other', () => {
    const state = project();
    paste(
      '{"format":"deepforge-layers","version":1,"layers":[{"name":"__proto__","type":"Dense","args":{}}]}',
      state,
    );
    expect(namesIn(state)).toEqual(['__proto__']);
  });
});
