import { type Document } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { useServer, type Any } from './server.ts';

const server = useServer();

async function names(): Promise<string[]> {
  const all = await server().db.listCollections({}, { nameOnly: true }).toArray();
  return all.map(({ name }) => name).sort();
}

describe('collections', () => {
  test('come into being with their first document and go when dropped', async () => {
    const { db } = server();
    await db.collection('guest+First').insertOne({});
    expect(await names()).toContain('guest+First');
    await db.dropCollection('guest+First');
    expect(await names()).not.toContain('guest+First');
    expect(await db.collection('guest+First').findOne({})).toBeNull();
  });

  test('are listed by name', async () => {
    const { db } = server();
    await db.createCollection('listed');
    const found = await db.listCollections({ name: 'listed' }).toArray();
    expect(found).toMatchObject([{ name: 'listed', type: 'collection' }]);
    await expect(db.command({ create: 'listed' })).rejects.toMatchObject({ code: 48 });
  });
  test('do not come into being by an update that finds nothing', async () => {
    const { db } = server();
    await db.collection('phantom').updateOne({ a: 1 }, { $set: { b: 2 } });
    await db.collection('phantom').findOneAndUpdate({ a: 1 }, { $set: { b: 2 } });
    await db.collection('phantom').deleteMany({});
    expect(await names()).not.toContain('phantom');
  });

  test('are renamed with all they hold', async () => {
    const { db } = server();
    await db.collection<Any>('old').insertMany([{ _id: 1 }, { _id: 2 }]);
    await db.collection('old').createIndex({ a: 1 });
    await db.renameCollection('old', 'new');
    expect(await names()).not.toContain('old');
    expect(await db.collection('new').countDocuments()).toBe(2);
    expect(await db.collection('new').indexes()).toHaveLength(2);
  });

  test('are not renamed onto others, nor out of nothing', async () => {
    const { db } = server();
    await db.collection('one').insertOne({});
    await db.collection('two').insertOne({});
    const onto = db.renameCollection('one', 'two');
    await expect(onto).rejects.toMatchObject({ code: 48, message: /target namespace exists/ });
    const missing = db.renameCollection('nowhere', 'three');
    await expect(missing).rejects.toMatchObject({ code: 26, message: /does not exist/ });
    await db.renameCollection('one', 'two', { dropTarget: true });
    expect(await db.collection('two').countDocuments()).toBe(1);
  });

  test('are copied by aggregate with $out', async () => {
    const { db } = server();
    const documents = Array.from({ length: 300 }, (_, _id) => ({ _id, body: `#${_id}` }));
    await db.collection<Any>('source').insertMany(documents);
    await db.collection<Any>('copy').insertMany([{ _id: 'old' }]);
    expect(
      await db
        .collection('source')
        .aggregate([{ $out: 'copy' }])
        .toArray(),
    ).toEqual([]);
    expect(await db.collection('copy').find({}).sort({ _id: 1 }).toArray()).toEqual(documents);
    const some = [{ $match: { _id: { $lt: 3 } } }, { $out: 'copy' }];
    await db.collection('source').aggregate(some).toArray();
    expect(await db.collection('copy').countDocuments()).toBe(3);
  });

  test('belong to databases', async () => {
    const { client, db } = server();
    await db.collection('mine').insertOne({});
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    expect(databases.map(({ name }) => name)).toContain(db.databaseName);
    const other = client.db(`${db.databaseName}_other`);
    await other.collection('mine').insertOne({});
    await other.dropDatabase();
    expect(await other.listCollections().toArray()).toEqual([]);
    expect(await db.collection('mine').countDocuments()).toBe(1);
  });
});

describe('aggregate', () => {
  beforeAll(() =>
    server()
      .db.collection<Any>('numbers')
      .insertMany([5, 3, 8, 1].map((n) => ({ _id: n, odd: n % 2 === 1 }))),
  );

  test('runs the stages that find has too', async () => {
    const pipeline = [
      { $match: { odd: true } },
      { $sort: { _id: -1 } },
      { $skip: 1 },
      { $limit: 1 },
      { $project: { _id: 1 } },
    ];
    expect(await server().db.collection('numbers').aggregate(pipeline).toArray()).toEqual([{ _id: 3 }]);
  });

  test('counts', async () => {
    const pipeline = [{ $match: { odd: true } }, { $group: { _id: null, n: { $sum: 1 } } }];
    expect(await server().db.collection('numbers').aggregate(pipeline).toArray()).toEqual([
      { _id: null, n: 3 },
    ]);
  });
});

