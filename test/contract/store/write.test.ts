import { Binary, Double, Int32, Long, MongoBulkWriteError, MongoClient, ObjectId, Timestamp } from 'mongodb';
import { describe, expect, test } from 'vitest';

import { useServer, type Any } from './server.ts';

const server = useServer();

describe('insertion', () => {
  test('keeps every type exactly', async () => {
    const collection = server().db.collection('types');
    const document = {
      _id: new ObjectId(),
      int: new Int32(1),
      long: Long.fromString('9223372036854775807'),
      double: new Double(1),
      text: 'tëxt\u0000with zero',
      empty: '',
      bytes: new Binary(Buffer.from([0, 1, 255])),
      date: new Date(-1),
      yes: true,
      nothing: null,
      regex: /a.*b/i,
      time: new Timestamp({ t: 1, i: 2 }),
      nested: { list: [[], {}, [1, [2]]], 'with space': 1 },
    };
    await collection.insertOne(document);
    const found = await collection.findOne({}, { promoteValues: false });
    expect(found).toMatchObject({ int: new Int32(1), double: new Double(1), long: document.long });
    expect(await collection.findOne({})).toEqual({
      ...document,
      int: 1,
      double: 1,
      long: document.long,
    });
  });

  test('puts _id first', async () => {
    const collection = server().db.collection<Any>('order');
    await collection.insertOne({ b: 1, a: 2, _id: 'x' });
    expect(Object.keys((await collection.findOne({})) ?? {})).toEqual(['_id', 'b', 'a']);
  });

  test('of documents of 16 MB', async () => {
    const collection = server().db.collection<{ _id: number; body: string }>('large');
    const overhead = 25;
    const largest = 'x'.repeat(16 * 1024 * 1024 - overhead);
    await collection.insertOne({ _id: 1, body: largest });
    await collection.insertOne({ _id: 2, body: largest });
    const found = await collection.find({}).toArray();
    expect(found.map(({ body }) => body.length)).toEqual([largest.length, largest.length]);
    const grown = collection.updateOne({ _id: 1 }, { $set: { more: 'than allowed' } });
    await expect(grown).rejects.toMatchObject({ code: 17419 });
    await expect(collection.insertOne({ _id: 3, body: `${largest}x` })).rejects.toMatchObject({
      code: 10334,
    });
  });

  test('of more documents than fit into one message', async () => {
    const collection = server().db.collection<Any>('bulk');
    const body = 'x'.repeat(1024 * 1024);
    await collection.insertMany(Array.from({ length: 60 }, (_, _id) => ({ _id, body })));
    expect(await collection.countDocuments()).toBe(60);
    expect(await collection.deleteMany({})).toMatchObject({ deletedCount: 60 });
  });
});

describe('unique keys', () => {
  test('an _id is taken once, whatever its number type', async () => {
    const collection = server().db.collection<Any>('unique');
    await collection.insertOne({ _id: new Int32(1), name: 'first' });
    await expect(collection.insertOne({ _id: new Double(1) })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id: 1 },
    });
    await expect(collection.insertOne({ _id: Long.fromNumber(1) })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.find({}).toArray()).toEqual([{ _id: 1, name: 'first' }]);
  });

  test('an ordered batch ends with its first duplicate', async () => {
    const collection = server().db.collection<Any>('ordered');
    const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    const error = await collection.insertMany(batch).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MongoBulkWriteError);
    expect(error).toMatchObject({ code: 11000, insertedCount: 1, writeErrors: [{ index: 1 }] });
    expect(await collection.countDocuments()).toBe(1);
  });

  test('an unordered batch inserts the rest', async () => {
    const collection = server().db.collection<Any>('unordered');
    const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 }];
    const error = await collection.insertMany(batch, { ordered: false }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ insertedCount: 3, writeErrors: [{ index: 1 }, { index: 3 }] });
    expect(await collection.countDocuments()).toBe(3);
  });

  test('a unique index refuses inserts and updates', async () => {
    const tokens = server().db.collection('tokens');
    await tokens.createIndex({ id: 1 }, { unique: true }, {});
    await tokens.insertMany([{ id: 'a' }, { id: 'b' }]);
    const duplicate = { code: 11000, keyPattern: { id: 1 }, keyValue: { id: 'a' } };
    await expect(tokens.insertOne({ id: 'a' })).rejects.toMatchObject(duplicate);
    await expect(tokens.updateOne({ id: 'b' }, { $set: { id: 'a' } })).rejects.toMatchObject(duplicate);
    expect(await tokens.updateOne({ id: 'a' }, { $set: { id: 'a', used: true } })).toMatchObject({
      modifiedCount: 1,
    });
    await tokens.deleteOne({ id: 'a' });
    await tokens.insertOne({ id: 'a' });
    expect(await tokens.countDocuments({ id: 'a' })).toBe(1);
  });

  test('a missing field counts as null, once', async () => {
    const tokens = server().db.collection('absent');
    await tokens.createIndex({ id: 1 }, { unique: true }, {});
    await tokens.insertOne({});
    await expect(tokens.insertOne({ id: null })).rejects.toMatchObject({ code: 11000 });
  });
});

describe('races', () => {
  test('of a hundred compare-and-set on one branch, one wins', async () => {
    const project = server().db.collection<{ _id: string; hash: string }>('project');
    await project.insertOne({ _id: '*master', hash: '#0' });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        project.updateOne({ _id: '*master', hash: '#0' }, { $set: { hash: `#${i + 1}` } }),
      ),
    );
    expect(results.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(1);
  });

  test('clients that retry compare-and-set lose nothing', async () => {
    const { uri, db } = server();
    await db.collection<{ _id: string; n: number }>('counters').insertOne({ _id: 'c', n: 0 });
    const clients = await Promise.all(Array.from({ length: 4 }, () => MongoClient.connect(uri)));
    await Promise.all(clients.map((client) => incrementTimes(client, 25)));
    await Promise.all(clients.map((client) => client.close()));
    expect(await db.collection('counters').findOne({})).toMatchObject({ n: 100 });

    async function incrementTimes(client: MongoClient, times: number): Promise<void> {
      const counters = client.db(db.databaseName).collection<{ _id: string; n: number }>('counters');
      for (let done = 0; done < times;) {
        const { n } = (await counters.findOne({ _id: 'c' })) ?? { n: NaN };
        const { modifiedCount } = await counters.updateOne({ _id: 'c', n }, { $set: { n: n + 1 } });
        done += modifiedCount;
      }
    }
  });

  test('inserting one _id a hundred times succeeds once', async () => {
    const collection = server().db.collection<Any>('racing');
    const inserts = Array.from({ length: 100 }, () => collection.insertOne({ _id: 'x' }));
    const outcomes = await Promise.allSettled(inserts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('what was written can be read at once by another client', async () => {
    const { uri, db } = server();
    const other = await MongoClient.connect(uri);
    for (let i = 0; i < 20; i++) {
      await db.collection<{ _id: number }>('seen').insertOne({ _id: i });
      expect(
        await other.db(db.databaseName).collection<{ _id: number }>('seen').findOne({ _id: i }),
      ).not.toBeNull();
    }
    await other.close();
  });

  test('unacknowledged writes arrive too', async () => {
    const collection = server().db.collection<Any>('fireAndForget');
    await collection.insertOne({ _id: 1 }, { writeConcern: { w: 0 } });
    await expect.poll(() => collection.countDocuments()).toBe(1);
  });
});
