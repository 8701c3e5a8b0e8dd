import { describe, expect, test } from 'vitest';
import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import { faultAt, faultInside, faultOfWhole } from '../../../src/domain/shapes/argumentFault.ts';
import { inferNetwork } from '../../../src/domain/shapes/index.ts';
import { faultWith } from '../../../src/domain/shapes/tryArguments.ts';

/* What is said of an argument is said where the argument is, however deep in the form. */

function faultIn(type: string, args: Readonly<Record<string, ArgumentValue>>, argument: string) {
  const input = { id: 'in', name: 'in', type: 'InputLayer', args: { shape: [5, 8] }, inputs: [] };
  const edge = { layer: 'in', output: 0, port: type === 'RNN' ? 'sequences' : 'inputs' };
  const network = inferNetwork([input, { id: 'own', name: 'own', type, args: {}, inputs: [edge] }]);
  return faultWith(network, 'own', args, argument);
}

const nested = (layer: string, args: Readonly<Record<string, ArgumentValue>>) => ({ layer, args });

describe('what is wrong', () => {
  test('with an argument of the layer is said of the whole value', () => {
    const fault = faultIn('Dense', { units: -1 }, 'units');
    expect(faultOfWhole(fault)).toBe('units must be a positive number; it is -1');
    expect(faultAt(fault, 'activation')).toBeUndefined();
  });

  test('inside a wrapped layer is said at its argument', () => {
    const fault = faultIn('TimeDistributed', { layer: nested('Dense', { units: -1 }) }, 'layer');
    expect(faultOfWhole(fault)).toBeUndefined();
    expect(fault?.text).toBe('layer (Dense): units must be a positive number; it is -1');
    const inside = faultAt(faultInside(fault), 'units');
    expect(faultOfWhole(inside)).toBe('units must be a positive number; it is -1');
  });

  test('inside one of several cells is said in that one', () => {
    const cell = [nested('GRUCell', { units: 4 }), nested('LSTMCell', { units: 'many' })];
    const fault = faultIn('RNN', { cell }, 'cell');
    expect(fault?.text).toBe('cell[1] (LSTMCell): units must be an integer; it is "many"');
    expect(faultInside(fault, 0)).toBeUndefined();
    expect(faultAt(faultInside(fault, 1), 'units')?.text).toBe('units must be an integer; it is "many"');
  });

  test('inside a function is said there', () => {
    const kernel = { function: 'VarianceScaling', args: { scale: 'large' } };
    const fault = faultIn('Dense', { units: 4, kernel_initializer: kernel }, 'kernel_initializer');
    expect(faultAt(faultInside(fault), 'scale')?.text).toMatch(/^scale must be a number/);
  });

  test('inside another argument is not said of this one', () => {
    const args = { layer: nested('Dense', { units: -1 }), dtype: 'float16' };
    expect(faultIn('TimeDistributed', args, 'dtype')).toBeUndefined();
  });
});
