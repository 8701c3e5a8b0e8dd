import type { ReactNode } from 'react';
import type { CodeRecord, OperationRecord } from '../../meta/index.ts';
import { ProblemLines } from '../controls/index.ts';
import type { Editing } from '../project/index.ts';
import { Code } from './Code.tsx';
import styles from './CodePage.module.css';
import { useSavedText } from './useSavedText.ts';

/** Code that fills the page, below what was refused. */
export function CodePage({ editing, children }: { readonly editing: Editing; readonly children: ReactNode }) {
  return (
    <div className={styles.page}>
      <ProblemLines problems={editing.problems} />
      <div className={styles.code}>{children}</div>
    </div>
  );
}

export interface RecordCodeProps {
  readonly record: CodeRecord | OperationRecord;
  readonly editing: Editing;
}

/** The code of a record, saved while one types. Give it the record's id as its key. */
export function RecordCode({ record: { id, name, code }, editing }: RecordCodeProps) {
  const saved = useSavedText((text) => editing.assign(id, ['code'], text));
  return (
    <Code
      label={`Code of ${name}`}
      value={code}
      onEdit={editing.readOnly ? undefined : saved.onEdit}
      onLeave={saved.onLeave}
    />
  );
}
