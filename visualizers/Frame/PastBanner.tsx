import { useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Remote, useGateway, useRemote, wordsOf } from '../gateway/index.ts';
import { presentBase, useOpenProject } from '../project/index.ts';
import { Button } from '../ui/index.ts';
import styles from './PastBanner.module.css';

/** Above everything while an old state is open, so that nobody takes it for the present. */
export function PastBanner() {
  const { commit } = useOpenProject();
  return commit === null ? null : <Banner commit={commit} />;
}

function Banner({ commit }: { readonly commit: string }) {
  const { id, base } = useOpenProject();
  const gateway = useGateway();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [fault, setFault] = useState<string>();
  const sentence = useCommitSentence(id, commit);
  const present = pathname.replace(base, presentBase(id));
  const restore = () => {
    gateway.restore(id, commit).then(
      () => void navigate(present),
      (error: unknown) => setFault(wordsOf(error)),
    );
  };
  return (
    <section className={styles.banner} aria-label="Looking at the past">
      <p className={styles.sentence}>{fault ?? sentence}</p>
      <Button onClick={() => void navigate(present)}>Back to now</Button>
      <Button kind="primary" onClick={restore}>
        Restore this state
      </Button>
    </section>
  );
}

/** In the words of the commit where it is recent; its number otherwise. */
function useCommitSentence(project: string, commit: string): string {
  const gateway = useGateway();
  const page = useRemote(useMemo(() => new Remote(() => gateway.history(project)), [gateway, project]));
  const found = page.status === 'ready' ? page.value.commits.find(({ hash }) => hash === commit) : undefined;
  const what = found ? `after “${found.message}” by ${found.author}` : `at commit ${commit.slice(0, 8)}`;
  return `You are looking at the project as it was ${what}. It cannot be edited here.`;
}
