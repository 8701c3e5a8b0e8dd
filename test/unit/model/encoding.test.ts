import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../meta/json.ts';
import {
  argumentAttribute,
  argumentName,
  decodeField,
  decodeValue,
  encodeValue,
  referenceName,
  referencePointer,
} from '../../../src/model/encoding.ts';

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);

test('any value comes back as it was, whatever the rule of its attribute', () => {
  fc.assert(
    fc.property(
      fc.oneof(json, fc.constantFrom('json:', 'json:null', 'json:json:1')),
      fc.constantFrom(undefined, 'string', 'integer', 'boolean'),
      (value, type) => {
        const stored = encodeValue(value, type && { type });
        expect(decodeValue(JSON.parse(JSON.stringify(stored)))).toEqual({ value });
      },
    ),
  );
});

test.each([
  [5, undefined, 5],
  ['relu', 'string', 'relu'],
  [5, 'string', 'json:5'],
  [null, undefined, 'json:null'],
  [[3, 3], undefined, 'json:[3,3]'],
  ['json:5', undefined, 'json:"json:5"'],
] as const)('%j under the rule %s is stored as %j', (value, type, stored) => {
  expect(encodeValue(value, type && { type })).toBe(stored);
});

test('any name comes back as it was and is one that the engine takes', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('a.b', '$x', '__proto__', 'a-b_c%2'),
  );
  fc.assert(
    fc.property(name, (name) => {
      expect(argumentName(argumentAttribute(name))).toBe(name);
      expect(referenceName(referencePointer(name))).toBe(name);
      expect(argumentAttribute(name)).toMatch(/^arg_[A-Za-z0-9_%]*$/);
      // The engine's diff overlooks pointers with an underscore.
      expect(referencePointer(name)).toMatch(/^ref-[A-Za-z0-9%-]*$/);
    }),
  );
});

test('a value of another kind than its field is a fault and not an exception', () => {
  const choice = { kind: 'choice', options: ['a', 'b'], default: 'a', doc: '' } as const;
  expect(decodeField(choice, 'c')).toEqual({ fault: '"c"' });
  expect(decodeField({ kind: 'json', default: null, doc: '' }, '{')).toEqual({
    fault: 'text that is not JSON',
  });
  expect(decodeValue('json:{')).toEqual({ fault: 'text that is not JSON' });
});
