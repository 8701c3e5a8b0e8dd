import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { networkFrom } from '../../../src/domain/import/network.ts';

const PROJECT = randomUUID();
const read = (configuration: unknown, fileName = 'file.keras', name?: string) =>
  networkFrom(configuration, { project: PROJECT, newId: randomUUID, fileName, name });

const dense = (name: string) => ({ class_name: 'Dense', config: { units: 2, name } });
const sequential = (name: string, ...layers: object[]) => ({
  class_name: 'Sequential',
  config: {
    name,
    layers: [{ class_name: 'InputLayer', config: { batch_shape: [null, 4], name: 'x' } }, ...layers],
  },
});

function named(...request: Parameters<typeof read>): string | undefined {
  const network = read(...request);
  if (!network.ok) throw new Error(network.fault);
  const record = network.records.find(({ id }) => id === network.architecture);
  return record?.concept === 'Architecture' ? record.name : undefined;
}

describe('the name of an imported network', () => {
  test.each([
    ['is the name of its model', 'resnet50', 'download (3).keras', 'resnet50'],
    ['is that of the file where Keras numbered the model', 'functional_3', 'resnet50.keras', 'resnet50'],
    ['is that of the file without its folders', 'model', 'C:\\nets\\vgg16.h5', 'vgg16'],
    ['is on one line and without slashes', 'a\n/b', 'x.json', 'a__b'],
    ['is one that can be read', 'n'.repeat(1000), 'x.json', 'n'.repeat(200)],
    ['is not cut within a character', `${'n'.repeat(199)}😀`, 'x.json', 'n'.repeat(199)],
  ])('%s', (_rule, own, fileName, expected) => {
    expect(named(sequential(own, dense('a')), fileName)).toBe(expected);
  });

  test('is what was asked for', () => {
    expect(named(sequential('net', dense('a')), 'x.json', 'Mine')).toBe('Mine');
  });
});

describe('a layer', () => {
  test('that is called 10,000 times gets 10,000 names in no time', () => {
    const calls = Array.from({ length: 10_000 }, () => [['x', 0, 0, {}]]);
    const layers = [
      {
        class_name: 'InputLayer',
        name: 'x',
        config: { name: 'x', batch_shape: [null, 2] },
        inbound_nodes: [],
      },
      { ...dense('d'), name: 'd', inbound_nodes: calls },
    ];
    const network = read({
      class_name: 'Functional',
      config: { name: 'f', layers, output_layers: [['d', 0, 0]] },
    });
    if (!network.ok) throw new Error(network.fault);
    const names = network.records.flatMap((record) => (record.concept === 'Layer' ? [record.name] : []));
    expect(new Set(names).size).toBe(10_001);
    expect(names).toContain('d_10000');
  });

  test('whose name Keras 3 does not take gets one that it takes, and keeps its connections', () => {
    const layers = [
      {
        class_name: 'InputLayer',
        name: 'in/put',
        config: { name: 'in/put', batch_shape: [null, 2] },
        inbound_nodes: [],
      },
      { ...dense('block/a'), name: 'block/a', inbound_nodes: [[['in/put', 0, 0, {}]]] },
      { ...dense('block_a'), name: 'block_a', inbound_nodes: [[['block/a', 0, 0, {}]]] },
    ];
    const network = read({ class_name: 'Functional', config: { name: 'f', layers } });
    if (!network.ok) throw new Error(network.fault);
    const names = network.records.flatMap((record) => (record.concept === 'Layer' ? [record.name] : []));
    expect(names).toEqual(['in_put', 'block_a_2', 'block_a']);
    expect(network.records.filter(({ concept }) => concept === 'Connection').length).toBe(2);
    expect(network.report.notices.map(({ layer }) => layer)).toEqual(['in_put', 'block_a_2']);
  });
});

test.each([
  ['calls', { inbound_nodes: new Array(60_000).fill([]) }],
  ['tensors', { inbound_nodes: [new Array(60_000).fill(['x', 0, 0])] }],
  [
    'tensors in objects',
    { inbound_nodes: [{ args: [new Array(60_000).fill({ class_name: '__keras_tensor__' })] }] },
  ],
])('a network of too many %s is refused before anything is made of it', (_what, more) => {
  const layers = [{ ...dense('d'), name: 'd', ...more }];
  const found = read({ class_name: 'Functional', config: { name: 'f', layers } });
  expect(found).toMatchObject({
    ok: false,
    fault: 'its network has more than 50,000 layers and connections',
  });
});

test('a report quotes a file on one line, however it is printed', () => {
  const module = '\u001b]0;title\u0007evil\nsecond';
  const own = { class_name: 'Own', module, config: { name: 'a\u001b[31m' } };
  const network = read(sequential('net', own));
  if (!network.ok) throw new Error(network.fault);
  const { custom, notices } = network.report;
  const quotes = [...custom.map(({ reason }) => reason), ...notices.map(({ message }) => message)];
  const said = [...quotes, ...notices.map(({ layer }) => layer)].join('');
  expect(said).toContain('evil');
  expect(said).not.toMatch(/\p{Cc}/u);
});
