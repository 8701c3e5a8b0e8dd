export type RemoteState<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T; readonly error?: unknown }
  | { readonly status: 'failed'; readonly error: unknown };

/** Something that the server knows. The old value stays while a new one is on its way. */
export class Remote<T> {
  readonly #load: () => Promise<T>;
  readonly #listeners = new Set<() => void>();
  #state: RemoteState<T> = { status: 'loading' };
  #latest = 0;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  readonly state = (): RemoteState<T> => this.#state;

  /** Loads with the first listener. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#latest === 0) void this.refresh();
    return () => this.#listeners.delete(listener);
  };

  readonly refresh = async (): Promise<void> => {
    const request = ++this.#latest;
    const next = await this.#load().then(ready, failed);
    if (request === this.#latest) this.#set(next);
  };

  /** Shows at once what is about to be true. */
  readonly expect = (change: (value: T) => T): void => {
    if (this.#state.status === 'ready') this.#set({ status: 'ready', value: change(this.#state.value) });
  };

  #set(next: RemoteState<T>) {
    const before = this.#state;
    const keeps = next.status === 'failed' && before.status === 'ready';
    this.#state = keeps ? { ...before, error: next.error } : next;
    for (const listener of this.#listeners) listener();
  }
}

const ready = <T>(value: T): RemoteState<T> => ({ status: 'ready', value });
const failed = (error: unknown): RemoteState<never> => ({ status: 'failed', error });
