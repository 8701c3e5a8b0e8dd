import type { Action } from './Action.ts';

/** The actions of everything on screen. What mounts later stands first and wins a shortcut that two claim. */
export class ActionRegistry {
  readonly #groups: (readonly Action[])[] = [];
  readonly #listeners = new Set<() => void>();
  #actions: readonly Action[] = [];

  register(actions: readonly Action[]): () => void {
    this.#groups.unshift(actions);
    this.#changed();
    return () => {
      this.#groups.splice(this.#groups.indexOf(actions), 1);
      this.#changed();
    };
  }

  readonly list = (): readonly Action[] => this.#actions;

  find(id: string): Action | undefined {
    return this.#actions.find((action) => action.id === id);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed() {
    const seen = new Map<string, Action>();
    for (const action of this.#groups.flat()) if (!seen.has(action.id)) seen.set(action.id, action);
    this.#actions = [...seen.values()];
    for (const listener of this.#listeners) listener();
  }
}
