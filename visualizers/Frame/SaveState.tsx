import { Check, CloudOff, CloudUpload, Eye, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SaveStatus } from '../../src/sync/client/projectClient.ts';
import { useProject, useSaveStatus } from '../project/index.ts';
import { spokenWhenNarrow, Tooltip } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import styles from './SaveState.module.css';

/** Says whether what is on screen is in the store, and never claims it before it is. */
export function SaveState() {
  const { writable } = useProject();
  const status = useSaveStatus();
  const { icon, label, detail } = writable ? wordsFor(status) : PAST;
  return (
    <Tooltip text={detail}>
      <span
        role="status"
        // Every edit is saved; what is spoken is the edit itself, and when it cannot be.
        aria-live={status.state === 'saved' || status.state === 'saving' ? 'off' : 'polite'}
        tabIndex={0}
        className={styles.state}
        data-state={status.state}
      >
        {icon}
        <span className={spokenWhenNarrow}>{label}</span>
      </span>
    </Tooltip>
  );
}

interface Words {
  readonly icon: ReactNode;
  readonly label: string;
  readonly detail: string;
}

const PAST: Words = {
  icon: <Eye />,
  label: 'Read-only',
  detail: 'This is how the project was; it cannot be edited.',
};

function wordsFor(status: SaveStatus): Words {
  switch (status.state) {
    case 'saved':
      return { icon: <Check />, label: 'Saved', detail: 'Every change is in the store.' };
    case 'saving':
      return {
        icon: <CloudUpload />,
        label: 'Saving',
        detail: `${counted(status.count, 'change')} on the way to the store.`,
      };
    case 'offline':
      return { icon: <CloudOff />, label: 'Offline', detail: offlineDetail(status.count) };
    case 'attention':
      return { icon: <TriangleAlert />, label: 'Not saved', detail: status.message };
    default:
      return status satisfies never;
  }
}

function offlineDetail(count: number): string {
  const waiting =
    count === 0 ? '' : ` ${counted(count, 'change')} waiting in this tab, sent when it answers.`;
  return `The server cannot be reached.${waiting}`;
}
