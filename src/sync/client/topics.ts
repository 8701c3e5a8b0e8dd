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
  /** By the id of the record, which needs no key of its own: of twenty thousand that arrive few have a listener. */
  readonly #ofRecords = new Map<string, Set<() => void>>();

  subscribe(topic: Topic, listener: () => void): () => void {
    const [listeners, key] = this.#placeOf(topic);
    const own = () => listener();
    let present = listeners.get(key);
    if (!present) listeners.set(key, (present = new Set()));
    present.add(own);
    return () => {
      const present = listeners.get(key);
      present?.delete(own);
      if (present?.size === 0) listeners.delete(key);
    };
  }

  tell(topic: Topic) {
    const [listeners, key] = this.#placeOf(topic);
    const present = listeners.get(key);
    if (present) for (const listener of [...present]) listener();
  }

  tellOfRecords(ids: Iterable<string>) {
    if (this.#ofRecords.size === 0) return;
    for (const id of ids) if (this.#ofRecords.has(id)) this.tell({ id });
  }

  #placeOf(topic: Topic): readonly [Map<string, Set<() => void>>, string] {
    if (typeof topic === 'string') return [this.#listeners, topic];
    if ('id' in topic) return [this.#ofRecords, topic.id];
    return [this.#listeners, 'scope' in topic ? `scope ${topic.scope}` : `childrenOf ${topic.childrenOf}`];
  }
}
