import type { Problem } from '../../src/domain/problem.ts';
import { StatusLine } from '../ui/index.ts';

/** Why something was refused, in the words of the problem. */
export function ProblemLines({ problems }: { readonly problems: readonly Problem[] }) {
  return problems.map((problem, index) => (
    <StatusLine key={index} tone="problem">
      {problem.message}
    </StatusLine>
  ));
}
