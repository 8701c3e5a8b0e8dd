import { useCallback, useMemo } from 'react';
import { Link } from 'react-router';
import { usesOf } from '../../src/domain/architecture/blocks/usedIn.ts';
import { childrenOf, type ProjectView } from '../../src/domain/state.ts';
import { rootOf, useOpenProject, useScopes, useView } from '../project/index.ts';
import { counted } from '../words/index.ts';
import styles from './LayerForm.module.css';

/** Where an architecture is a block or a nested model: what an edit in it changes. */
export function BlockUses({ architecture }: { readonly architecture: string }) {
  const { base } = useOpenProject();
  useScopes(useView(architectureIds));
  const find = useCallback((view: ProjectView) => usedBy(view, architecture), [architecture]);
  const text = useView(find);
  const uses = useMemo(() => JSON.parse(text) as readonly Use[], [text]);
  if (uses.length === 0) return null;
  const places = uses.reduce((sum, { times }) => sum + times, 0);
  return (
    <div className={styles.doc}>
      Used in {counted(places, 'place')}:{' '}
      {uses.map(({ id, name, times }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Link to={`${base}/architectures/${id}`}>{name}</Link>
          {times > 1 && ` (${String(times)})`}
        </span>
      ))}
    </div>
  );
}

interface Use {
  readonly id: string;
  readonly name: string;
  readonly times: number;
}

/** As text, which is the same while it says the same. */
function usedBy(view: ProjectView, architecture: string): string {
  const uses = new Map<string, Use>();
  for (const { architecture: place } of usesOf(view, architecture)) {
    const times = (uses.get(place.id)?.times ?? 0) + 1;
    uses.set(place.id, { id: place.id, name: place.name, times });
  }
  return JSON.stringify([...uses.values()].sort((a, b) => a.name.localeCompare(b.name)));
}

function architectureIds(view: ProjectView): readonly string[] {
  const root = rootOf(view);
  return root ? childrenOf(view, root.id, 'Architecture').map(({ id }) => id) : [];
}
