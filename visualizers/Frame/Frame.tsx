import { useMemo } from 'react';
import { Link, Outlet, useNavigate, useParams } from 'react-router';
import { PROJECT_SCOPE } from '../../src/domain/scope.ts';
import { pastProject } from '../../src/sync/client/pastProject.ts';
import type { ProjectReader } from '../../src/sync/client/reader.ts';
import { useActions, type Action } from '../actions/index.ts';
import { useGateway } from '../gateway/index.ts';
import {
  pastBase,
  presentBase,
  OpenProjectContext,
  ProjectProvider,
  useOpenProject,
  useScope,
  useView,
  type OpenProject,
} from '../project/index.ts';
import { EmptyState, Skeleton } from '../ui/index.ts';
import { useLeaveWarning } from './useLeaveWarning.ts';
import { useAddressFollowing } from './useQuery.ts';
import { useJoined } from './useJoined.ts';
import styles from './Frame.module.css';
import { openables } from './openables.tsx';
import { PLACES } from './places.tsx';
import { Rail } from './Rail.tsx';

/** The frame of a project: the living branch, or one of its commits. */
export default function Frame() {
  const { project = '', commit } = useParams();
  return commit === undefined ? (
    <Present key={project} id={project} />
  ) : (
    <Past key={`${project} ${commit}`} id={project} commit={`#${commit}`} />
  );
}

function Present({ id }: { readonly id: string }) {
  const client = useJoined(id);
  const project = useMemo<OpenProject>(() => ({ id, commit: null, base: presentBase(id) }), [id]);
  return client ? <Inside project={project} reader={client} /> : <Waiting />;
}

function Past({ id, commit }: { readonly id: string; readonly commit: string }) {
  const gateway = useGateway();
  const project = useMemo<OpenProject>(() => ({ id, commit, base: pastBase(id, commit) }), [id, commit]);
  const reader = useMemo(
    () => pastProject((scope) => gateway.past(id, commit, scope)),
    [gateway, id, commit],
  );
  return <Inside project={project} reader={reader} />;
}

function Inside({ project, reader }: { readonly project: OpenProject; readonly reader: ProjectReader }) {
  return (
    <OpenProjectContext value={project}>
      <ProjectProvider value={reader}>
        <div className={styles.frame}>
          <Rail />
          <Contents />
        </div>
        <Navigation />
      </ProjectProvider>
    </OpenProjectContext>
  );
}

function Contents() {
  const state = useScope(PROJECT_SCOPE);
  if (state === 'open') return <Outlet />;
  if (state === 'opening') return <Waiting />;
  return (
    <main className={styles.waiting}>
      <EmptyState
        sentence="This project, or this commit of it, cannot be opened. It may have been deleted."
        action={<Link to="/">All projects</Link>}
      />
    </main>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-busy="true">
      <div className={styles.waitingHeader}>
        <Skeleton width={240} />
      </div>
    </div>
  );
}

/** Everything that can be opened, for the palette; and the address of what is open. */
function Navigation() {
  useLeaveWarning();
  useAddressFollowing();
  const { base, commit } = useOpenProject();
  const navigate = useNavigate();
  const things = useView(openables);
  const actions = useMemo<readonly Action[]>(() => {
    const places = PLACES.filter(({ presentOnly }) => commit === null || !presentOnly);
    return [
      ...places.map(({ path, label, icon }) => ({
        id: `go.${path}`,
        label,
        icon,
        group: 'Go to',
        opens: true,
        run: () => void navigate(`${base}/${path}`),
      })),
      ...things.map(({ id, label, kind, icon, path }) => ({
        id: `open.${id}`,
        label,
        icon,
        group: kind,
        opens: true,
        run: () => void navigate(`${base}/${path}`),
      })),
    ];
  }, [base, commit, navigate, things]);
  useActions(actions);
  return null;
}
