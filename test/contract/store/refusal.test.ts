import { type Document } from 'mongodb';
import { beforeAll, describe, expect, test } from 'vitest';

import { isEmbedded, useServer } from './server.ts';

const server = useServer();

beforeAll(() =>
  server()
    .db.collection('some')
    .insertOne({ a: [1] }),
);

describe('what no MongoDB knows', () => {
  const cases: [string, Document, number, string?][] = [
    ['a command', { frobnicate: 1 }, 59, 'CommandNotFound'],
    ['an argument of a command', { find: 'some', frobnicate: 1 }, 40415],
    ['an operator', { find: 'some', filter: { a: { $frobnicate: 1 } } }, 2, 'BadValue'],
    ['an operator at the top', { find: 'some', filter: { $frobnicate: 1 } }, 2, 'BadValue'],
    ['a pipeline stage', { aggregate: 'some', pipeline: [{ $frobnicate: 1 }], cursor: {} }, 40324],
    ['a type', { find: 'some', filter: { a: { $type: 'frob' } } }, 2, 'BadValue'],
    ['a sort order', { find: 'some', sort: { a: 'up' } }, 15974],
    ['a regular expression', { find: 'some', filter: { a: { $regex: '(' } } }, 51091],
    ['an empty $or', { find: 'some', filter: { $or: [] } }, 2, 'BadValue'],
    ['a negative limit', { find: 'some', limit: -1 }, 51024],
    ['a filter that is no object', { find: 'some', filter: 5 }, 14, 'TypeMismatch'],
    ['a collection without a name', { find: '' }, 73, 'InvalidNamespace'],
    ['an insert without documents', { insert: 'some', documents: [] }, 16, 'InvalidLength'],
    ['an insert of no object', { insert: 'some', documents: [5] }, 14, 'TypeMismatch'],
    ['a delete without a limit', { delete: 'some', deletes: [{ q: {} }] }, 40414],
    ['a mixed projection', { find: 'some', projection: { a: 1, b: 0 } }, 31254],
  ];
  test.each(cases)('%s', async (_title, command, code, codeName) => {
    const refused = server().db.command(command);
    await expect(refused).rejects.toMatchObject({ code, ...(codeName ? { codeName } : {}) });
  });
});

describe.runIf(isEmbedded)('what MongoDB knows and the embedded store does not', () => {
  const cases: [string, Document, number][] = [
    ['a transaction', { insert: 'some', documents: [{}], txnNumber: 1 }, 20],
    ['a command', { distinct: 'some', key: 'a' }, 59],
    ['$where', { find: 'some', filter: { $where: 'true' } }, 2],
    ['$expr', { find: 'some', filter: { $expr: { $eq: ['$a', 1] } } }, 2],
    ['$mod', { find: 'some', filter: { a: { $mod: [2, 0] } } }, 2],
    ['$lookup', { aggregate: 'some', pipeline: [{ $lookup: {} }], cursor: {} }, 40324],
    [
      '$group of sums',
      { aggregate: 'some', pipeline: [{ $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {} },
      238,
    ],
    ['a collation', { find: 'some', collation: { locale: 'en' } }, 40415],
    ['a pipeline as update', { update: 'some', updates: [{ q: {}, u: [{ $set: { a: 1 } }] }] }, 238],
    ['positional paths', { update: 'some', updates: [{ q: { a: 1 }, u: { $set: { 'a.$': 1 } } }] }, 238],
    [
      'array filters',
      { update: 'some', updates: [{ q: {}, u: { $set: { a: 1 } }, arrayFilters: [] }] },
      40415,
    ],
    ['$slice', { find: 'some', projection: { a: { $slice: 1 } } }, 2],
    [
      'a partial index',
      { createIndexes: 'some', indexes: [{ key: { a: 1 }, name: 'a', partialFilterExpression: {} }] },
      40415,
    ],
    ['a text index', { createIndexes: 'some', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 67],
    ['a capped collection', { create: 'capped', capped: true, size: 1000 }, 40415],
    ['tailable cursors', { find: 'some', tailable: true }, 40415],
    ['snapshot reads', { find: 'some', readConcern: { level: 'snapshot' } }, 238],
  ];
  test.each(cases)('%s', async (_title, command, code) => {
    await expect(failure(command)).resolves.toMatchObject({ code });
  });

  /** Commands with several parts report the failure of a part in an answer that is otherwise fine. */
  async function failure(command: Document): Promise<unknown> {
    try {
      const reply = await server().db.command(command);
      return (reply['writeErrors'] as unknown[] | undefined)?.[0];
    } catch (error) {
      return error;
    }
  }
});

test('a refusal leaves the connection usable', async () => {
  const { db } = server();
  await expect(db.command({ frobnicate: 1 })).rejects.toThrow();
  expect(await db.command({ ping: 1 })).toEqual({ ok: 1 });
});
