import type { Json } from '../../meta/json.ts';
import type { ModelRecord } from '../../meta/index.ts';

/**
 * The smallest things that can happen to a project. Every command becomes a list of these;
 * they are what is written to the store, what travels to other browsers, and what undo is made of.
 */
export type Change = Put | Set | Remove;

/** Something new appears, whole. */
export interface Put {
  readonly op: 'put';
  readonly record: ModelRecord;
}

/** One field, pointer or map entry changes; undefined takes the entry of a map away. */
export interface Set {
  readonly op: 'set';
  readonly id: string;
  /** `['name']` for a field or pointer, `['args', 'units']` for the entry of a map. */
  readonly path: readonly [field: string, entry?: string];
  readonly value: Json | undefined;
  /** When given, the change holds only while the present value is this one: undo never undoes somebody else's work. */
  readonly expected?: Json;
  /** The same for a map: the change holds only while it has no such entry. */
  readonly absent?: true;
}

/** Something goes. What it contains and what is connected to it must have gone before, in the same list. */
export interface Remove {
  readonly op: 'remove';
  readonly id: string;
}
