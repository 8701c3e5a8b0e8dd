import type { JobOutput, WatchJob } from '../protocol/socket.ts';
import type { ClientSocket } from './socket.ts';

/** Follows the output of one job across lost connections: nothing is missed, and nothing is told twice. */
export class JobWatch {
  readonly #socket: ClientSocket;
  readonly #name: Pick<WatchJob, 'project' | 'job'>;
  readonly #listener: (output: JobOutput) => void;
  #known = { bytes: 0, events: 0 };
  #stopped = false;

  constructor(
    socket: ClientSocket,
    name: Pick<WatchJob, 'project' | 'job'>,
    listener: (output: JobOutput) => void,
  ) {
    this.#socket = socket;
    this.#name = name;
    this.#listener = listener;
  }

  start(): () => void {
    this.#socket.on('connect', this.#ask);
    this.#socket.on('jobOutput', this.#hear);
    this.#ask();
    return () => {
      this.#stopped = true;
      this.#socket.off('connect', this.#ask);
      this.#socket.off('jobOutput', this.#hear);
      if (this.#socket.connected) this.#socket.emit('unwatchJob', this.#name);
    };
  }

  readonly #ask = () => {
    if (!this.#socket.connected) return;
    this.#socket.emit('watchJob', { ...this.#name, from: this.#known }, (answer) => {
      if (answer.ok) this.#take(answer.output);
    });
  };

  readonly #hear = (output: JobOutput & { readonly project: string }) => {
    if (output.project === this.#name.project && output.job === this.#name.job) this.#take(output);
  };

  #take(output: JobOutput) {
    const { bytes, events } = this.#known;
    if (this.#stopped) return;
    if (output.bytes.from > bytes || output.events.from > events) {
      this.#ask();
      return;
    }
    // What overlaps was told already; the answer that follows a new question begins where it should.
    if (output.bytes.from < bytes || output.events.from < events) return;
    this.#known = { bytes: output.bytes.to, events: output.events.to };
    this.#listener(output);
  }
}
