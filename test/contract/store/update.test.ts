import { Double, Int32, Long, ObjectId, type Document } from 'mongodb';
import { describe, expect, test } from 'vitest';

import { useServer } from './server.ts';

const server = useServer();

/** What an update makes of a document, and whether the server counts it as a change. */
async function updated(before: Document, update: Document): Promise<{ after: Document; modified: number }> {
  const collection = server().db.collection<Document & { _id: ObjectId }>('updated');
  const _id = new ObjectId();
  await collection.insertOne({ _id, ...before });
  const { modifiedCount } = await collection.updateOne({ _id }, update);
  const after = await collection.findOne({ _id }, { projection: { _id: 0 }, promoteValues: false });
  return { after: after ?? {}, modified: modifiedCount };
}

const int = (n: number): Int32 => new Int32(n);

describe('operators', () => {
  const cases: [string, Document, Document, Document][] = [
    ['$set replaces and adds', { a: 1 }, { $set: { a: 'x', b: 'y' } }, { a: 'x', b: 'y' }],
    ['$set makes the objects on its way', {}, { $set: { 'a.b.c': 'x' } }, { a: { b: { c: 'x' } } }],
    ['$set reaches elements by number', { a: ['x', 'y'] }, { $set: { 'a.1': 'z' } }, { a: ['x', 'z'] }],
    ['$set fills gaps of an array with null', { a: [] }, { $set: { 'a.1': 'z' } }, { a: [null, 'z'] }],
    ['$set reaches objects in arrays', { a: [{ b: 'x' }] }, { $set: { 'a.0.b': 'y' } }, { a: [{ b: 'y' }] }],
    ['$set with keys that look like numbers', { a: {} }, { $set: { 'a.7': 'z' } }, { a: { 7: 'z' } }],
    ['$unset removes', { a: 'x', b: { c: 'y' } }, { $unset: { a: '', 'b.c': '' } }, { b: {} }],
    ['$unset of an element leaves null', { a: ['x', 'y'] }, { $unset: { 'a.0': '' } }, { a: [null, 'y'] }],
    ['$inc adds', { n: int(1) }, { $inc: { n: int(2) } }, { n: int(3) }],
    ['$inc begins at zero', {}, { $inc: { 'a.n': int(2) } }, { a: { n: int(2) } }],
    [
      '$inc grows to 64 bits',
      { n: int(2 ** 31 - 1) },
      { $inc: { n: int(1) } },
      { n: Long.fromNumber(2 ** 31) },
    ],
    [
      '$inc with a double is a double',
      { n: int(1) },
      { $inc: { n: new Double(0.5) } },
      { n: new Double(1.5) },
    ],
    ['$push appends', { a: ['x'] }, { $push: { a: 'x' } }, { a: ['x', 'x'] }],
    ['$push with $each', {}, { $push: { a: { $each: ['x', 'y'] } } }, { a: ['x', 'y'] }],
    ['$addToSet adds what is new', { a: ['x'] }, { $addToSet: { a: 'y' } }, { a: ['x', 'y'] }],
    [
      '$addToSet with $each',
      { a: ['x'] },
      { $addToSet: { a: { $each: ['y', 'x', 'y'] } } },
      { a: ['x', 'y'] },
    ],
    ['$pull removes a value', { a: ['x', 'y', 'x'] }, { $pull: { a: 'x' } }, { a: ['y'] }],
    ['$pull by condition', { a: ['x', 'y'] }, { $pull: { a: { $in: ['y'] } } }, { a: ['x'] }],
    [
      '$pull by a filter of objects',
      { a: [{ k: 'x', v: 'y' }, { k: 'z' }] },
      { $pull: { a: { k: 'x' } } },
      { a: [{ k: 'z' }] },
    ],
    ['several operators at once', { a: 'x' }, { $set: { b: 'y' }, $unset: { a: '' } }, { b: 'y' }],
  ];
  test.each(cases)('%s', async (_title, before, update, expected) => {
    expect(await updated(before, update)).toEqual({ after: expected, modified: 1 });
  });
});

describe('an update that changes nothing counts as none', () => {
  const cases: [string, Document, Document][] = [
    ['$set to the same', { a: { b: 'x' } }, { $set: { 'a.b': 'x' } }],
    ['$unset of nothing', { a: 'x' }, { $unset: { b: '', 'a.c': '' } }],
    ['$pull of nothing', { a: ['x'] }, { $pull: { a: 'y' } }],
    ['$pull from nothing', {}, { $pull: { a: 'y' } }],
    ['$addToSet of what is there', { a: ['x'] }, { $addToSet: { a: 'x' } }],
    ['$setOnInsert without an insert', { a: 'x' }, { $setOnInsert: { a: 'y' } }],
  ];
  test.each(cases)('%s', async (_title, before, update) => {
    expect(await updated(before, update)).toEqual({ after: before, modified: 0 });
  });

  test('the type of a number counts', async () => {
    const { after, modified } = await updated({ n: int(1) }, { $set: { n: new Double(1) } });
    expect(modified).toBe(1);
    expect(after['n']).toBeInstanceOf(Double);
  });
});

