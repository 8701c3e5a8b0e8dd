import type { Json } from './json.ts';

/**
 * A concept says what exists: its fields, what it points to and what it may contain.
 * The WebGME metamodel, the reader, the writer, the parsers and the documentation all derive from it.
 */
export interface Concept {
  readonly name: string;
  readonly doc: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Pointers to other things, by the names of the concepts they may point to. */
  readonly pointers: Readonly<Record<string, Pointer>>;
  /** What it may contain. */
  readonly contains: readonly string[];
  /** The pointer that names what this is an instance of (WebGME inheritance), where there is one. */
  readonly instanceOf?: string;
  /** Values whose names are declared elsewhere: by the catalogue for a layer, by its operation for a step. */
  readonly maps: Readonly<Record<string, ValueMap>>;
}

export type Field =
  | { readonly kind: 'text'; readonly default: string; readonly doc: string }
  | { readonly kind: 'number'; readonly default: number; readonly doc: string }
  | { readonly kind: 'boolean'; readonly default: boolean; readonly doc: string }
  | {
      readonly kind: 'choice';
      readonly options: readonly string[];
      readonly default: string;
      readonly doc: string;
    }
  /** Milliseconds since 1970, or null while it has not happened. */
  | { readonly kind: 'time'; readonly doc: string }
  /** A value that must stay coherent as a whole; stored as JSON text. */
  | {
      readonly kind: 'json';
      readonly default: Json;
      readonly doc: string;
      /** Whether a value has the shape that the domain relies on; every JSON value does where there is none. */
      readonly fits?: (value: Json) => boolean;
    };

export interface Pointer {
  readonly to: readonly string[];
  readonly doc: string;
  readonly required: boolean;
}

/** 'value': each entry is a JSON value; 'pointer': each entry is an id or null. */
export interface ValueMap {
  readonly of: 'value' | 'pointer';
  readonly doc: string;
}

interface Declaration {
  readonly doc: string;
  readonly fields?: Readonly<Record<string, Field>>;
  readonly pointers?: Readonly<Record<string, Pointer>>;
  readonly contains?: readonly string[];
  readonly instanceOf?: string;
  readonly maps?: Readonly<Record<string, ValueMap>>;
}

const NOTHING = {} as const;
type Nothing = typeof NOTHING;
type Part<D, Key extends string> = D extends Readonly<Record<Key, infer Value>> ? Value : Nothing;

/** Declares a concept, keeping the literal types of its fields so that `RecordOf` can derive the record from it. */
export function concept<const Name extends string, const D extends Declaration>(name: Name, declaration: D) {
  const whole: Concept = {
    name,
    fields: NOTHING,
    pointers: NOTHING,
    contains: [],
    maps: NOTHING,
    ...declaration,
  };
  return whole as Omit<Concept, 'name' | 'fields' | 'pointers' | 'maps'> & {
    readonly name: Name;
    readonly fields: Part<D, 'fields'>;
    readonly pointers: Part<D, 'pointers'>;
    readonly maps: Part<D, 'maps'>;
  };
}

export const text = (doc: string, fallback = '') => ({ kind: 'text', default: fallback, doc }) as const;
export const number = (doc: string, fallback = 0) => ({ kind: 'number', default: fallback, doc }) as const;
export const boolean = (doc: string, fallback = false) =>
  ({ kind: 'boolean', default: fallback, doc }) as const;
export const time = (doc: string) => ({ kind: 'time', doc }) as const;

export const choice = <const Options extends readonly [string, ...string[]]>(
  options: Options,
  doc: string,
  fallback: Options[number] = options[0],
) => ({ kind: 'choice', options, default: fallback, doc }) as const;

/** A JSON field; `T` is what the domain knows of its shape, `fits` holds people to it. */
export const json = <T>(fallback: T, doc: string, fits?: (value: Json) => boolean) =>
  ({ kind: 'json', default: fallback as Json, doc, ...(fits && { fits }) }) as {
    readonly kind: 'json';
    readonly default: Json;
    readonly doc: string;
    readonly fits?: (value: Json) => boolean;
    readonly shape?: T;
  };

export const pointer = <const To extends readonly string[]>(to: To, doc: string) =>
  ({ to, doc, required: true }) as const;
export const optionalPointer = <const To extends readonly string[]>(to: To, doc: string) =>
  ({ to, doc, required: false }) as const;

type ValueOf<F> = F extends { kind: 'json'; shape?: infer T }
  ? T
  : F extends { kind: 'choice'; options: infer Options extends readonly string[] }
    ? Options[number]
    : F extends { kind: 'text' }
      ? string
      : F extends { kind: 'number' }
        ? number
        : F extends { kind: 'boolean' }
          ? boolean
          : F extends { kind: 'time' }
            ? number | null
            : never;

type PointerOf<P> = P extends { required: true } ? string : string | null;
type MapOf<M> = M extends { of: 'pointer' } ? string | null : Json;

/** What a thing of a concept looks like in the domain: one flat, immutable record. */
export type RecordOf<C extends Concept> = {
  readonly id: string;
  readonly concept: C['name'];
  /** The id of what contains it; null for the project alone. */
  readonly parent: string | null;
} & { readonly [K in keyof C['fields']]: ValueOf<C['fields'][K]> } & {
  readonly [K in keyof C['pointers']]: PointerOf<C['pointers'][K]>;
} & {
  readonly [K in keyof C['maps']]: { readonly [name: string]: MapOf<C['maps'][K]> };
};
