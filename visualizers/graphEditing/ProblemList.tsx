import { CircleCheck, CircleX } from 'lucide-react';
import type { Problem } from '../../src/domain/problem.ts';
import { FixButtons, type ProblemFix } from './FixButtons.tsx';
import styles from './ProblemList.module.css';

export interface ListedProblem {
  readonly at: string;
  readonly message: string;
  /** What would mend it, with one click. */
  readonly fixes?: readonly ProblemFix[];
}

export interface ProblemListProps {
  readonly problems: readonly (Problem | ListedProblem)[];
  readonly allWell: string;
  readonly onGoTo: (id: string) => void;
}

/** Everything that is wrong; choosing one jumps to where it is. */
export function ProblemList({ problems, allWell, onGoTo }: ProblemListProps) {
  if (problems.length === 0) {
    return (
      <p className={styles.well}>
        <CircleCheck />
        {allWell}
      </p>
    );
  }
  return (
    <ul className={styles.list} aria-label="Problems">
      {problems.map((problem, index) => (
        <li key={index} className={styles.entry}>
          <button type="button" className={styles.problem} onClick={() => onGoTo(problem.at)}>
            <CircleX />
            {problem.message}
          </button>
          {'fixes' in problem && problem.fixes && <FixButtons fixes={problem.fixes} />}
        </li>
      ))}
    </ul>
  );
}