describe('indexes', () => {
  test('are created once, listed and dropped', async () => {
    const collection = server().db.collection('indexed');
    expect(await collection.createIndex({ a: 1, b: -1 }, { unique: true }, {})).toBe('a_1_b_-1');
    expect(await collection.createIndex({ a: 1, b: -1 }, { unique: true }, {})).toBe('a_1_b_-1');
    expect(await collection.indexes()).toMatchObject([
      { name: '_id_', key: { _id: 1 } },
      { name: 'a_1_b_-1', key: { a: 1, b: -1 }, unique: true },
    ]);
    await collection.dropIndex('a_1_b_-1');
    expect(await collection.indexes()).toHaveLength(1);
    await expect(collection.dropIndex('a_1_b_-1')).rejects.toMatchObject({ code: 27 });
    await expect(collection.dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
  });

  test('that contradict an existing one are refused', async () => {
    const collection = server().db.collection('contradicted');
    await collection.createIndex({ a: 1 }, { name: 'mine' }, {});
    await expect(collection.createIndex({ a: 1 }, { name: 'mine', unique: true }, {})).rejects.toMatchObject({
      code: 86,
    });
    await expect(collection.createIndex({ b: 1 }, { name: 'mine' }, {})).rejects.toMatchObject({ code: 86 });
  });

  test('that existing documents violate are not created', async () => {
    const collection = server().db.collection('violated');
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    await expect(collection.createIndex({ a: 1 }, { unique: true }, {})).rejects.toMatchObject({
      code: 11000,
    });
    expect(await collection.indexes()).toHaveLength(1);
    await collection.insertOne({ a: 1 });
    expect(await collection.countDocuments({ a: 1 })).toBe(3);
  });

  /** The same questions with and without an index have the same answers. */
  describe.each([[{}], [{ a: 1 }], [{ a: -1 }], [{ a: 1, b: 1 }], [{ a: -1, b: 1 }], [{ b: 1, a: 1 }]])(
    'change no answer: %j',
    (index) => {
      const values = [1, 2, 2.5, -3, 'x', 'y', null, undefined, [1, 4], [], { c: 1 }, true];
      const documents = values.flatMap((a, i) =>
        [0, 1, 2].map((b) => ({ _id: i * 3 + b, ...(a === undefined ? {} : { a }), b })),
      );
      const name = `answers_${JSON.stringify(index).replaceAll(/\W/g, '_')}`;

      beforeAll(async () => {
        await server().db.collection<Any>(name).insertMany(documents);
        if (Object.keys(index).length > 0)
          await server()
            .db.collection(name)
            .createIndex(index, { sparse: name.includes('b') }, {});
      });

      test.each<[Document, number]>([
        [{ a: 2 }, 3],
        [{ a: 2, b: 1 }, 1],
        [{ a: { $gt: 1 } }, 9],
        [{ a: { $gte: 1, $lt: 2.5 } }, 9],
        [{ a: { $lte: 2 } }, 12],
        [{ a: { $in: ['x', 4, 1] } }, 9],
        [{ a: null }, 6],
        [{ a: [1, 4] }, 3],
        [{ a: { $gt: 'x' } }, 3],
        [{ a: /^x/ }, 3],
        [{ a: { $ne: 2 } }, 33],
        [{ a: { c: 1 }, b: { $gt: 0 } }, 2],
        [{ b: 1 }, 12],
      ])('%j', async (filter, expected) => {
        expect(await server().db.collection(name).countDocuments(filter)).toBe(expected);
      });

      test('sorted within a range', async () => {
        const filter = { a: { $gt: 'a' }, b: { $gte: 1 } };
        const found = await server().db.collection(name).find(filter).sort({ a: -1, b: 1 }).toArray();
        expect(found.map(({ a, b }) => `${String(a)}${String(b)}`)).toEqual(['y1', 'y2', 'x1', 'x2']);
      });

      test('sorted as a whole', async () => {
        const found = await server().db.collection(name).find({}).sort({ a: 1, b: -1 }).toArray();
        expect(found).toHaveLength(documents.length);
        expect(found.at(-1)).toMatchObject({ a: true, b: 0 });
      });
    },
  );

  test('follow updates and deletions', async () => {
    const collection = server().db.collection<{ _id: number; tags: string | string[] }>('followed');
    await collection.createIndex({ tags: 1 });
    await collection.insertMany([
      { _id: 1, tags: ['a', 'b'] },
      { _id: 2, tags: 'b' },
    ]);
    await collection.updateOne({ _id: 1 }, { $pull: { tags: 'b' } } as Document);
    expect(await collection.find({ tags: 'b' }).toArray()).toEqual([{ _id: 2, tags: 'b' }]);
    await collection.deleteOne({ _id: 2 });
    expect(await collection.find({ tags: { $gte: 'a' } }).toArray()).toEqual([{ _id: 1, tags: ['a'] }]);
  });
});
