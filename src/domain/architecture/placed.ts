/** An output of a layer of the network. */
export interface Giver {
  readonly layer: string;
  readonly output: number;
}

export interface PlacedFault {
  readonly fault: BlockFault;
  /** Where, as in `parts`. */
  readonly at: string;
  /** What Keras would call the layer. */
  readonly name: string;
}

export type BlockFault =
  | { readonly code: 'block-missing' | 'block-recursive' | 'block-shared' }
  | { readonly code: 'block-repeated'; readonly why: string }
  | { readonly code: 'input-missing'; readonly input: string; readonly port: string }
  | { readonly code: 'input-gone'; readonly connection: number };
