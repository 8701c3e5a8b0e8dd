import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/index.ts';
import styles from './forms.module.css';

export interface ResettableProps {
  /** Of the value: "Reset units to its default". */
  readonly name: string;
  /** The value differs from the default; without one nothing can be restored. */
  readonly changed: boolean;
  readonly onReset: () => void;
  readonly children: ReactNode;
}

/** A field beside the way back to its default. */
export function Resettable({ name, changed, onReset, children }: ResettableProps) {
  return (
    <div className={styles.resettable}>
      <div className={styles.control}>{children}</div>
      {changed && (
        <IconButton
          label={`Reset ${name} to its default`}
          icon={<RotateCcw />}
          className={styles.reset}
          onClick={onReset}
        />
      )}
    </div>
  );
}
