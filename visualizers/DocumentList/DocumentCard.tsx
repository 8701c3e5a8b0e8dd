import { Copy, EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import type { ArchitectureRecord, PipelineRecord } from '../../meta/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { NameInPlace } from '../controls/index.ts';
import { graphOf, Thumbnail } from '../drawing/index.ts';
import { copyDocument, useChildren, useProject, useScope, useView, type Editing } from '../project/index.ts';
import { IconButton, Menu, Skeleton, type MenuEntry } from '../ui/index.ts';
import { counted } from '../words/index.ts';
import styles from './DocumentList.module.css';

export interface DocumentCardProps {
  readonly document: ArchitectureRecord | PipelineRecord;
  readonly address: string;
  readonly editing: Editing;
}

export function DocumentCard({ document, address, editing }: DocumentCardProps) {
  const { id, name, description } = document;
  const state = useScope(id);
  const [renaming, setRenaming] = useState(false);
  const entries = useEntries(document, editing, () => setRenaming(true));
  return (
    <li className={styles.card}>
      <div className={styles.picture}>
        {state === 'open' ? <Drawing id={id} /> : <Skeleton height={132} />}
      </div>
      <div className={styles.caption}>
        <h2 className={styles.title}>
          {renaming ? (
            <NameInPlace
              name={name}
              label={`Name of ${name}`}
              editing
              onEditing={setRenaming}
              onRename={(next) => editing.assign(id, ['name'], next)}
            />
          ) : (
            <Link to={address} className={styles.link}>
              {name}
            </Link>
          )}
        </h2>
        {!editing.readOnly && (
          <Menu entries={entries} align="end">
            <IconButton label={`Actions for ${name}`} icon={<EllipsisVertical />} className={styles.more} />
          </Menu>
        )}
        <p className={styles.contents}>
          {description === '' ? null : `${description} · `}
          <Size document={document} />
        </p>
      </div>
    </li>
  );
}

function useEntries(
  document: DocumentCardProps['document'],
  { run }: Editing,
  rename: () => void,
): readonly MenuEntry[] {
  const { view } = useProject();
  const duplicate = () =>
    run({ type: 'insert', records: copyDocument(view, document, () => crypto.randomUUID()) });
  return [
    { id: 'rename', label: 'Rename', icon: <Pencil />, onSelect: rename },
    { id: 'duplicate', label: 'Duplicate', icon: <Copy />, onSelect: duplicate },
    'separator',
    {
      id: 'delete',
      label: 'Delete',
      icon: <Trash2 />,
      danger: true,
      onSelect: () => run({ type: 'remove', ids: [document.id] }),
    },
  ];
}

function Drawing({ id }: { readonly id: string }) {
  const { view } = useProject();
  const contents = useChildren(id);
  return contents.length === 0 ? null : <Thumbnail graph={graphOf(view, id)} />;
}

function Size({ document: { id, concept } }: Pick<DocumentCardProps, 'document'>) {
  const noun = concept === 'Architecture' ? 'layer' : 'operation';
  const size = useView(
    useCallback(
      (view: ProjectView) => view.childrenOf(id).filter((part) => part.concept !== 'Connection').length,
      [id],
    ),
  );
  return counted(size, noun);
}
