import { constants } from 'node:fs';
import { access, chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';

/** Where everything of a gateway lies. Nobody but its user may look inside. */
export interface DataFolder {
  readonly root: string;
  readonly database: string;
  readonly socket: string;
  /** Where a worker that shares the folder listens. */
  readonly workerSocket: string;
  readonly keys: string;
  readonly content: string;
  readonly jobs: string;
  /** Names the projects that came in files and are not trusted. */
  readonly untrusted: string;
  /** What is being read or made at the moment; nothing in it outlives the gateway. */
  readonly work: string;
}

/** A sentence for the person who started the gateway; no stack trace is of use to them. */
export class CannotStart extends Error {}

export async function openDataFolder(folder: string): Promise<DataFolder> {
  const root = path.resolve(folder);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await access(root, constants.W_OK | constants.X_OK);
    await chmod(root, 0o700);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CannotStart(
      `The data folder ${root} cannot be written (${reason}). Choose another with --data, or mend its permissions.`,
      { cause: error },
    );
  }
  const inside = (name: string) => path.join(root, name);
  const data: DataFolder = {
    root,
    database: inside('deepforge.sqlite'),
    socket: inside('store.sock'),
    workerSocket: inside('worker.sock'),
    keys: inside('keys'),
    content: inside('content'),
    jobs: inside('jobs'),
    untrusted: inside('untrusted.json'),
    work: inside('work'),
  };
  for (const part of [data.keys, data.content, data.jobs, data.work])
    await mkdir(part, { recursive: true, mode: 0o700 });
  return data;
}
