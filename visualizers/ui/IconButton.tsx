import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { classNames } from './classNames.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Read out by screen readers and shown as the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  /** Makes it a toggle. */
  readonly pressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, icon, shortcut, pressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
        className={classNames(styles.button, styles.quiet, styles.icon, className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
