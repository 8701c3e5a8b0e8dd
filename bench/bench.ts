/** What every other file in this folder default-exports: something measured, and what it is held against. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

export interface Row {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** What may not be missed: a number is the most that is allowed. */
  readonly limit?: number | { readonly atLeast: number };
  /** The same thing done by somebody else in the same run. */
  readonly peers?: readonly Peer[];
}

export interface Peer {
  readonly name: string;
  /** null: it was not done. */
  readonly value: number | null;
  /** What happened instead. */
  readonly why?: string;
}
