import { Double, Int32, Long, MaxKey, MinKey, type Document } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { useServer } from './server.ts';

const server = useServer();

interface Row extends Document {
  readonly _id: string;
}

const rows: Row[] = [
  { _id: 'int', n: new Int32(1) },
  { _id: 'double', n: new Double(1.5) },
  { _id: 'long', n: Long.fromString('9007199254740993') },
  { _id: 'text', n: 'one', nested: { deep: { value: 7 } } },
  { _id: 'null', n: null },
  { _id: 'missing' },
  { _id: 'array', n: [1, 5, 'x'], tags: ['a', 'b'] },
  {
    _id: 'objects',
    items: [
      { k: 1, v: 'x' },
      { k: 2, v: 'y' },
    ],
  },
  { _id: 'bool', n: true },
  { _id: 'date', n: new Date(1000) },
];

async function ids(filter: Document): Promise<string[]> {
  const found = await server().db.collection<Row>('rows').find(filter).toArray();
  return found.map(({ _id }) => _id).sort();
}

beforeAll(() => server().db.collection<Row>('rows').insertMany(rows));

describe('filters', () => {
  const cases: [string, Document, string[]][] = [
    ['a number equals the same number of any type', { n: Long.fromNumber(1) }, ['array', 'int']],
    ['1.0 equals 1', { n: new Double(1) }, ['array', 'int']],
    ['longs beyond doubles are told apart', { n: Long.fromString('9007199254740992') }, []],
    ['a long is found exactly', { n: Long.fromString('9007199254740993') }, ['long']],
    ['null finds null and missing', { n: null }, ['missing', 'null', 'objects']],
    ['an element of an array counts', { tags: 'b' }, ['array']],
    ['an array equals itself as a whole', { tags: ['a', 'b'] }, ['array']],
    ['a part of an array is not the array', { tags: ['a'] }, []],
    ['a dotted path enters objects', { 'nested.deep.value': 7 }, ['text']],
    ['a dotted path enters the objects of an array', { 'items.k': 2 }, ['objects']],
    ['a number in a path names an element', { 'items.1.v': 'y' }, ['objects']],
    ['objects are equal with equal fields in equal order', { items: { k: 1, v: 'x' } }, ['objects']],
    ['objects in another order differ', { items: { v: 'x', k: 1 } }, []],
    ['$eq', { n: { $eq: 'one' } }, ['text']],
    [
      '$ne also finds what is missing',
      { tags: { $ne: 'a' } },
      rows.map((r) => r._id).filter((id) => id !== 'array'),
    ],
    ['$in', { n: { $in: ['one', true, 77] } }, ['bool', 'text']],
    ['$in with null', { n: { $in: [null] } }, ['missing', 'null', 'objects']],
    ['$in with a regular expression', { _id: { $in: [/^nu/, 'bool'] } }, ['bool', 'null']],
    ['$nin', { _id: { $nin: rows.slice(2).map((r) => r._id) } }, ['double', 'int']],
    ['$exists', { n: { $exists: true }, _id: { $in: ['null', 'missing'] } }, ['null']],
    ['$exists: false', { n: { $exists: false } }, ['missing', 'objects']],
    ['$lt compares only values of one kind', { n: { $lt: 2 } }, ['array', 'double', 'int']],
    ['$lte and $gte include their bound', { n: { $lte: 1.5, $gte: 1.5 } }, ['array', 'double']],
    ['$gt with text', { n: { $gt: 'a' } }, ['array', 'text']],
    ['$gte with a date', { n: { $gte: new Date(1000) } }, ['date']],
    ['two bounds may be met by two elements', { n: { $gt: 3, $lt: 2 } }, ['array']],
    ['$elemMatch on values needs one element for all', { n: { $elemMatch: { $gt: 3, $lt: 6 } } }, ['array']],
    ['$elemMatch on values fails otherwise', { n: { $elemMatch: { $gt: 3, $lt: 2 } } }, []],
    ['$elemMatch on objects', { items: { $elemMatch: { k: 1, v: 'x' } } }, ['objects']],
    ['$elemMatch does not mix objects', { items: { $elemMatch: { k: 1, v: 'y' } } }, []],
    ['$regex with options', { n: { $regex: '^ON', $options: 'i' } }, ['text']],
    ['a regular expression', { n: /^o/ }, ['text']],
    ['an escaped prefix', { _id: { $regex: '^in\\w$' } }, ['int']],
    ['a prefix that may repeat zero times', { _id: { $regex: '^z*int' } }, ['int']],
    ['$not', { n: { $not: { $gt: 0 } }, _id: { $in: ['int', 'null', 'text'] } }, ['null', 'text']],
    ['$not with a regular expression', { n: { $not: /./ }, _id: { $in: ['int', 'text'] } }, ['int']],
    ['$type by name', { n: { $type: 'string' } }, ['array', 'text']],
    ['$type by number', { n: { $type: 8 } }, ['bool']],
    ['$type number', { n: { $type: 'number' } }, ['array', 'double', 'int', 'long']],
    ['$size', { tags: { $size: 2 } }, ['array']],
    ['$and', { $and: [{ n: 1 }, { _id: 'int' }] }, ['int']],
    ['$or', { $or: [{ n: 'one' }, { n: true }] }, ['bool', 'text']],
    ['$nor', { $nor: [{ n: { $exists: true } }, { items: { $exists: true } }] }, ['missing']],
    [
      'everything lies between the smallest and the largest key',
      { n: { $gt: new MinKey(), $lt: new MaxKey() }, _id: 'bool' },
      ['bool'],
    ],
    ['a filter that finds nothing', { _id: 'nobody' }, []],
  ];
  test.each(cases)('%s', async (_title, filter, expected) => {
    expect(await ids(filter)).toEqual(expected.toSorted());
  });

  test('$in on _id comes from the index', async () => {
    expect(await ids({ _id: { $in: ['int', 'int', 'bool', 'nobody'] } })).toEqual(['bool', 'int']);
  });
});

