import { useParams } from 'react-router';
import { CodePage, RecordCode } from '../code/CodePage.tsx';
import { Place } from '../Frame/index.ts';
import { useEditing, useOpenProject, useRecord } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { InterfaceForm } from './InterfaceForm.tsx';
import { PortTypes } from './PartFields.tsx';

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
      <CodePage editing={editing}>
        {operation.role === 'python' ? (
          <RecordCode key={operation.id} record={operation} editing={editing} />
        ) : (
          <EmptyState sentence={ROLE_LESSONS[operation.role]} />
        )}
      </CodePage>
    </Place>
  );
}

const ROLE_LESSONS = {
  input: 'It brings an artifact of the project into a pipeline, and has no code of its own.',
  output: 'It leaves what it receives behind as an artifact of the project, and has no code of its own.',
} as const;
