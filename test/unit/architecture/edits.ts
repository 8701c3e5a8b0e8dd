import * as fc from 'fast-check';
import type { LayerRecord } from '../../../meta/index.ts';
import { graphOf } from '../../../src/domain/architecture/graph.ts';
import type { Change } from '../../../src/domain/change.ts';
import { blank, ProjectState } from '../../../src/domain/state.ts';

const project = blank('Project', { id: 'project', parent: null });
const outer = blank('Architecture', { id: 'outer', parent: 'project', name: 'outer' });
const inner = blank('Architecture', { id: 'inner', parent: 'project', name: 'inner' });

const deep = blank('Architecture', { id: 'deep', parent: 'project', name: 'deep' });

/** A layer of the project, whose rule is edited too. */
const codeWith = (shapes: string) =>
  [
    'import keras',
    'class Scale(keras.layers.Layer):',
    `    shapes = "${shapes}"`,
    '    def __init__(self, factor=2, **kwargs):',
    '        super().__init__(**kwargs)',
  ].join('\n');
const CODES = [
  '(batch, n) -> (batch, n)',
  '(batch, n) -> (batch, n * factor)',
  '(batch, n) -> (batch, 4)',
  'nonsense',
].map(codeWith);
const module = blank('Code', { id: 'module', parent: 'project', name: 'mine', code: CODES[0] ?? '' });

/** A network in which what happens at the beginning concerns the end, through a block that is there twice and holds another. */
export function drawn(): ProjectState {
  const layers: (Partial<LayerRecord> & { readonly id: string; readonly from?: readonly string[] })[] = [
    { id: 'in', parent: 'inner', type: 'InputLayer', args: { shape: [8] } },
    { id: 'dense', parent: 'inner', type: 'Dense', args: { units: 5 }, from: ['in'] },
    { id: 'nest', parent: 'inner', type: 'Block', block: 'deep', from: ['dense'] },
    { id: 'norm', parent: 'inner', type: 'LayerNormalization', from: ['nest'] },
    { id: 'way', parent: 'deep', type: 'InputLayer', args: { shape: [5] } },
    { id: 'thin', parent: 'deep', type: 'Dense', args: { units: 3 }, from: ['way'] },
    { id: 'data', type: 'InputLayer', args: { shape: [6] } },
    { id: 'a', type: 'Dense', args: { units: 4 }, from: ['data'] },
    { id: 'b', type: 'Dense', args: { units: 4 }, from: ['a'] },
    { id: 'again', type: 'Dense', args: { units: 4 }, shares: 'b', from: ['b'] },
    { id: 'sum', type: 'Add', from: ['a', 'again'] },
    { id: 'block', type: 'Block', block: 'inner', repeat: 2, from: ['sum'] },
    { id: 'model', type: 'Functional', block: 'inner', from: ['block'] },
    { id: 'joined', type: 'Concatenate', from: ['model', 'sum'] },
    { id: 'scaled', type: 'Scale', args: { factor: 3 }, from: ['joined'] },
    { id: 'end', type: 'Dense', args: { units: 2 }, from: ['scaled'] },
  ];
  const records = layers.flatMap(({ from = [], ...layer }) => {
    const { id, parent = 'outer', block } = layer;
    const connections = from.map((source, index) =>
      blank('Connection', {
        ...{ id: `${source}-${id}`, parent, source, sourcePort: '0', target: id, order: `a${String(index)}` },
        targetPort: block === 'deep' ? 'way' : block ? 'in' : 'inputs',
      }),
    );
    return [blank('Layer', { name: id, ...layer, parent }), ...connections];
  });
  return new ProjectState([project, outer, inner, deep, module, ...records]);
}

export type Step = Readonly<Record<'kind' | 'a' | 'b' | 'c', number>>;

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({ kind: fc.nat(20), a: fc.nat(30), b: fc.nat(30), c: fc.nat(30) }),
  { minLength: 1, maxLength: 12 },
);

const TYPES: readonly Partial<LayerRecord>[] = [
  { type: 'InputLayer', args: { shape: [8, 8, 3] } },
  { type: 'Conv2D', args: { filters: 4, kernel_size: [3, 3], padding: 'same' } },
  { type: 'Dense', args: { units: 5 } },
  { type: 'Flatten' },
  { type: 'Add' },
  { type: 'Concatenate' },
  { type: 'LSTM', args: { units: 3 } },
  { type: 'Block', block: 'inner' },
  { type: 'Functional', block: 'inner' },
  { type: 'Block', block: 'inner', repeat: 2 },
  { type: 'Block', block: 'deep' },
  { type: 'Lambda' },
  { type: 'Identity' },
  { type: 'Scale', args: { factor: 2 } },
];
const NAMES = ['same', 'one', 'two', 'with/slash', 'three', ''];
const PARENTS = ['inner', 'outer', 'outer', 'deep', 'outer', 'outer'];
const BLOCKS = ['inner', 'deep', null];
const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % items.length];

/** One edit, as somebody might make it: nothing where there is nothing to edit. */
export function edit(state: ProjectState, { kind, a, b, c }: Step, made: number): Change[] {
  const parent = pick(PARENTS, c) ?? 'outer';
  const { layers, incoming } = graphOf(state, parent);
  const connections = [...incoming.values()].flat();
  const [layer, other, connection] = [pick(layers, a), pick(layers, b), pick(connections, a)];
  const id = `new${String(made)}`;
  if (kind < 2 || !layer || !other) {
    const given = { id, parent, name: `layer_${String(made)}`, ...pick(TYPES, a) };
    const record = blank('Layer', parent === 'outer' ? given : { ...given, block: null });
    return [{ op: 'put', record }];
  }
  const set = (path: readonly [string] | readonly [string, string], value: never): Change[] => [
    { op: 'set', id: layer.id, path, value },
  ];
  if (kind < 4) {
    const ends = { source: layer.id, sourcePort: String(c % 7 === 0 ? 1 : 0), target: other.id };
    return [
      {
        op: 'put',
        record: blank('Connection', { id, parent, ...ends, targetPort: 'inputs', order: `a${c}` }),
      },
    ];
  }
  if (kind === 5 && parent === 'outer') return set(['block'], pick(BLOCKS, b) as never);
  if (kind === 6) return set(['name'], pick(NAMES, b) as never);
  if (kind === 15) return set(['note'], `note ${String(b)}` as never);
  if (kind === 16) return set(['position'], (b % 2 === 0 ? { x: b, y: c } : null) as never);
  if (kind === 17) {
    return [{ op: 'set', id: 'module', path: ['code'], value: pick(CODES, b) ?? '' }];
  }
  if (kind === 18) return set(['outputOrder'], (b % 2 === 0 ? { 0: `a${String(b)}` } : {}) as never);
  if (kind === 19) return set(['repeat'], ((b % 3) + 1) as never);
  if (kind === 20 && connection) {
    return [{ op: 'set', id: connection.id, path: ['order'], value: `a${String(b)}` }];
  }
  if (kind > 10 || kind === 7) return set(['args', 'units'], (b % 7) as never);
  if (kind === 8) return set(['shares'], (b % 2 === 0 ? other.id : null) as never);
  if (kind === 9) return [{ op: 'remove', id: layer.id }];
  if (kind === 10 && b % 2 === 0 && connection) return [{ op: 'remove', id: connection.id }];
  return set(['type'], (pick(TYPES, b)?.type ?? 'Dense') as never);
}
