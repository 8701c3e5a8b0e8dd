import type { Socket } from 'node:net';
import * as z from 'zod';
import { LineSplitter } from './tail.ts';

/*
 * Between the gateway and a worker that shares its data folder: JSON lines over a socket in that folder, which
 * nobody but their user can open. Code, inputs and results travel through the folder of the job itself.
 */

const folder = z.string().min(1);

/** What the gateway asks; each request is answered under its id. */
export const workerRequest = z.object({
  id: z.number().int(),
  op: z.enum(['hello', 'submit', 'reattach', 'cancel']),
  folder: folder.optional(),
});
export type WorkerRequest = z.infer<typeof workerRequest>;

/** What the worker says: answers, and jobs that ended. */
export const workerMessage = z.union([
  z.object({
    id: z.number().int(),
    ok: z.literal(true),
    found: z.boolean().optional(),
    slots: z.number().optional(),
  }),
  z.object({ id: z.number().int(), ok: z.literal(false), error: z.string() }),
  z.object({ ended: folder, code: z.number().nullable(), signal: z.string().nullable() }),
]);
export type WorkerMessage = z.infer<typeof workerMessage>;

export function sendLine(socket: Socket, message: WorkerRequest | WorkerMessage) {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls with every line that is what the schema says; anything else ends the connection. */
export function onLines<T>(socket: Socket, schema: z.ZodType<T>, listener: (message: T) => void) {
  const splitter = new LineSplitter();
  socket.on('data', (piece) => {
    try {
      for (const line of splitter.push(piece)) listener(schema.parse(JSON.parse(line)));
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => {
    socket.destroy();
  });
}
