import type { CommitInfo } from '../../src/sync/protocol/rest.ts';
import { Badge, Button } from '../ui/index.ts';
import { Ago } from '../words/index.ts';
import styles from './HistoryBrowser.module.css';

export interface CommitRowProps {
  readonly commit: CommitInfo;
  /** It is what everybody sees now. */
  readonly current: boolean;
  readonly onOpen: () => void;
  readonly onRestore: () => void;
}

export function CommitRow({ commit, current, onOpen, onRestore }: CommitRowProps) {
  return (
    <li className={styles.commit}>
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.message}>{commit.message}</span>
      {current && <Badge>Now</Badge>}
      <span className={styles.author}>{commit.author}</span>
      <span className={styles.time}>
        <Ago time={commit.time} />
      </span>
      <span className={styles.tools}>
        <Button kind="quiet" aria-label={`Open “${commit.message}” read-only`} onClick={onOpen}>
          Open
        </Button>
        <Button
          kind="quiet"
          aria-label={`Restore “${commit.message}”`}
          disabled={current}
          title="Makes a new commit with this state"
          onClick={onRestore}
        >
          Restore
        </Button>
      </span>
    </li>
  );
}
