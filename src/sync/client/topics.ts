/** What one can wait for: a record by its id, what something contains, a scope being loaded, or one of the others. */
export type Topic =
  | 'all'
  | 'status'
  | 'undo'
  | { readonly id: string }
  | { readonly childrenOf: string }
  | { readonly scope: string };

/** Listeners by topic. */
export class Topics {
  readonly #listeners = new Map<string, Set<() => void>>();

  subscribe(topic: Topic, listener: () => void): () => void {
    const key = keyOf(topic);
    const own = () => listener();
    let listeners = this.#listeners.get(key);
    if (!listeners) this.#listeners.set(key, (listeners = new Set()));
    listeners.add(own);
    return () => {
      const present = this.#listeners.get(key);
      present?.delete(own);
      if (present?.size === 0) this.#listeners.delete(key);
    };
  }

  tell(topic: Topic) {
    const listeners = this.#listeners.get(keyOf(topic));
    if (listeners) for (const listener of [...listeners]) listener();
  }
}

function keyOf(topic: Topic): string {
  if (typeof topic === 'string') return topic;
  if ('id' in topic) return `id ${topic.id}`;
  return 'scope' in topic ? `scope ${topic.scope}` : `childrenOf ${topic.childrenOf}`;
}
