import { BSON, Double, Int32, Long, ObjectId } from 'mongodb';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  arrayOf,
  readFields,
  toDocument,
  toJs,
  toValue,
  writeDocument,
  type Value,
} from '../../../src/store/bson.ts';
import { parseFilter } from '../../../src/store/filter.ts';
import { matches } from '../../../src/store/match.ts';
import { after, encodeKey, invert } from '../../../src/store/order.ts';

const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
);
const name = fc.stringMatching(/^[a-z]{1,3}$/);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const stored = value.map(toValue);
const number = fc.oneof(
  fc.integer().map((n) => ({ exact: BigInt(n), value: toValue(new Int32(n)) })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => ({ exact: n, value: toValue(n) })),
  fc
    .integer({ min: -(2 ** 53), max: 2 ** 53 })
    .map((n) => ({ exact: BigInt(n) * 512n, value: toValue(new Double(n * 512)) })),
);

function sign(n: number): number {
  return Math.sign(n) + 0;
}

function compare(a: Value, b: Value): number {
  return sign(Buffer.compare(encodeKey(a), encodeKey(b)));
}

describe('the order of values', () => {
  test('is that of MongoDB across types', () => {
    const ascending = [
      new BSON.MinKey(),
      null,
      NaN,
      -Infinity,
      -2.5,
      new Int32(-1),
      0,
      Long.fromString('9007199254740992'),
      Long.fromString('9007199254740993'),
      Infinity,
      '',
      'a',
      'a\u0000',
      'a\u0000b',
      'ab',
      'b',
      'é',
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { b: 1 },
      { a: 'x' },
      [],
      [1],
      [1, 2],
      [2],
      new BSON.Binary(Buffer.from([9])),
      new BSON.Binary(Buffer.from([1, 1])),
      new ObjectId('000000000000000000000001'),
      false,
      true,
      new Date(-1),
      new Date(0),
      new BSON.Timestamp({ t: 1, i: 1 }),
      new BSON.Timestamp({ t: 2, i: 0 }),
      /a/,
      /b/,
      new BSON.MaxKey(),
    ].map(toValue);
    const shuffled = ascending.toSorted((a, b) => a.bytes.length - b.bytes.length || b.type - a.type);
    expect(shuffled.toSorted(compare).map(toJs)).toEqual(ascending.map(toJs));
  });

  test('of numbers is exact, whatever their types', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(compare(a.value, b.value)).toBe(a.exact < b.exact ? -1 : a.exact > b.exact ? 1 : 0);
      }),
      {
        examples: [
          [
            { exact: 0n, value: toValue(new Double(-0)) },
            { exact: 0n, value: toValue(0) },
          ],
        ],
      },
    );
  });

  test('of texts is that of their UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compare(toValue(a), toValue(b))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  test('of arrays is that of their first difference', () => {
    fc.assert(
      fc.property(fc.array(stored, { maxLength: 3 }), stored, stored, (start, a, b) => {
        expect(compare(arrayOf([...start, a]), arrayOf([...start, b]))).toBe(compare(a, b));
        expect(compare(arrayOf(start), arrayOf([...start, a]))).toBe(-1);
      }),
    );
  });

  test('is reversed by inversion, and no key is the beginning of another', () => {
    fc.assert(
      fc.property(stored, stored, (a, b) => {
        const [keyA, keyB] = [encodeKey(a), encodeKey(b)];
        expect(sign(Buffer.compare(invert(keyB), invert(keyA)))).toBe(compare(a, b));
        if (!keyA.equals(keyB)) expect(keyA.subarray(0, keyB.length).equals(keyB)).toBe(false);
      }),
    );
  });

  test('the end of a prefix comes after all that starts with it, and before anything greater', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 4, max: 0xfe }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(bytes, bytes, (prefix, rest) => {
        expect(Buffer.compare(Buffer.concat([prefix, rest]), after(prefix))).toBeLessThan(0);
        const startsWith = rest.subarray(0, prefix.length).equals(prefix);
        if (Buffer.compare(rest, prefix) > 0 && !startsWith) {
          expect(Buffer.compare(rest, after(prefix))).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('matching', () => {
  const document = fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }).map(toDocument);
  const ask = (filter: Readonly<Record<string, unknown>>, source: Buffer): boolean =>
    matches(parseFilter(toDocument(filter)), source);
  const property = (check: (field: string, operand: Value, source: Buffer) => void): void =>
    fc.assert(fc.property(name, stored, document, check));

  test('a document has the values of its fields', () => {
    fc.assert(
      fc.property(document, (source) => {
        for (const [field, operand] of readFields(source))
          expect(ask({ [field]: { $eq: operand } }, source)).toBe(true);
      }),
    );
  });

  test('$ne is the opposite of $eq, $nin of $in, $not of what it negates', () => {
    property((field, operand, source) => {
      expect(ask({ [field]: { $ne: operand } }, source)).toBe(!ask({ [field]: { $eq: operand } }, source));
      expect(ask({ [field]: { $nin: [operand] } }, source)).toBe(
        !ask({ [field]: { $in: [operand] } }, source),
      );
      expect(ask({ [field]: { $not: { $lt: operand } } }, source)).toBe(
        !ask({ [field]: { $lt: operand } }, source),
      );
    });
  });

  test('$lte is $lt or $eq, $gte is $gt or $eq, $in of one is $eq', () => {
    property((field, operand, source) => {
      const is = (operator: string): boolean => ask({ [field]: { [operator]: operand } }, source);
      expect(is('$lte')).toBe(is('$lt') || is('$eq'));
      expect(is('$gte')).toBe(is('$gt') || is('$eq'));
      expect(ask({ [field]: { $in: [operand] } }, source)).toBe(is('$eq'));
    });
  });

  test('$and, $or and $nor are what their names say', () => {
    property((field, operand, source) => {
      const [a, b] = [{ [field]: { $gt: operand } }, { [field]: { $exists: true } }];
      expect(ask({ $and: [a, b] }, source)).toBe(ask(a, source) && ask(b, source));
      expect(ask({ $or: [a, b] }, source)).toBe(ask(a, source) || ask(b, source));
      expect(ask({ $nor: [a, b] }, source)).toBe(!ask({ $or: [a, b] }, source));
    });
  });

  test('a document read and written again is the same to the byte', () => {
    fc.assert(
      fc.property(document, (source) => {
        expect(writeDocument(readFields(source))).toEqual(source);
      }),
    );
  });
});
