import { Copy, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import type { ArchitectureRecord, PipelineRecord } from '../../meta/index.ts';
import type { ProjectView } from '../../src/domain/state.ts';
import { Card, CardLine } from '../cards/index.ts';
import { graphOf, Thumbnail } from '../drawing/index.ts';
import { copyDocument, useChildren, useProject, useScope, useView, type Editing } from '../project/index.ts';
import { Skeleton, type MenuEntry } from '../ui/index.ts';
import { counted } from '../words/index.ts';

export interface DocumentCardProps {
  readonly document: ArchitectureRecord | PipelineRecord;
  readonly address: string;
  readonly editing: Editing;
}

export function DocumentCard({ document, address, editing }: DocumentCardProps) {
  const { id, name, description } = document;
  const state = useScope(id);
  const entries = useEntries(document, editing);
  return (
    <Card
      name={name}
      nameLabel={`Name of ${name}`}
      to={address}
      picture={state === 'open' ? <Drawing id={id} /> : <Skeleton height={132} />}
      readOnly={editing.readOnly}
      onRename={(next) => editing.assign(id, ['name'], next)}
      entries={entries}
    >
      <CardLine>
        {description === '' ? null : `${description} · `}
        <Size document={document} />
      </CardLine>
    </Card>
  );
}

function useEntries(document: DocumentCardProps['document'], { run }: Editing): readonly MenuEntry[] {
  const { view } = useProject();
  const duplicate = () =>
    run({ type: 'insert', records: copyDocument(view, document, () => crypto.randomUUID()) });
  return [
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
