import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { blank } from '../../src/domain/state.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { ProblemLines, SearchField } from '../controls/index.ts';
import { Place } from '../Frame/index.ts';
import { useChildren, useEditing, useOpenProject, useRoot } from '../project/index.ts';
import { EmptyState } from '../ui/index.ts';
import { DocumentCard } from './DocumentCard.tsx';
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
export function DocumentList({
  concept,
  place,
  title,
  noun,
  newName,
  lesson,
  action,
  notice,
}: DocumentListProps) {
  const root = useRoot();
  const documents = useChildren(root?.id ?? '', concept);
  const { base } = useOpenProject();
  const editing = useEditing();
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const { run } = editing;
  const parent = root?.id;

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
      disabled: editing.readOnly,
      run: create,
    }),
    [noun, title, create, editing.readOnly],
  );
  useActions(useMemo(() => [creating], [creating]));

  const wanted = search.trim().toLowerCase();
  const found = documents
    .filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const other = action && <ActionButton action={action} />;
  const primary = <ActionButton action={creating} kind="primary" />;
  return (
    <Place
      title={title}
      crumbs={[{ label: title }]}
      actions={
        <>
          <Search
            show={documents.length > 0}
            label={`Search ${title.toLowerCase()}`}
            value={search}
            onChange={setSearch}
          />
          {other}
          {primary}
        </>
      }
    >
      {notice}
      <ProblemLines problems={editing.problems} />
      {documents.length === 0 ? (
        <EmptyState sentence={lesson} action={editing.readOnly ? undefined : primary} />
      ) : (
        <ul className={styles.cards}>
          {found.map((document) => (
            <DocumentCard
              key={document.id}
              document={document}
              address={`${base}/${place}/${document.id}`}
              editing={editing}
            />
          ))}
        </ul>
      )}
    </Place>
  );
}

interface SearchProps {
  readonly show: boolean;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Search({ show, ...field }: SearchProps): ReactNode {
  return show ? (
    <div className={styles.search}>
      <SearchField {...field} />
    </div>
  ) : null;
}
