import { withinText, type Within } from './flaw.ts';

/** What is wrong with an argument of a layer, or of what the argument holds. */
export interface ArgumentFault {
  readonly argument: string | undefined;
  /** The way to what has the argument, outermost first; empty for the layer itself. */
  readonly within: readonly Within[];
  /** The whole sentence, which begins with that way. */
  readonly text: string;
}

export const argumentFault = (
  { argument, within = [] }: { readonly argument?: string; readonly within?: readonly Within[] },
  text: string,
): ArgumentFault => ({ argument, within, text });

/** The fault where it is one of this argument, or of what it holds. */
export function faultAt(fault: ArgumentFault | undefined, argument: string): ArgumentFault | undefined {
  const [first] = fault?.within ?? [];
  return (first ? first.argument : fault?.argument) === argument ? fault : undefined;
}

/** The same fault seen from inside the value of an argument; of a list from inside one of its items. */
export function faultInside(fault: ArgumentFault | undefined, index?: number): ArgumentFault | undefined {
  const [first, ...within] = fault?.within ?? [];
  if (!fault || !first || first.index !== index) return undefined;
  const way = `${withinText(first)}: `;
  const text = fault.text.startsWith(way) ? fault.text.slice(way.length) : fault.text;
  return { ...fault, within, text };
}

/** What is said of a value as a whole. */
export const faultOfWhole = (fault: ArgumentFault | undefined): string | undefined =>
  fault?.within.length === 0 ? fault.text : undefined;
