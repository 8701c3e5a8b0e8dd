import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { dirname, join } from 'node:path';

import { BSON, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openStore, StoreInUse, type Store } from '../../../src/store/open.ts';
import { Frames } from '../../../src/store/wire.ts';
import { isEmbedded, temporaryFolder, type Any } from './server.ts';

describe.runIf(isEmbedded)('the embedded store', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let options: { file: string; socketPath: string };
  let opened: Store[];

  beforeEach(() => {
    folder = temporaryFolder();
    options = {
      file: join(folder.path, 'data', 'store.sqlite'),
      socketPath: join(folder.path, 'data', 'store.sock'),
    };
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    folder.remove();
  });

  async function open(changes: Partial<typeof options> = {}): Promise<Store> {
    const store = await openStore({ ...options, ...changes });
    opened.push(store);
    return store;
  }

  async function close(store: Store): Promise<void> {
    opened = opened.filter((other) => other !== store);
    await store.close();
  }

  test('finds everything again when it is opened again', async () => {
    const first = await open();
    await using(first, async (client) => {
      const collection = client.db('db').collection<Any>('kept');
      await collection.createIndex({ name: 1 }, { unique: true }, {});
      await collection.createIndex({ tags: 1 });
      await collection.insertMany([
        { _id: 1, name: 'a', tags: ['x', 'y'] },
        { _id: 2, name: 'b', tags: [] },
      ]);
    });
    await close(first);
    expect(readdirSync(dirname(options.file))).toEqual(['store.sqlite']);

    const second = await open();
    await using(second, async (client) => {
      const collection = client.db('db').collection<Any>('kept');
      expect(await collection.countDocuments()).toBe(2);
      expect(await collection.findOne({ tags: { $gte: 'x' } })).toMatchObject({ _id: 1 });
      expect(await collection.indexes()).toHaveLength(3);
      await expect(collection.insertOne({ _id: 3, name: 'a' })).rejects.toMatchObject({ code: 11000 });
    });
  });

  test('is for its own user alone', async () => {
    await open();
    expect(statSync(options.file).mode & 0o777).toBe(0o600);
    expect(statSync(options.socketPath).mode & 0o777).toBe(0o600);
  });

  test('cannot be opened twice', async () => {
    const store = await open();
    await expect(openStore(options)).rejects.toThrow(StoreInUse);
    await expect(openStore(options)).rejects.toThrow('data folder in use');
    await using(store, async (client) =>
      expect(await client.db('db').command({ ping: 1 })).toEqual({ ok: 1 }),
    );
  });

  test('puts the socket into a private folder where its path would be too long', async () => {
    const socketPath = join(folder.path, 'x'.repeat(120), 'store.sock');
    const store = await open({ socketPath });
    const actual = decodeURIComponent(store.uri.slice('mongodb://'.length, -1));
    expect(statSync(dirname(actual)).mode & 0o777).toBe(0o700);
    await using(store, async (client) =>
      expect(await client.db('db').command({ ping: 1 })).toEqual({ ok: 1 }),
    );
    await close(store);
    expect(() => statSync(dirname(actual))).toThrow('ENOENT');
  });

  test('takes over a socket left behind, but no other file', async () => {
    const store = await open();
    const left = createServer().listen(join(folder.path, 'left.sock'));
    await once(left, 'listening');
    const taken = await open({
      file: join(folder.path, 'other.sqlite'),
      socketPath: join(folder.path, 'left.sock'),
    });
    await using(taken, async (client) =>
      expect(await client.db('db').command({ ping: 1 })).toEqual({ ok: 1 }),
    );
    left.close();
    await close(store);
    const precious = join(folder.path, 'precious.txt');
    writeFileSync(precious, 'mine');
    await expect(open({ socketPath: precious })).rejects.toThrow('EADDRINUSE');
    expect(readFileSync(precious, 'utf8')).toBe('mine');
  });

  test('says so when the file is no database', async () => {
    const file = join(folder.path, 'notes.txt');
    writeFileSync(file, 'not a database, but long enough to look like one'.repeat(100));
    await expect(open({ file })).rejects.toThrow(/not a database/);
  });

  describe('answers nonsense by closing that connection only', () => {
    const ping = message(2013, Buffer.concat([Buffer.alloc(5), body({ ping: 1, $db: 'db' })]));
    test.each<[string, Buffer]>([
      ['a message that is too short', message(2013, Buffer.alloc(0), 3)],
      ['a message that is too long', message(2013, Buffer.alloc(0), 48_000_001)],
      ['a negative length', message(2013, Buffer.alloc(0), -1)],
      ['an unknown operation', message(2002, Buffer.alloc(20))],
      ['compression that was not offered', message(2012, Buffer.alloc(20))],
      ['an empty message', message(2013, Buffer.alloc(0))],
      ['a message without a body', message(2013, Buffer.alloc(4))],
      ['an unknown kind of section', message(2013, Buffer.from([0, 0, 0, 0, 9, 5, 0, 0, 0, 0]))],
      ['unknown flags', message(2013, Buffer.from([4, 0, 0, 0, 0, 5, 0, 0, 0, 0]))],
      [
        'two bodies',
        message(2013, Buffer.concat([Buffer.alloc(5), body({ ping: 1 }), Buffer.alloc(1), body({ a: 1 })])),
      ],
      ['a body that ends early', overwritten(ping, 16 + 5, 200)],
      ['a text that has no end', corrupted({ ping: 'text', $db: 'db' }, 'text', 5)],
      ['a sequence without a name', message(2013, Buffer.from([0, 0, 0, 0, 1, 8, 0, 0, 0, 65, 65, 65, 65]))],
      ['a greeting without an end', message(2004, Buffer.from('no zero byte in here'))],
      ['random bytes', Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 7919) % 251))],
    ])('%s', async (_title, bytes) => {
      const store = await open();
      const socket = await connected(store);
      socket.write(bytes);
      socket.resume();
      await once(socket, 'close');
      await using(store, async (client) =>
        expect(await client.db('db').command({ ping: 1 })).toEqual({ ok: 1 }),
      );
    });

    test('nesting without end', async () => {
      const store = await open();
      const deep = Array.from({ length: 5000 }).reduce<Buffer>((inner) => nested(inner), body({}));
      const socket = await connected(store);
      socket.write(message(2013, Buffer.concat([Buffer.alloc(5), deep])));
      socket.resume();
      await once(socket, 'close');
      await using(store, async (client) =>
        expect(await client.db('db').command({ ping: 1 })).toEqual({ ok: 1 }),
      );
    });

    test('a message that arrives byte by byte is understood', async () => {
      const store = await open();
      const socket = await connected(store);
      for (const byte of ping) {
        await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
      }
      const [reply] = (await once(socket, 'data')) as [Buffer];
      expect(BSON.deserialize(reply.subarray(21))).toEqual({ ok: 1 });
      socket.destroy();
    });

    test('several messages that arrive at once are answered in order', async () => {
      const store = await open();
      const socket = await connected(store);
      socket.write(Buffer.concat([numbered(ping, 1), numbered(ping, 2), numbered(ping, 3)]));
      const replies = new Frames();
      const answered: number[] = [];
      while (answered.length < 3) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        answered.push(...replies.push(chunk).map((reply) => reply.readInt32LE(8)));
      }
      expect(answered).toEqual([1, 2, 3]);
      socket.destroy();
    });
  });
});