describe('sorting', () => {
  test('values of different types are in the order of their types', async () => {
    const mixed = { n: { $exists: true }, _id: { $ne: 'array' } };
    const found = await server().db.collection<Row>('rows').find(mixed).sort({ n: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(['null', 'int', 'double', 'long', 'text', 'bool', 'date']);
  });

  test('of an array, the greatest element counts when descending', async () => {
    const some = { _id: { $in: ['array', 'double', 'int'] } };
    const found = await server().db.collection<Row>('rows').find(some).sort({ n: -1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(['array', 'double', 'int']);
  });

  test('a second field decides between equals', async () => {
    const people = server().db.collection('people');
    await people.insertMany([
      { name: 'b', age: 1 },
      { name: 'a', age: 2 },
      { name: 'a', age: 1 },
    ]);
    const found = await people
      .find({}, { projection: { _id: 0 } })
      .sort({ name: 1, age: -1 })
      .toArray();
    expect(found).toEqual([
      { name: 'a', age: 2 },
      { name: 'a', age: 1 },
      { name: 'b', age: 1 },
    ]);
  });

  test('without a sort, documents come in the order of insertion', async () => {
    const found = await server().db.collection<Row>('rows').find({}).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(rows.map(({ _id }) => _id));
  });

  test('skip and limit cut the sorted list', async () => {
    const found = await server()
      .db.collection<Row>('rows')
      .find({})
      .sort({ _id: 1 })
      .skip(2)
      .limit(3)
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual(
      rows
        .map(({ _id }) => _id)
        .sort()
        .slice(2, 5),
    );
  });
});

describe('projections', () => {
  const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 2 }, 5, { y: 3 }] };
  beforeAll(() => server().db.collection<typeof document>('projected').insertOne(document));

  const cases: [string, Document, Document][] = [
    ['keeps named fields and _id', { a: 1 }, { _id: 1, a: 1 }],
    ['leaves _id out when told', { _id: 0, a: 1 }, { a: 1 }],
    ['keeps only _id', { _id: 1 }, { _id: 1 }],
    ['leaves only _id out', { _id: 0 }, { a: 1, b: { c: 2, d: 3 }, list: document.list }],
    ['keeps a field inside', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    ['leaves a field inside out', { 'b.c': 0, list: 0 }, { _id: 1, a: 1, b: { d: 3 } }],
    ['reaches into arrays', { 'list.x': 1, _id: 0 }, { list: [{ x: 1 }, {}] }],
    ['leaves out within arrays', { 'list.y': 0, a: 0, b: 0 }, { _id: 1, list: [{ x: 1 }, 5, {}] }],
  ];
  test.each(cases)('%s', async (_title, projection, expected) => {
    expect(await server().db.collection('projected').findOne({}, { projection })).toEqual(expected);
  });
});

describe('cursors', () => {
  const total = 1000;
  beforeAll(() =>
    server()
      .db.collection<{ _id: number }>('many')
      .insertMany(Array.from({ length: total }, (_, i) => ({ _id: i }))),
  );

  test.each([1, 7, 101, 999, 1000, 5000])('batches of %i deliver everything once', async (batchSize) => {
    const found = await server().db.collection<{ _id: number }>('many').find({}, { batchSize }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(Array.from({ length: total }, (_, i) => i));
  });

  test('a limit holds across batches', async () => {
    const found = await server().db.collection('many').find({}, { batchSize: 10 }).limit(25).toArray();
    expect(found).toHaveLength(25);
  });

  test('documents may come and go while a cursor is read', async () => {
    const moving = server().db.collection<{ _id: number }>('moving');
    await moving.insertMany(Array.from({ length: 600 }, (_, i) => ({ _id: i })));
    const seen: number[] = [];
    for await (const { _id } of moving.find({}, { batchSize: 50 })) {
      seen.push(_id);
      if (_id === 100) await moving.deleteMany({ _id: { $gte: 400 } });
    }
    expect(seen.slice(0, 400)).toEqual(Array.from({ length: 400 }, (_, i) => i));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('a killed cursor is gone', async () => {
    const { db } = server();
    const first = await db.command({ find: 'many', batchSize: 2 });
    const { id } = first['cursor'] as { id: Long };
    const killed = await db.command({ killCursors: 'many', cursors: [id] });
    expect(killed['cursorsKilled']).toHaveLength(1);
    const more = db.command({ getMore: Long.fromValue(id), collection: 'many' });
    await expect(more).rejects.toMatchObject({ code: 43, codeName: 'CursorNotFound' });
  });

  test('an empty first batch leaves the cursor open', async () => {
    const { db } = server();
    const first = await db.command({ find: 'many', batchSize: 0 });
    const cursor = first['cursor'] as { id: Long; firstBatch: unknown[] };
    expect(cursor.firstBatch).toEqual([]);
    const more = await db.command({ getMore: Long.fromValue(cursor.id), collection: 'many', batchSize: 3 });
    expect((more['cursor'] as { nextBatch: unknown[] }).nextBatch).toHaveLength(3);
  });

  test('a collection that does not exist is empty', async () => {
    const nothing = server().db.collection('nothing');
    expect(await nothing.find({}).toArray()).toEqual([]);
    expect(await nothing.findOne({ a: 1 })).toBeNull();
    expect(await nothing.countDocuments()).toBe(0);
  });
});

describe('counting', () => {
  test('all documents, and those that match', async () => {
    const collection = server().db.collection<Row>('rows');
    expect(await collection.estimatedDocumentCount()).toBe(rows.length);
    expect(await collection.countDocuments()).toBe(rows.length);
    expect(await collection.countDocuments({ n: { $type: 'number' } })).toBe(4);
    expect(await collection.countDocuments({}, { skip: 3, limit: 2 })).toBe(2);
  });
});
