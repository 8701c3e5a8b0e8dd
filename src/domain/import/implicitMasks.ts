import { isOperation, nameIn, type Configured } from './configured.ts';
import { comparison, maskedNumber, MaskFlow, type Calls, type Origins } from './maskFlow.ts';
import type { CallInput, TensorRef } from './nodes.ts';

/**
 * Keras computes masks from what layers say, and writes the operations as if somebody had drawn them. They come about
 * again by themselves, so they are no part of an architecture: operations that lead to nothing but masks of layers,
 * begin where a layer makes a mask, and arrive where Keras itself takes that mask. Masks that somebody gave are kept.
 */
export function implicitMasks(
  entries: readonly Configured[],
  calls: Calls,
  outputs: readonly TensorRef[],
): ReadonlySet<string> {
  const operations = new Map(entries.filter(isOperation).map((entry) => [nameIn(entry), entry]));
  const made = madeFromMasks(operations, calls, maskedBy(entries, calls));
  if (made.size === 0) return NONE;
  const originsOf = ({ layer }: TensorRef): Origins => made.get(layer) ?? NONE;
  const flow = new MaskFlow(entries, calls, originsOf);
  const isComputed = (call: readonly CallInput[], { at, tensors: masks }: CallInput) => {
    const taken = takenWith(String(at), call);
    // Keras computes all of a list or none, so one that was given makes the others given too.
    return masks.every((mask) => made.has(mask.layer) && flow.comesWith(taken, originsOf(mask)));
  };
  const counting = new Set(outputs.map(({ layer }) => layer));
  const waiting = [...calls.keys()].filter((name) => !made.has(name) || counting.has(name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const call of calls.get(name) ?? []) {
      for (const given of call) {
        if (isMask(given.at) && !operations.has(name) && isComputed(call, given)) continue;
        for (const { layer } of given.tensors) {
          if (made.has(layer) && !counting.has(layer)) waiting.push(layer);
          counting.add(layer);
        }
      }
    }
  }
  return new Set([...made.keys()].filter((name) => !counting.has(name)));
}

const NONE: ReadonlySet<string> = new Set();

/** Keras itself gives a mask for each tensor that a layer takes; `attention_mask` is given by people only. */
const isMask = (at: CallInput['at']) => /^((query|value|key)_)?mask$/.test(String(at));

/** The tensors that a mask is for. */
function takenWith(port: string, call: readonly CallInput[]): readonly TensorRef[] {
  const name = port.replace(/_?mask$/, '');
  const place = ATTENDED.indexOf(name);
  const input = call.find(({ at }) => at === name || at === place) ?? call[0];
  return input?.tensors ?? [];
}

const ATTENDED: readonly string[] = ['query', 'value', 'key'];

/** What layers that make masks take, and the number that they leave out. */
function maskedBy(entries: readonly Configured[], calls: Calls): ReadonlySet<string> {
  const masked = new Set<string>();
  for (const entry of entries) {
    const number = maskedNumber(entry);
    if (number === undefined) continue;
    for (const call of calls.get(nameIn(entry)) ?? []) {
      for (const tensor of call[0]?.tensors ?? []) masked.add(comparison(tensor, number));
    }
  }
  return masked;
}

/** The operations that begin at such a comparison, those that go on from them as Keras does, and from what. */
function madeFromMasks(
  operations: ReadonlyMap<string, Configured>,
  calls: Calls,
  masked: ReadonlySet<string>,
): ReadonlyMap<string, Origins> {
  const made = new Map<string, Origins>();
  const originsOf = (name: string, kind: string): Origins | undefined => {
    const [first, second] = calls.get(name)?.[0] ?? [];
    const [tensor] = first?.tensors ?? [];
    if (kind === 'NotEqual') {
      const origin = tensor && comparison(tensor, second?.value);
      return origin !== undefined && masked.has(origin) ? new Set([origin]) : undefined;
    }
    if (LIKE.has(kind)) return NONE;
    const given = (calls.get(name) ?? []).flat().flatMap(({ tensors }) => tensors);
    const origins = given.map(({ layer }) => made.get(layer));
    const isMade = JOINING.has(kind) && given.length > 0 && !origins.includes(undefined);
    return isMade ? new Set(origins.flatMap((one) => [...(one ?? NONE)])) : undefined;
  };
  // Keras writes each after those that it takes values from; where it does not, another round finds it.
  for (let before = -1; before < made.size;) {
    before = made.size;
    for (const [name, { class_name: kind }] of operations) {
      const origins = made.has(name) ? undefined : originsOf(name, kind);
      if (origins) made.set(name, origins);
    }
  }
  return made;
}

/** Where one of several tensors has no mask, Keras makes one of its shape. */
const LIKE: ReadonlySet<string> = new Set(['OnesLike', 'ZerosLike']);

/** The operations of which Keras, in any of its versions, makes masks out of others. */
const JOINING: ReadonlySet<string> = new Set([
  ...[
    'All',
    'Any',
    'BroadcastTo',
    'Cast',
    'Concatenate',
    'ConvertToTensor',
    'ExpandDims',
    'LogicalOr',
    'Squeeze',
  ],
]);
