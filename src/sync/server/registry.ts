import { Answers } from './answers.ts';
import type { BranchStore } from './branchStore.ts';
import { BranchSession, type SessionOptions } from './session.ts';

export interface HeldSession {
  readonly session: BranchSession;
  /** Gives it back; when nobody holds it any more, it is closed after a while. */
  readonly release: () => void;
}

export interface RegistryOptions extends Omit<SessionOptions, 'answers'> {
  /** How long a session stays open that nobody holds, in milliseconds. */
  readonly linger?: number;
}

interface Entry {
  readonly session: Promise<BranchSession>;
  holders: number;
  closing: NodeJS.Timeout | undefined;
}

/** One session for each branch of each project that is in use, and never two. */
export class SessionRegistry {
  readonly #storeOf: (project: string, branch: string) => Promise<BranchStore>;
  readonly #options: RegistryOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #answers = new Map<string, Answers>();
  /** A branch is opened again only after its last session has finished. */
  readonly #closing = new Map<string, Promise<void>>();

  constructor(
    storeOf: (project: string, branch: string) => Promise<BranchStore>,
    options: RegistryOptions = {},
  ) {
    this.#storeOf = storeOf;
    this.#options = options;
  }

  async open(project: string, branch: string): Promise<HeldSession> {
    const key = keyOf(project, branch);
    const entry = this.#entries.get(key) ?? this.#enter(key, project, branch);
    entry.holders += 1;
    clearTimeout(entry.closing);
    const release = this.#releaseOf(key, entry);
    try {
      return { session: await entry.session, release };
    } catch (error) {
      // Whoever asked after it failed may have begun another by now.
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  /** Asks every open session whether its branch was moved from outside. */
  async checkOutside(): Promise<void> {
    const sessions = [...this.#entries.values()].map(({ session }) => session);
    await Promise.allSettled(sessions.map(async (session) => (await session).checkOutside()));
  }

  /** Finishes the sessions of a project, as before it is deleted. */
  async closeProject(project: string): Promise<void> {
    const keys = [...this.#entries.keys()].filter((key) => key.startsWith(keyOf(project, '')));
    await Promise.all(keys.map((key) => this.#close(key)));
    for (const key of keys) this.#answers.delete(key);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#entries.keys()].map((key) => this.#close(key)));
    await Promise.all(this.#closing.values());
  }

  #enter(key: string, project: string, branch: string): Entry {
    const entry: Entry = { session: this.#begin(key, project, branch), holders: 0, closing: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  async #begin(key: string, project: string, branch: string): Promise<BranchSession> {
    await this.#closing.get(key);
    const answers = this.#answers.get(key) ?? new Answers();
    const store = await this.#storeOf(project, branch);
    const session = await BranchSession.open(store, { ...this.#options, answers });
    // Of branches that are none nothing is kept.
    this.#answers.set(key, answers);
    return session;
  }

  #releaseOf(key: string, entry: Entry): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      entry.holders -= 1;
      if (entry.holders > 0 || this.#entries.get(key) !== entry) return;
      entry.closing = setTimeout(() => void this.#close(key), this.#options.linger ?? 30_000);
      entry.closing.unref();
    };
  }

  async #close(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    clearTimeout(entry.closing);
    this.#entries.delete(key);
    const closing = entry.session
      .then((session) => session.close())
      .catch(() => undefined)
      .finally(() => {
        if (this.#closing.get(key) === closing) this.#closing.delete(key);
      });
    this.#closing.set(key, closing);
    await closing;
  }
}

const keyOf = (project: string, branch: string) => `${JSON.stringify(project)} ${branch}`;
