import type { JobEvent, JobOutput } from '../../src/sync/protocol/socket.ts';
import { Terminal } from './Terminal.ts';

export interface MetricPoint {
  readonly step: number;
  readonly value: number;
}

export interface DrawnFigure {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly version: number;
}

type MetricEvent = Extract<JobEvent, { type: 'metric' }>;
type ProgressEvent = Extract<JobEvent, { type: 'progress' }>;

/** What a job has printed, measured and drawn so far; `version` grows with whatever arrives. */
export class JobRecording {
  readonly terminal = new Terminal();
  readonly #listeners = new Set<() => void>();
  readonly #figures = new Map<string, DrawnFigure>();
  readonly #curves = new Map<MetricEvent['scope'], Map<string, MetricPoint[]>>();
  #progress: ProgressEvent | undefined;
  #version = 0;

  readonly version = () => this.#version;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get figures(): readonly DrawnFigure[] {
    return [...this.#figures.values()];
  }

  /** Between 0 and 1, where the job says how far it is. */
  get progress(): number | undefined {
    const total = this.#progress?.total;
    return this.#progress && total ? Math.min(1, this.#progress.value / total) : undefined;
  }

  /** Curves by name: those over epochs, or over batches where there are none, with those that people logged. */
  get curves(): ReadonlyMap<string, readonly MetricPoint[]> {
    const main = this.#curves.get('epoch') ?? this.#curves.get('batch') ?? [];
    return new Map([...main, ...(this.#curves.get('log') ?? [])]);
  }

  readonly take = ({ bytes, events }: Pick<JobOutput, 'bytes' | 'events'>) => {
    this.terminal.write(bytes.text);
    for (const event of events.list) this.#hear(event);
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  };

  #hear(event: JobEvent) {
    if (event.type === 'metric') this.#measure(event);
    if (event.type === 'progress') this.#progress = event;
    if (event.type === 'figure') {
      const { figure, title, file, version } = event;
      this.#figures.set(figure, { id: figure, title: title || `Figure ${figure}`, file, version });
    }
  }

  #measure({ scope, step, epoch, values }: MetricEvent) {
    const curves = this.#curves.get(scope) ?? new Map<string, MetricPoint[]>();
    this.#curves.set(scope, curves);
    for (const [name, value] of Object.entries(values)) {
      const curve = curves.get(name) ?? [];
      curves.set(name, curve);
      if (value !== null) curve.push({ step: scope === 'epoch' ? (epoch ?? step) : step, value });
    }
  }
}
