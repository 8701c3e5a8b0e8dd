import fc from 'fast-check';
import { compare, type Verdict } from './agreement.ts';
import { COMPARED_TYPES, layerCase } from './arbitraries.ts';
import type { Keras } from './keras.ts';

export interface Comparison {
  readonly failures: readonly string[];
  /** How often each type came to each verdict. */
  readonly verdicts: ReadonlyMap<string, ReadonlyMap<Verdict, number>>;
}

interface Extent {
  readonly cases: number;
  readonly seed: number;
  readonly types?: readonly string[];
}

/** Draws cases for every layer type in turn; the first disagreement of each is shrunk. */
export async function compareLayers(
  keras: Keras,
  { cases, seed, types = COMPARED_TYPES }: Extent,
): Promise<Comparison> {
  const failures: string[] = [];
  const verdicts = new Map<string, Map<Verdict, number>>();
  for (const type of types) {
    const own = new Map<Verdict, number>();
    verdicts.set(type, own);
    const property = fc.asyncProperty(layerCase([type]), async (drawn) => {
      const verdict = await compare(keras, drawn);
      own.set(verdict, (own.get(verdict) ?? 0) + 1);
    });
    const numRuns = Math.ceil(cases / types.length);
    const result = await fc.check(property, { seed, numRuns });
    if (result.failed) {
      const reason = result.errorInstance instanceof Error ? result.errorInstance.message : 'failed';
      failures.push(`${reason}\n  ${JSON.stringify(result.counterexample?.[0])}\n  seed ${seed}`);
    }
  }
  return { failures, verdicts };
}

/** Of how many types together. */
export function countOf({ verdicts }: Comparison, verdict: Verdict): number {
  return [...verdicts.values()].reduce((sum, own) => sum + (own.get(verdict) ?? 0), 0);
}
