import { Download, EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ArtifactRecord } from '../../meta/index.ts';
import { ConfirmDelete, download, NameInPlace } from '../controls/index.ts';
import table from '../controls/Table.module.css';
import { useGateway } from '../gateway/index.ts';
import { useOpenProject, useRecord, type Editing } from '../project/index.ts';
import { IconButton, Menu, type MenuEntry } from '../ui/index.ts';
import { Ago, bytes } from '../words/index.ts';

export function ArtifactRow({
  artifact,
  editing,
}: {
  readonly artifact: ArtifactRecord;
  readonly editing: Editing;
}) {
  const { id, name, type, fileName, size, createdAt, execution } = artifact;
  const project = useOpenProject();
  const gateway = useGateway();
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const entries: readonly MenuEntry[] = [
    { id: 'rename', label: 'Rename', icon: <Pencil />, onSelect: () => setRenaming(true) },
    'separator',
    { id: 'delete', label: 'Delete', icon: <Trash2 />, danger: true, onSelect: () => setDeleting(true) },
  ];
  return (
    <tr>
      <td className={table.name}>
        <NameInPlace
          name={name}
          label={`Name of ${name}`}
          editing={renaming}
          onEditing={setRenaming}
          onRename={(next) => editing.assign(id, ['name'], next)}
        />
      </td>
      <td className={table.faint}>{type}</td>
      <td className={table.number}>{bytes(size)}</td>
      <td className={table.faint}>{createdAt !== null && <Ago time={createdAt} />}</td>
      <td className={table.faint}>
        <Origin execution={execution} />
      </td>
      <td className={table.tools}>
        <IconButton
          label={`Download ${name}`}
          icon={<Download />}
          onClick={() => download(gateway.artifactAddress(project.id, id), fileName)}
        />
        {!editing.readOnly && (
          <Menu entries={entries} align="end">
            <IconButton label={`Actions for ${name}`} icon={<EllipsisVertical />} />
          </Menu>
        )}
        <ConfirmDelete
          open={deleting}
          title={`Delete the artifact “${name}”?`}
          consequence="Pipelines that take it as their input will need another one. History keeps it, and undo brings it back."
          onClose={() => setDeleting(false)}
          onDelete={() => editing.run({ type: 'remove', ids: [id] })}
        />
      </td>
    </tr>
  );
}

function Origin({ execution }: { readonly execution: string | null }) {
  const { base } = useOpenProject();
  const made = useRecord(execution ?? undefined, 'Execution');
  return made ? <Link to={`${base}/executions/${made.id}`}>{made.name}</Link> : 'Uploaded';
}