describe('refusals', () => {
  const cases: [string, Document, Document, number][] = [
    ['a path through a scalar', { a: 'x' }, { $set: { 'a.b': 1 } }, 28],
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a path and a part of it', {}, { $set: { a: 1, 'a.b': 2 } }, 40],
    ['another _id', {}, { $set: { _id: 1 } }, 66],
    ['$inc of text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$push to text', { a: 'x' }, { $push: { a: 1 } }, 2],
    ['$pull from text', { a: 'x' }, { $pull: { a: 1 } }, 2],
    ['an unknown operator', {}, { $frobnicate: { a: 1 } }, 9],
  ];
  test.each(cases)('%s', async (_title, before, update, code) => {
    await expect(updated(before, update)).rejects.toMatchObject({ code });
  });
});

describe('replacement', () => {
  test('keeps _id and loses all else', async () => {
    const collection = server().db.collection<Document & { _id: number }>('replaced');
    await collection.insertOne({ _id: 1, a: 1, b: 2 });
    const result = await collection.replaceOne({ _id: 1 }, { c: 3 });
    expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await collection.findOne({})).toEqual({ _id: 1, c: 3 });
    expect(await collection.replaceOne({ _id: 1 }, { c: 3 })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
  });
});

describe('upsert', () => {
  test('begins with what the filter fixes', async () => {
    const collection = server().db.collection<Document & { _id: string }>('upserted');
    const filter = { _id: 'TAGS', 'x.y': 1, other: { $exists: false } };
    const result = await collection.updateOne(
      filter,
      { $set: { a: 1 }, $setOnInsert: { b: 2 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: 'TAGS' });
    expect(await collection.findOne({})).toEqual({ _id: 'TAGS', x: { y: 1 }, a: 1, b: 2 });
  });

  test('makes up an _id where the filter has none', async () => {
    const collection = server().db.collection('upsertedAnew');
    const result = await collection.replaceOne({ a: 1 }, { b: 2 }, { upsert: true });
    expect(result.upsertedId).toBeInstanceOf(ObjectId);
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ b: 2 });
  });

  test('that meets an existing _id is a duplicate', async () => {
    const collection = server().db.collection<Document & { _id: string }>('tags');
    await collection.insertOne({ _id: 'TAGS', v1: '#hash' });
    const again = collection.updateOne(
      { _id: 'TAGS', v1: { $exists: false } },
      { $set: { v1: '#other' } },
      { upsert: true },
    );
    await expect(again).rejects.toMatchObject({ code: 11000 });
    expect(await collection.findOne({})).toEqual({ _id: 'TAGS', v1: '#hash' });
  });
});

describe('many documents', () => {
  test('updateMany counts those it found and those it changed', async () => {
    const collection = server().db.collection<{ orgs: string[] }>('users');
    await collection.insertMany([{ orgs: ['a', 'b'] }, { orgs: ['b'] }, { orgs: ['c'] }]);
    const result = await collection.updateMany({ orgs: 'b' }, { $pull: { orgs: 'b' } });
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 2 });
    const all = await collection.updateMany({}, { $pull: { orgs: 'c' } });
    expect(all).toMatchObject({ matchedCount: 3, modifiedCount: 1 });
  });

  test('deleteMany and deleteOne', async () => {
    const collection = server().db.collection<{ _id: number; even: boolean }>('deleted');
    await collection.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i, even: i % 2 === 0 })));
    expect(await collection.deleteOne({ even: true })).toMatchObject({ deletedCount: 1 });
    expect(await collection.deleteMany({ even: true })).toMatchObject({ deletedCount: 4 });
    expect(await collection.deleteOne({ even: true })).toMatchObject({ deletedCount: 0 });
    expect(await collection.countDocuments()).toBe(5);
  });
});

describe('findAndModify', () => {
  test('leases the oldest job, once', async () => {
    const jobs = server().db.collection<{ _id: number; state: string; fence?: number }>('jobs');
    await jobs.insertMany([3, 1, 2].map((_id) => ({ _id, state: 'ready' })));
    const lease = (): Promise<{ _id: number } | null> =>
      jobs.findOneAndUpdate(
        { state: 'ready' },
        { $set: { state: 'leased' }, $inc: { fence: 1 } },
        { sort: { _id: 1 }, returnDocument: 'after' },
      );
    const leased = await Promise.all([lease(), lease(), lease(), lease()]);
    expect(leased.map((job) => job?._id).sort()).toEqual([1, 2, 3, undefined]);
  });

  test('returns what was there, or what is there now', async () => {
    const things = server().db.collection<{ _id: number; n: number }>('things');
    await things.insertOne({ _id: 1, n: 1 });
    expect(await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 });
    expect(
      await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
    ).toEqual({ _id: 1, n: 3 });
    expect(await things.findOneAndReplace({ _id: 1 }, { n: 9 }, { projection: { n: 1, _id: 0 } })).toEqual({
      n: 3,
    });
    expect(await things.findOneAndDelete({ _id: 1 })).toEqual({ _id: 1, n: 9 });
    expect(await things.findOneAndDelete({ _id: 1 })).toBeNull();
    const made = await things.findOneAndUpdate(
      { _id: 2 },
      { $set: { n: 5 } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(made).toEqual({ _id: 2, n: 5 });
  });
});
