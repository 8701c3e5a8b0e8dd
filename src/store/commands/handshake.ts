import { MAX_DOCUMENT_BYTES } from '../bson.ts';
import type { Handlers, Reply } from './registry.ts';
import { MAX_MESSAGE_BYTES } from '../wire.ts';
import { MAX_WRITE_BATCH } from './writes.ts';

/** The wire version says which dialect is spoken, not that all of that server's commands exist here. */
const VERSION = '7.0.0';
const WIRE_VERSION = 21;
const SESSION_MINUTES = 30;

export const handshake: Handlers = {
  hello: () => ({ isWritablePrimary: true, ...greeting() }),
  isMaster: () => ({ ismaster: true, helloOk: true, ...greeting() }),
  ismaster: () => ({ ismaster: true, helloOk: true, ...greeting() }),
  ping: () => ({}),
  buildInfo: buildInfo,
  buildinfo: buildInfo,
  // Sessions carry nothing here: transactions are refused where they would start.
  endSessions: () => ({}),
};

function greeting(): Reply {
  return {
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  };
}

function buildInfo(): Reply {
  return {
    version: VERSION,
    versionArray: [...VERSION.split('.').map(Number), 0],
    modules: ['deepforge embedded store'],
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  };
}
