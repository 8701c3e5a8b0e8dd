import { RotateCcw } from 'lucide-react';
import { IconButton } from '../ui/index.ts';
import styles from './forms.module.css';

export interface ResetButtonProps {
  /** Of the value: "Reset units to its default". */
  readonly name: string;
  /** The default as text, where it is short enough to be told. */
  readonly to?: string;
  readonly onReset: () => void;
}

/** The way back to the default, at the end of the line of the label. */
export function ResetButton({ name, to, onReset }: ResetButtonProps) {
  return (
    <IconButton
      label={`Reset ${name} to its default${to === undefined ? '' : `, ${to}`}`}
      icon={<RotateCcw />}
      className={styles.reset}
      onClick={onReset}
    />
  );
}
