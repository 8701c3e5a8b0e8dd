import { serveWorker } from '../jobs/workerServer.ts';
import { openDataFolder } from '../server/dataFolder.ts';
import { localBackend } from '../server/gateway.ts';
import type { WorkerOptions } from './options.ts';
import { untilToldToStop } from './stop.ts';

/** `deepforge worker`: runs jobs until it is told to stop. */
export async function work({ data: folder, ...options }: WorkerOptions): Promise<void> {
  const data = await openDataFolder(folder);
  const backend = localBackend(options);
  const worker = await serveWorker({ backend, socket: data.workerSocket, jobs: data.jobs });
  backend.warmUp();
  console.log(
    `The worker is ready: ${String(backend.slots)} jobs at once in ${data.root}  (Ctrl-C stops it)`,
  );
  await untilToldToStop();
  await worker.close();
  process.exit(0);
}
