import { X } from 'lucide-react';
import { useState } from 'react';
import { TrustNotice } from '../../asking/TrustNotice.tsx';
import { ProblemLines } from '../../controls/index.ts';
import { useUndo } from '../../project/index.ts';
import { IconButton, spoken, StatusLine } from '../../ui/index.ts';
import type { Editor } from '../useEditor.ts';
import styles from './Notices.module.css';
import type { Notice } from './useNotice.ts';

/** What was refused, and what was done that the eye would not see. */
export function Notices({ editor: { editing, gestures } }: { readonly editor: Editor }) {
  const { text, isQuiet, say } = gestures.notice;
  const isTimely = useTimely(gestures.notice);
  return (
    <>
      <TrustNotice />
      <ProblemLines problems={editing.problems} />
      {text !== undefined && isTimely && !isQuiet && (
        <div className={styles.notice}>
          <StatusLine>{text}</StatusLine>
          <IconButton label="Dismiss" icon={<X />} onClick={() => say(undefined)} />
        </div>
      )}
      <div role="status" className={spoken}>
        {isQuiet ? text : ''}
      </div>
    </>
  );
}

/** What is said of an edit is said until it is undone or another one is made. */
function useTimely(notice: Notice): boolean {
  const { undoLabel } = useUndo();
  const [said, setSaid] = useState({ notice, after: undoLabel });
  if (said.notice !== notice) setSaid({ notice, after: undoLabel });
  return said.after === undoLabel;
}
