import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { blank } from '../../src/domain/state.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { Cards } from '../cards/index.ts';
import { ProblemLines, SearchField } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import { useChildren, useEditing, useOpenProject, useRoot, type Editing } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { DocumentCard, type DocumentCardProps } from './DocumentCard.tsx';
import styles from './DocumentList.module.css';

export interface DocumentListProps {
  readonly concept: 'Architecture' | 'Pipeline';
  readonly place: string;
  /** Architectures. */
  readonly title: string;
  /** architecture. */
  readonly noun: string;
  /** What a new one is called. */
  readonly newName: string;
  /** One sentence that teaches what belongs here. */
  readonly lesson: string;
  /** What else can be done here; its button stands beside the one for a new one. */
  readonly action?: Action;
  /** Stands above the list. */
  readonly notice?: ReactNode;
}

/** The graphs of one kind as cards with their drawings. */
export function DocumentList(props: DocumentListProps) {
  const { concept, place, title, lesson, action, notice } = props;
  const documents = useChildren(useRoot()?.id ?? '', concept);
  const { base } = useOpenProject();
  const editing = useEditing();
  const [search, setSearch] = useState('');
  const primary = <ActionButton action={useCreating(props, editing)} kind="primary" />;
  const actions = (
    <>
      {documents.length > 0 && (
        <div className={styles.search}>
          <SearchField label={`Search ${title.toLowerCase()}`} value={search} onChange={setSearch} />
        </div>
      )}
      {action && <ActionButton action={action} />}
      {primary}
    </>
  );
  return (
    <Place title={title} crumbs={[{ label: title }]} actions={actions}>
      {notice}
      <ProblemLines problems={editing.problems} />
      {documents.length === 0 ? (
        <EmptyState sentence={lesson} action={editing.readOnly ? undefined : primary} />
      ) : (
        <div className={styles.list}>
          <Cards>
            {matching(documents, search).map((document) => (
              <DocumentCard
                key={document.id}
                document={document}
                address={`${base}/${place}/${document.id}`}
                editing={editing}
              />
            ))}
          </Cards>
        </div>
      )}
    </Place>
  );
}

/** Makes a new one and opens it. */
function useCreating(
  { concept, place, title, noun, newName }: DocumentListProps,
  { readOnly, run }: Editing,
): Action {
  const parent = useRoot()?.id;
  const { base } = useOpenProject();
  const navigate = useNavigate();
  const create = useCallback(() => {
    if (parent === undefined) return;
    const id = crypto.randomUUID();
    const problems = run({ type: 'insert', records: [blank(concept, { id, parent, name: newName })] });
    if (problems.length === 0) void navigate(`${base}/${place}/${id}`);
  }, [base, concept, navigate, newName, parent, place, run]);
  const creating = useMemo<Action>(
    () => ({
      id: `${noun}.new`,
      label: `New ${noun}`,
      group: title,
      icon: <Plus />,
      disabled: readOnly,
      run: create,
    }),
    [noun, title, create, readOnly],
  );
  useActions(useMemo(() => [creating], [creating]));
  return creating;
}

type Document = DocumentCardProps['document'];

function matching(documents: readonly Document[], search: string): readonly Document[] {
  const wanted = search.trim().toLowerCase();
  return documents
    .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
