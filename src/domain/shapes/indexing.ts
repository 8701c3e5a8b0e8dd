import type { ArgumentValue } from '../../../meta/catalogue/index.ts';
import type { Dimension, Shape } from './tensor.ts';

/** One part of `x[...]`: a place, a stretch, a new dimension (null), or the dimensions that are left. */
export type IndexPart = number | null | '...' | Stretch;

interface Stretch {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** What stands in the brackets of `x[:, 1:, None]`. */
export interface Index {
  readonly parts: readonly IndexPart[];
  /** A number alone and without a comma, which Keras writes in another way. Nothing else does it take alone. */
  readonly isBare: boolean;
}

const PART = /^(?:(-?\d+)|(None)|(\.\.\.)|(-?\d+)?\s*:\s*(-?\d+)?(?:\s*:\s*(-?\d+)?)?)$/;

/** Undefined where it is no index: only numbers, stretches of them, `None` and `...` are. */
export function parseIndex(text: ArgumentValue | undefined): Index | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const items = text.split(',').map((item) => item.trim());
  const isOpen = items.length > 1 && items.at(-1) === '';
  if (isOpen) items.pop();
  const parts = items.map(partOf);
  if (parts.includes(undefined)) return undefined;
  return {
    parts: parts as IndexPart[],
    isBare: !isOpen && parts.length === 1 && typeof parts[0] === 'number',
  };
}

function partOf(text: string): IndexPart | undefined {
  const [whole, place, none, ellipsis, ...ends] = PART.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (place !== undefined) return Number(place);
  if (none !== undefined) return null;
  if (ellipsis !== undefined) return ellipsis as '...';
  const [start = null, stop = null, step = null] = ends.map((end: string | undefined) =>
    end === undefined ? null : Number(end),
  );
  return { start, stop, step };
}

/** As Python writes it. */
export function formatIndex({ parts, isBare }: Index): string {
  const written = parts.map((part) => {
    if (part === null) return 'None';
    if (typeof part !== 'object') return String(part);
    const { start, stop, step } = part;
    return `${start ?? ''}:${stop ?? ''}${step === null ? '' : `:${String(step)}`}`;
  });
  return written.length === 1 && !isBare ? `${written[0] ?? ''},` : written.join(', ');
}

/** The shape that is left; or the sentence that says why there is none. */
export function indexed(shape: Shape, { parts }: Index): Shape | string {
  if (parts.filter((part) => part === '...').length > 1) return 'an index with ... at most once';
  const taking = parts.filter((part) => part !== null && part !== '...').length;
  if (taking > shape.length) return `an index of at most ${String(shape.length)} dimensions`;
  const left = [...shape];
  const made: Dimension[] = [];
  for (const part of parts) {
    if (part === null) made.push(1);
    else if (part === '...') made.push(...left.splice(0, left.length - takingAfter(parts)));
    else {
      const size = left.shift() ?? null;
      if (typeof part === 'object') made.push(size === null ? null : lengthOf(part, size));
      else if (size !== null && (part >= size || part < -size))
        return `an index within its dimensions, of which one is ${String(size)}`;
    }
    if (part !== null && typeof part === 'object' && part.step === 0) return 'an index without steps of 0';
  }
  return [...made, ...left];
}

const takingAfter = (parts: readonly IndexPart[]) =>
  parts.slice(parts.indexOf('...') + 1).filter((part) => part !== null).length;

/** As many as Python's `range(*slice.indices(size))` has. */
function lengthOf({ start, stop, step }: Stretch, size: number): number {
  const by = step ?? 1;
  const [least, most] = by > 0 ? [0, size] : [-1, size - 1];
  const clip = (end: number) => Math.min(Math.max(end < 0 ? end + size : end, least), most);
  const from = start === null ? (by > 0 ? least : most) : clip(start);
  const to = stop === null ? (by > 0 ? most : least) : clip(stop);
  return Math.max(0, Math.ceil((to - from) / by));
}
