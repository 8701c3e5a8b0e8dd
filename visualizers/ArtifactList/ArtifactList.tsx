import { Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ArtifactRecord } from '../../meta/index.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { chooseFile, ProblemLines } from '../controls/index.ts';
import table from '../controls/Table.module.css';
import { Place } from '../Frame/index.ts';
import { useGateway, wordsOf, type Gateway } from '../gateway/index.ts';
import { useChildren, useEditing, useOpenProject, useRoot } from '../project/index.ts';
import { EmptyState, StatusLine } from '../ui/index.ts';
import { ArtifactRow } from './ArtifactRow.tsx';

/** The files worth keeping, the latest first. */
export default function ArtifactList() {
  const root = useRoot();
  const artifacts = useChildren(root?.id ?? '', 'Artifact');
  const editing = useEditing();
  const { id } = useOpenProject();
  const gateway = useGateway();
  const [notice, setNotice] = useState<{ readonly text: string; readonly failed: boolean }>();
  const uploading = useMemo<Action>(
    () => ({
      id: 'artifact.upload',
      label: 'Upload',
      group: 'Artifacts',
      icon: <Upload />,
      disabled: editing.readOnly,
      run: () => void upload(gateway, id, setNotice),
    }),
    [gateway, id, editing.readOnly],
  );
  useActions(useMemo(() => [uploading], [uploading]));
  return (
    <Place
      title="Artifacts"
      crumbs={[{ label: 'Artifacts' }]}
      actions={<ActionButton action={uploading} kind="primary" />}
    >
      {notice && <StatusLine tone={notice.failed ? 'problem' : 'neutral'}>{notice.text}</StatusLine>}
      <ProblemLines problems={editing.problems} />
      {artifacts.length === 0 ? (
        <EmptyState sentence="An artifact is a file that an Output operation left behind: a trained model, predictions, a data set. It downloads as a file that works outside, and another pipeline can take it as its input." />
      ) : (
        <table className={table.table} aria-label="Artifacts">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Type</th>
              <th scope="col" className={table.number}>
                Size
              </th>
              <th scope="col">Made</th>
              <th scope="col">Execution</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {artifacts.toSorted(latestFirst).map((artifact) => (
              <ArtifactRow key={artifact.id} artifact={artifact} editing={editing} />
            ))}
          </tbody>
        </table>
      )}
    </Place>
  );
}

type Notice = { readonly text: string; readonly failed: boolean } | undefined;

async function upload(gateway: Gateway, project: string, tell: (notice: Notice) => void) {
  const file = await chooseFile('');
  if (!file) return;
  tell({ text: `Uploading ${file.name} …`, failed: false });
  try {
    await gateway.uploadArtifact(project, file);
    tell(undefined);
  } catch (error) {
    tell({ text: wordsOf(error), failed: true });
  }
}

const latestFirst = (a: ArtifactRecord, b: ArtifactRecord) => (b.createdAt ?? 0) - (a.createdAt ?? 0);
