import { useNavigate } from 'react-router';
import { useState } from 'react';
import type { CommitInfo } from '../../src/sync/protocol/rest.ts';
import { Place } from '../Frame/index.ts';
import { useGateway, wordsOf } from '../gateway/index.ts';
import { pastBase, useOpenProject } from '../project/index.ts';
import { EmptyState, Skeleton, StatusLine } from '../ui/index.ts';
import { CommitRow } from './CommitRow.tsx';
import styles from './HistoryBrowser.module.css';
import { useHistory } from './useHistory.ts';
import { WhenSeen } from './WhenSeen.tsx';

/** Every commit, the latest first; more are fetched as one reads on. */
export default function HistoryBrowser() {
  const { id } = useOpenProject();
  const history = useHistory(id);
  const restoring = useRestore(id, history.refresh);
  const navigate = useNavigate();
  const open = (commit: CommitInfo) => void navigate(`${pastBase(id, commit.hash)}/pipelines`);
  return (
    <Place title="History" crumbs={[{ label: 'History' }]}>
      {restoring.fault !== undefined && <StatusLine tone="problem">{restoring.fault}</StatusLine>}
      {history.commits.length === 0 && history.end && (
        <EmptyState sentence="Nothing has happened in this project yet. Every change becomes a line here, and any of them can be opened and restored." />
      )}
      <ol className={styles.commits} aria-label="Commits">
        {history.commits.map((commit, index) => (
          <CommitRow
            key={commit.hash}
            commit={commit}
            current={index === 0}
            onOpen={() => open(commit)}
            onRestore={() => restoring.restore(commit)}
          />
        ))}
      </ol>
      {history.error !== undefined && <StatusLine tone="problem">{wordsOf(history.error)}</StatusLine>}
      {!history.end && (
        <WhenSeen key={history.commits.length} onSeen={history.more}>
          <Skeleton height={40} />
        </WhenSeen>
      )}
    </Place>
  );
}

function useRestore(project: string, refresh: () => void) {
  const gateway = useGateway();
  const [fault, setFault] = useState<string>();
  const restore = (commit: CommitInfo) => {
    setFault(undefined);
    gateway.restore(project, commit.hash).then(refresh, (error: unknown) => setFault(wordsOf(error)));
  };
  return { fault, restore };
}
