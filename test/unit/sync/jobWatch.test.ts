import { expect, test } from 'vitest';
import type { JobOutput, WatchJob } from '../../../src/sync/protocol/socket.ts';
import type { JobOutputs } from '../../../src/sync/server/jobOutputs.ts';
import { EditingRoom, emptyProject, id } from '../../doubles/sync/editing.ts';

/** A job that prints; every watcher gets what it does not know yet. */
class PrintingJob implements JobOutputs {
  text = '';
  readonly #watchers = new Set<{ from: number; tell: (output: JobOutput) => void }>();

  get watched() {
    return this.#watchers.size;
  }

  watch(request: WatchJob, tell: (output: JobOutput) => void) {
    const watcher = { from: request.from.bytes, tell };
    const output = this.#next(watcher);
    this.#watchers.add(watcher);
    return Promise.resolve({ output, stop: () => void this.#watchers.delete(watcher) });
  }

  print(text: string) {
    this.text += text;
    for (const watcher of this.#watchers) watcher.tell(this.#next(watcher));
  }

  #next(watcher: { from: number }): JobOutput {
    const from = watcher.from;
    watcher.from = this.text.length;
    return {
      job: id(30),
      bytes: { from, text: this.text.slice(from), to: this.text.length },
      events: { from: 0, list: [], to: 0 },
      ended: false,
    };
  }
}

test('the output of a job arrives whole and once, also across a lost connection', async () => {
  const job = new PrintingJob();
  const room = new EditingRoom(emptyProject(), job);
  const { client, line } = await room.enter('ann', []);
  let seen = '';
  job.print('one ');
  const stop = client.watchJob(id(30), ({ bytes }) => (seen += bytes.text));
  await room.settle();
  job.print('two ');
  await room.settle();
  expect(seen).toBe('one two ');
  job.print('three ');
  line.cut();
  job.print('four ');
  line.reconnect();
  await room.settle();
  job.print('five');
  await room.settle();
  expect(seen).toBe(job.text);
  stop();
  await room.settle();
  expect(job.watched).toBe(0);
});

test('who leaves watches no more', async () => {
  const job = new PrintingJob();
  const room = new EditingRoom(emptyProject(), job);
  const { client, line } = await room.enter('ann', []);
  client.watchJob(id(30), () => undefined);
  await room.settle();
  line.cut();
  await room.settle();
  expect(job.watched).toBe(0);
});
