/** A statement of a function, with its indentation, and the layer that it is for. */
export interface Statement {
  readonly source: string;
  readonly layer?: string;
}
