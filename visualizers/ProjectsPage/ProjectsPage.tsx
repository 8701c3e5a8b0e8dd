import { Plus, Upload } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { ProjectInfo } from '../../src/sync/protocol/rest.ts';
import { ActionButton, useActions, type Action } from '../actions/index.ts';
import { Cards, WaitingCards } from '../cards/index.ts';
import {
  chooseFile,
  ConfirmDelete,
  download,
  DropHint,
  SearchField,
  useFileDrop,
} from '../controls/index.ts';
import { Thumbnail } from '../drawing/index.ts';
import { Mark } from '../Frame/Mark.tsx';
import { ThemeMenu } from '../theme/ThemeMenu.tsx';
import { useGateway, wordsOf } from '../gateway/index.ts';
import { EmptyState, StatusLine } from '../ui/index.ts';
import { freeTitle } from './freeTitle.ts';
import { NewProjectDialog } from './NewProjectDialog.tsx';
import { ProjectCard } from './ProjectCard.tsx';
import styles from './ProjectsPage.module.css';
import { templatePicture } from './templatePictures.ts';
import { useProjects, type Projects } from './useProjects.ts';

export default function ProjectsPage() {
  const projects = useProjects();
  const [search, setSearch] = useState('');
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<ProjectInfo>();
  const work = useProjectWork(projects);
  const navigate = useNavigate();
  const { importFile } = work;
  const actions = useMemo(() => pageActions(() => setCreating(true), importFile), [importFile]);
  useActions(actions.all);
  const dropping = useFileDrop(([file]) => file && void importFile(file));
  const taken = new Set(projects.list?.map(({ name }) => name));

  return (
    <div className={styles.page}>
      <title>Projects – DeepForge</title>
      <DropHint show={dropping}>Drop to import the project</DropHint>
      <PageHeader search={search} onSearch={setSearch} actions={actions} />
      <main className={styles.main}>
        <ErrorLine error={work.error ?? projects.error} />
        {work.busy && <StatusLine>{work.busy}</StatusLine>}
        <ProjectCards
          projects={projects.list}
          search={search}
          empty={<ActionButton action={actions.creating} kind="primary" />}
        >
          {(project) => (
            <ProjectCard
              key={project.id}
              project={project}
              onRename={(name) => void work.rename(project, name)}
              onDuplicate={() => void work.duplicate(project, freeTitle(`${project.name} copy`, taken))}
              onExport={() => work.download(project)}
              onDelete={() => setDeleting(project)}
            />
          )}
        </ProjectCards>
      </main>
      <NewProjectDialog
        open={creating}
        taken={taken}
        onClose={() => setCreating(false)}
        onCreated={(project) => void navigate(`/p/${encodeURIComponent(project.id)}`)}
      />
      <ConfirmDelete
        open={deleting !== undefined}
        title={`Delete the project “${deleting?.name ?? ''}”?`}
        consequence="Its architectures, pipelines, executions, artifacts and whole history go with it. This cannot be undone; export it first to keep a copy."
        onClose={() => setDeleting(undefined)}
        onDelete={() => deleting && void work.remove(deleting)}
      />
    </div>
  );
}

interface PageHeaderProps {
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly actions: ReturnType<typeof pageActions>;
}

function PageHeader({ search, onSearch, actions: { importing, creating } }: PageHeaderProps) {
  return (
    <header className={styles.header}>
      <Mark />
      <h1 className={styles.heading}>Projects</h1>
      <div className={styles.search}>
        <SearchField label="Search projects" value={search} onChange={onSearch} />
      </div>
      <ThemeMenu />
      <ActionButton action={importing} />
      <ActionButton action={creating} kind="primary" />
    </header>
  );
}

interface ProjectCardsProps {
  readonly projects: readonly ProjectInfo[] | undefined;
  readonly search: string;
  readonly empty: ReactNode;
  readonly children: (project: ProjectInfo) => ReactNode;
}

function ProjectCards({ projects, search, empty, children }: ProjectCardsProps) {
  if (!projects) return <WaitingCards label="Loading projects" />;
  if (projects.length === 0) {
    return (
      <EmptyState
        picture={
          <div className={styles.emptyPicture}>
            <Thumbnail graph={templatePicture('digits')} />
          </div>
        }
        sentence="A project holds networks, the pipelines that train them, and everything they produced. Begin with a template, or drop an exported project here."
        action={empty}
      />
    );
  }
  const wanted = search.trim().toLowerCase();
  const found = projects.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(wanted),
  );
  if (found.length === 0) return <EmptyState sentence={`No project is called anything like “${search}”.`} />;
  return <Cards>{found.map(children)}</Cards>;
}

function ErrorLine({ error }: { readonly error: unknown }) {
  return error === undefined ? null : <StatusLine tone="problem">{wordsOf(error)}</StatusLine>;
}

function pageActions(create: () => void, importFile: (file: File) => Promise<void>) {
  const pick = async () => {
    const file = await chooseFile('.webgmex');
    if (file) await importFile(file);
  };
  const group = 'Projects';
  const creating: Action = {
    id: 'project.new',
    label: 'New project',
    group,
    icon: <Plus />,
    shortcut: 'N',
    run: create,
  };
  const importing: Action = {
    id: 'project.import',
    label: 'Import',
    group,
    icon: <Upload />,
    run: () => void pick(),
  };
  return { creating, importing, all: [creating, importing] };
}

/** What can be done to a project, with what went wrong and what is taking its time. */
function useProjectWork({ refresh, expect }: Projects) {
  const gateway = useGateway();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState<string>();
  return useMemo(() => {
    const doing = async (sentence: string, work: () => Promise<unknown>) => {
      setError(undefined);
      setBusy(sentence);
      try {
        await work();
      } catch (failure) {
        setError(failure);
      }
      setBusy(undefined);
      await refresh();
    };
    return {
      download: (project: ProjectInfo) => download(gateway.exportAddress(project.id)),
      importFile: (file: File) =>
        isNetwork(file)
          ? doing('', () => Promise.reject(new Error(belongsElsewhere(file))))
          : doing(`Importing ${file.name} …`, () => gateway.importProject(file)),
      duplicate: (project: ProjectInfo, name: string) =>
        doing(`Duplicating ${project.name} …`, () => gateway.duplicateProject(project.id, name)),
      rename: (project: ProjectInfo, name: string) => {
        expect((list) => list.map((one) => (one.id === project.id ? { ...one, name } : one)));
        return doing(`Renaming ${project.name} …`, () => gateway.renameProject(project.id, name));
      },
      remove: (project: ProjectInfo) => {
        expect((list) => list.filter(({ id }) => id !== project.id));
        return doing(`Deleting ${project.name} …`, () => gateway.deleteProject(project.id));
      },
      error,
      busy,
    };
  }, [gateway, refresh, expect, error, busy]);
}

const isNetwork = ({ name }: File) => /\.(keras|h5|hdf5|json)$/i.test(name);

const belongsElsewhere = ({ name }: File) =>
  `${name} is a network, not a project. Open a project, and drop the file on its list of architectures.`;
