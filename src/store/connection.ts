import { once } from 'node:events';
import type { Socket } from 'node:net';

import { execute } from './commands/execute.ts';
import type { Engine } from './engine.ts';
import { toCommandError, type CommandError } from './errors.ts';
import { decodeRequest, encodeReply, Frames, type Request } from './wire.ts';

/** Answers one client, message by message, until it leaves or sends something that is none. */
export async function serve(socket: Socket, engine: Engine, log: (message: string) => void): Promise<void> {
  const frames = new Frames();
  try {
    for await (const chunk of socket) {
      for (const frame of frames.push(chunk as Buffer)) await respond(socket, decodeRequest(frame), engine);
    }
  } catch (error) {
    if (!isDisconnect(error)) log(`a connection was closed: ${String(error)}`);
  } finally {
    socket.destroy();
  }
}

async function respond(socket: Socket, request: Request, engine: Engine): Promise<void> {
  const reply = await answer(request, engine);
  if (request.isOneWay) return;
  const isFull = !socket.write(encodeReply(request, reply));
  if (isFull && !socket.destroyed) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

/** No reply leaves before what it is based on is on the disk, be it this client's write or another's. */
async function answer({ command }: Request, engine: Engine): Promise<Readonly<Record<string, unknown>>> {
  try {
    const reply = execute(command, engine);
    await engine.transactions.settled();
    return reply;
  } catch (error) {
    return refusal(toCommandError(error));
  }
}

function refusal({ message, code, codeName, details }: CommandError): Readonly<Record<string, unknown>> {
  return { ok: 0, errmsg: message, code, codeName, ...details };
}

function isDisconnect(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (
    code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR'
  );
}
