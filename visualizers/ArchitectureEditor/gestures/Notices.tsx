import { X } from 'lucide-react';
import { ProblemLines } from '../../controls/index.ts';
import { IconButton, StatusLine } from '../../ui/index.ts';
import type { Editor } from '../useEditor.ts';
import styles from './Notices.module.css';

/** What was refused, and what was done that the eye would not see. */
export function Notices({ editor: { editing, gestures } }: { readonly editor: Editor }) {
  const { text, isQuiet, say } = gestures.notice;
  return (
    <>
      <ProblemLines problems={editing.problems} />
      {text !== undefined && !isQuiet && (
        <div className={styles.notice}>
          <StatusLine>{text}</StatusLine>
          <IconButton label="Dismiss" icon={<X />} onClick={() => say(undefined)} />
        </div>
      )}
      <div role="status" className={styles.spoken}>
        {isQuiet ? text : ''}
      </div>
    </>
  );
}
