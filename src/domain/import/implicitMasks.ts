import { configOf, isOfKeras, nameIn, type Configured } from './configured.ts';
import type { CallInput, TensorRef } from './nodes.ts';

type Calls = ReadonlyMap<string, readonly (readonly CallInput[])[]>;

export const isOperation = (entry: Configured) =>
  typeof entry.module === 'string' && /^keras(\.src)?\.ops\./.test(entry.module);

/**
 * Keras computes masks from what layers say, and writes the operations as if somebody had drawn them. They come about
 * again by themselves, so they are no part of an architecture: operations that lead to nothing but masks of layers, and
 * begin where a layer makes a mask. Masks that somebody computed are kept.
 */
export function implicitMasks(
  entries: readonly Configured[],
  calls: Calls,
  outputs: readonly TensorRef[],
): ReadonlySet<string> {
  const operations = new Map(entries.filter(isOperation).map((entry) => [nameIn(entry), entry]));
  const made = madeFromMasks(operations, calls, maskedBy(entries, calls));
  const counting = new Set(outputs.map(({ layer }) => layer));
  const waiting = [...calls.keys()].filter((name) => !made.has(name) || counting.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const call of calls.get(name) ?? []) {
      for (const { at, tensors } of call) {
        if (isMask(at) && !operations.has(name) && isComputed(call, tensors, { operations, made })) continue;
        for (const { layer } of tensors) {
          if (made.has(layer) && !counting.has(layer)) waiting.push(layer);
          counting.add(layer);
        }
      }
    }
  }
  return new Set([...made].filter((name) => !counting.has(name)));
}

/**
 * Whether Keras computes these masks by itself: all of a list or none, so that one that was given makes the others
 * given too, and none for what operations make, which carries no mask.
 */
function isComputed(
  [first]: readonly CallInput[],
  masks: readonly TensorRef[],
  { operations, made }: { operations: ReadonlyMap<string, Configured>; made: ReadonlySet<string> },
): boolean {
  const taken = first?.tensors ?? [];
  const isOfOperations = taken.length > 0 && taken.every(({ layer }) => operations.has(layer));
  return !isOfOperations && masks.every(({ layer }) => made.has(layer));
}

/** Keras itself gives a mask for each tensor that a layer takes; `attention_mask` is given by people only. */
const isMask = (at: CallInput['at']) => /^((query|value|key)_)?mask$/.test(String(at));

/** What layers that make masks take, and the number that they leave out. */
function maskedBy(entries: readonly Configured[], calls: Calls): ReadonlySet<string> {
  const masked = new Set<string>();
  for (const entry of entries) {
    const { mask_value: value, mask_zero: isZero } = configOf(entry);
    const left = isOfKeras(entry, 'layers')
      ? { Masking: value, Embedding: isZero === true ? 0 : undefined }
      : {};
    const number = (left as Readonly<Record<string, unknown>>)[entry.class_name];
    if (typeof number !== 'number') continue;
    for (const call of calls.get(nameIn(entry)) ?? []) {
      for (const tensor of call[0]?.tensors ?? []) masked.add(comparison(tensor, number));
    }
  }
  return masked;
}

const comparison = ({ layer, node, output }: TensorRef, value: unknown) =>
  JSON.stringify([layer, node, output, value]);

/** The operations that begin at such a comparison, and those that go on from them. */
function madeFromMasks(
  operations: ReadonlyMap<string, Configured>,
  calls: Calls,
  masked: ReadonlySet<string>,
): ReadonlySet<string> {
  const made = new Set<string>();
  const isMade = (name: string, kind: string) => {
    const [first, second] = calls.get(name)?.[0] ?? [];
    const [tensor] = first?.tensors ?? [];
    if (kind === 'NotEqual') return tensor !== undefined && masked.has(comparison(tensor, second?.value));
    if (LIKE.has(kind)) return true;
    const given = (calls.get(name) ?? []).flat().flatMap(({ tensors }) => tensors);
    return given.length > 0 && given.every(({ layer }) => made.has(layer));
  };
  // Keras writes each after those that it takes values from; where it does not, another round finds it.
  for (let before = -1; before < made.size;) {
    before = made.size;
    for (const [name, { class_name: kind }] of operations) if (isMade(name, kind)) made.add(name);
  }
  return made;
}

/** Where one of several tensors has no mask, Keras makes one of its shape. */
const LIKE: ReadonlySet<string> = new Set(['OnesLike', 'ZerosLike']);
