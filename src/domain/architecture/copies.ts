import type { LayerRecord } from '../../../meta/index.ts';

/** More than anybody means; it keeps a slip of the finger from filling the memory. */
export const MOST_COPIES = 1000;

/** How often the layers of a block are there; only a block is put in place again and again. */
export const copiesOf = ({ type, repeat }: LayerRecord): number =>
  type === 'Block' ? Math.max(1, Math.min(MOST_COPIES, Math.floor(repeat))) : 1;
