import { useCallback, useEffect } from 'react';
import { Link } from 'react-router';
import type { PipelineRecord } from '../../meta/index.ts';
import { childrenOf, find, type ProjectView } from '../../src/domain/state.ts';
import { Section } from '../forms/index.ts';
import { rootOf, useOpenProject, useProject, useView } from '../project/index.ts';
import styles from './PartFields.module.css';

/** The pipelines that have a step of this operation: what an edit here changes. */
export function UsedIn({ operation }: { readonly operation: string }) {
  const { base } = useOpenProject();
  const project = useProject();
  const pipelines = useView(pipelinesOf);
  useEffect(() => {
    const releases = pipelines.map(({ id }) => project.open(id));
    return () => releases.forEach((release) => release());
  }, [project, pipelines]);
  const users = useView(useCallback((view: ProjectView) => usersOf(view, operation), [operation]));
  return (
    <Section title="Used in">
      {users.length === 0 ? (
        <p className={styles.nobody}>No pipeline yet.</p>
      ) : (
        <ul className={styles.users}>
          {users.map(({ id, name }) => (
            <li key={id}>
              <Link to={`${base}/pipelines/${id}`}>{name}</Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function pipelinesOf(view: ProjectView): readonly PipelineRecord[] {
  const root = rootOf(view);
  return root ? childrenOf(view, root.id, 'Pipeline') : [];
}

function usersOf(view: ProjectView, operation: string): readonly PipelineRecord[] {
  const pipelines = view
    .referrersOf(operation)
    .flatMap((user) => (user.concept === 'Step' ? (find(view, 'Pipeline', user.parent) ?? []) : []));
  return [...new Set(pipelines)].sort((a, b) => a.name.localeCompare(b.name));
}
