import type { JobRecord } from '../../meta/index.ts';
import { Code } from '../code/Code.tsx';
import styles from './JobPanels.module.css';

/** What went wrong, beside the operation's own code with the line where it did. */
export function ErrorView({ job }: { readonly job: JobRecord }) {
  const { error } = job;
  if (!error) return <p className={styles.nothing}>{job.reason}</p>;
  return (
    <div className={styles.error}>
      <div className={styles.traceback}>
        <p className={styles.message} role="alert">
          {error.type}: {error.message}
          {error.line !== null && ` (line ${String(error.line)} of ${job.operation})`}
        </p>
        <pre className={styles.text} tabIndex={0} aria-label="Traceback">
          {error.text}
        </pre>
      </div>
      {job.code !== '' && (
        <div className={styles.source}>
          <Code label={`Code of ${job.operation}`} value={job.code} failingLine={error.line ?? undefined} />
        </div>
      )}
    </div>
  );
}
