import { useEffect, useState } from 'react';
import { StatusMark, type StatusKind } from '../../ui/StatusMark.tsx';
import { formatDuration } from '../formatDuration.ts';
import type { NodeStatus } from '../types.ts';
import styles from './GraphView.module.css';

export function StatusRow({ status }: { readonly status: NodeStatus }) {
  return (
    <div className={styles.status}>
      <StatusMark
        decorative
        size={12}
        status={markOf(status)}
        progress={status.kind === 'running' ? status.progress : undefined}
      />
      <span className={styles.ellipsis} title={status.kind === 'failed' ? status.lastLine : undefined}>
        {status.kind === 'running' ? <Running {...status} /> : wordsFor(status)}
      </span>
    </div>
  );
}

function markOf(status: NodeStatus): StatusKind {
  return status.kind === 'succeeded' && status.reused ? 'reused' : status.kind;
}

function wordsFor(status: Exclude<NodeStatus, { kind: 'running' }>): string {
  switch (status.kind) {
    case 'pending':
      return 'Waiting';
    case 'queued':
      return 'Queued';
    case 'succeeded':
      return status.reused ? 'Reused' : formatDuration(status.duration);
    case 'failed':
      return status.lastLine;
    case 'cancelled':
      return 'Cancelled';
    default:
      return status satisfies never;
  }
}

function Running({ since, progress }: { readonly since: number; readonly progress?: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const elapsed = formatDuration(Math.floor(Math.max(0, now - since) / 1000) * 1000);
  return progress === undefined ? elapsed : `${Math.round(progress * 100)} % · ${elapsed}`;
}
