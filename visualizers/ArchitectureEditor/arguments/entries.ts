import type { ArgumentDescription } from '../../../meta/catalogue/index.ts';

export interface EntryName {
  readonly name: string;
  /** As little as tells it from the others. */
  readonly mark?: string;
}

const SPACE: Readonly<Record<number, readonly EntryName[]>> = {
  1: [{ name: 'steps' }],
  2: [
    { name: 'height', mark: 'H' },
    { name: 'width', mark: 'W' },
  ],
  3: [
    { name: 'depth', mark: 'D' },
    { name: 'height', mark: 'H' },
    { name: 'width', mark: 'W' },
  ],
};

const RANGE: readonly EntryName[] = [
  { name: 'from', mark: 'from' },
  { name: 'to', mark: 'to' },
];

/** What the entries of a tuple are: directions in space, or the ends of a range. */
export function namesOfEntries({ type }: ArgumentDescription, length: number): readonly EntryName[] {
  if (type.kind === 'tuple' && type.item === 'float' && length === 2) return RANGE;
  return SPACE[length] ?? Array.from({ length }, (_, index) => ({ name: `entry ${String(index + 1)}` }));
}
