import { useParams } from 'react-router';
import type { OperationRecord } from '../../meta/index.ts';
import { Code } from '../code/Code.tsx';
import { ProblemLines } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import { useEditing, useOpenProject, useRecord, type Editing } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { InterfaceForm } from './InterfaceForm.tsx';
import styles from './OperationEditor.module.css';
import { PortTypes } from './PartFields.tsx';
import { useSavedText } from './useSavedText.ts';

/** The code of an operation beside the interface that pipelines see. */
export default function OperationEditor() {
  const { operation: id = '' } = useParams();
  const operation = useRecord(id, 'Operation');
  const { base } = useOpenProject();
  const editing = useEditing();
  const crumbs = [{ label: 'Operations', to: `${base}/operations` }];
  if (!operation) {
    return (
      <Place title="Operation" crumbs={crumbs}>
        <EmptyState sentence="This operation is not there. It may have been deleted; undo or history brings it back." />
      </Place>
    );
  }
  return (
    <Place
      title={operation.name}
      crumbs={[...crumbs, { label: operation.name }]}
      inspector={<InterfaceForm operation={operation} editing={editing} />}
    >
      <PortTypes />
      <div className={styles.page}>
        <ProblemLines problems={editing.problems} />
        <div className={styles.code}>
          {operation.role === 'python' ? (
            <OperationCode key={operation.id} operation={operation} editing={editing} />
          ) : (
            <EmptyState sentence={ROLE_LESSONS[operation.role]} />
          )}
        </div>
      </div>
    </Place>
  );
}

const ROLE_LESSONS = {
  input: 'It brings an artifact of the project into a pipeline, and has no code of its own.',
  output: 'It leaves what it receives behind as an artifact of the project, and has no code of its own.',
} as const;

function OperationCode({
  operation,
  editing,
}: {
  readonly operation: OperationRecord;
  readonly editing: Editing;
}) {
  const { id, name, code } = operation;
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
