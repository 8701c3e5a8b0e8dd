/** A thing as it lies in the store: the concept it was written as and its attributes, which may be of the past. */
export interface StoredThing {
  readonly concept: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Attributes that change; undefined takes one away. */
export type StoredValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Leads from one version of the metamodel to the next. */
export interface Migration {
  readonly to: number;
  /** What changes, in a few words, such as "Layers have notes". */
  readonly name: string;
  /** Pure: what becomes of a thing; undefined leaves it as it is. */
  migrate(thing: StoredThing): StoredValues | undefined;
}