async function using(store: Store, work: (client: MongoClient) => Promise<unknown>): Promise<void> {
  const client = await MongoClient.connect(store.uri);
  try {
    await work(client);
  } finally {
    await client.close();
  }
}

async function connected(store: Store): Promise<Socket> {
  const socket = connect(decodeURIComponent(store.uri.slice('mongodb://'.length, -1)));
  await once(socket, 'connect');
  return socket;
}

function message(code: number, content: Buffer, length = 16 + content.length): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(code, 12);
  return Buffer.concat([header, content]);
}

function overwritten(source: Buffer, at: number, byte: number): Buffer {
  const copy = Buffer.from(source);
  copy[at] = byte;
  return copy;
}

function numbered(source: Buffer, id: number): Buffer {
  const copy = Buffer.from(source);
  copy.writeInt32LE(id, 4);
  return copy;
}

function body(document: object): Buffer {
  return Buffer.from(BSON.serialize(document));
}

function nested(inner: Buffer): Buffer {
  const document = Buffer.concat([Buffer.alloc(4), Buffer.from([3, 97, 0]), inner, Buffer.alloc(1)]);
  document.writeInt32LE(document.length, 0);
  return document;
}

/** The zero byte that ends the text is overwritten. */
function corrupted(document: object, text: string, skip: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(5), body(document)]);
  bytes[bytes.indexOf(text) + skip - 1] = 1;
  return message(2013, bytes);
}
