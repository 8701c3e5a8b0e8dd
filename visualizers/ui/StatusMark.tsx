import styles from './StatusMark.module.css';
import { classNames } from './classNames.ts';

export type StatusKind = 'pending' | 'queued' | 'running' | 'succeeded' | 'reused' | 'failed' | 'cancelled';

export const STATUS_TEXT: Readonly<Record<StatusKind, string>> = {
  pending: 'Waiting',
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Succeeded',
  reused: 'Reused',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export interface StatusMarkProps {
  readonly status: StatusKind;
  /** 0 to 1; a running mark without it turns. */
  readonly progress?: number;
  readonly size?: number;
  /** Where the state stands in words next to the mark. */
  readonly decorative?: boolean;
}

/** Each state has a form of its own, so that it reads without colour. */
export function StatusMark({ status, progress, size = 14, decorative }: StatusMarkProps) {
  const naming = decorative
    ? ({ 'aria-hidden': true } as const)
    : ({ role: 'img', 'aria-label': STATUS_TEXT[status] } as const);
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={classNames(styles.mark, styles[status])}
      {...naming}
    >
      <Glyph status={status} progress={progress} />
    </svg>
  );
}

const RING = 2 * Math.PI * 6;

function Glyph({ status, progress }: Pick<StatusMarkProps, 'status' | 'progress'>) {
  switch (status) {
    case 'pending':
      return <circle cx="8" cy="8" r="3" fill="currentColor" />;
    case 'queued':
      return <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" />;
    case 'running':
      return (
        <g fill="none" stroke="currentColor" strokeWidth="2.5" transform="rotate(-90 8 8)">
          <circle cx="8" cy="8" r="6" opacity="0.25" />
          <circle
            cx="8"
            cy="8"
            r="6"
            className={progress === undefined ? styles.spin : undefined}
            strokeLinecap="round"
            strokeDasharray={`${(progress ?? 0.25) * RING} ${RING}`}
          />
        </g>
      );
    case 'succeeded':
      return <Filled path="M4.8 8.3 7 10.5l4.2-4.6" />;
    case 'reused':
      return <Filled path="M11 6.6A3.4 3.4 0 1 0 11.4 8.6M11.4 4.4v2.4H9" />;
    case 'failed':
      return <Filled path="M5.5 5.5l5 5M10.5 5.5l-5 5" />;
    case 'cancelled':
      return (
        <g fill="none" stroke="currentColor" strokeWidth="1.75">
          <circle cx="8" cy="8" r="6" />
          <path d="M3.8 12.2 12.2 3.8" />
        </g>
      );
    default:
      return status satisfies never;
  }
}

function Filled({ path }: { readonly path: string }) {
  return (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d={path}
        fill="none"
        stroke="var(--surface)"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  );
}
